import { join } from "node:path";
import type { ChannelId } from "../domain/ids.ts";
import { subscription, type Subscription, subscriptionName } from "../domain/watching/subscription.ts";
import { openList } from "./durable-list.ts";
import type { SubscriptionBook } from "./store.ts";

/** Opens the subscriptions of a data folder. @throws UnreadableState where the file is damaged */
export async function openSubscriptions(dataFolder: string): Promise<SubscriptionBook> {
  const file = await openList(join(dataFolder, "subscriptions.json"), subscription, () => true);
  const isIt = (channel: ChannelId, name: string) => (each: Subscription) =>
    each.channel === channel && subscriptionName(each) === name;
  const listeners: (() => void)[] = [];
  const changed = (): void => listeners.forEach((listener) => listener());
  return {
    list: file.all,
    async add(made) {
      const same = isIt(made.channel, subscriptionName(made));
      await file.change((present) => ({
        entries: [...present.filter((each) => !same(each)), made],
        said: undefined,
      }));
      changed();
    },
    async remove(channel, name) {
      const removed = await file.change((present) => {
        const found = present.find(isIt(channel, name)) ?? null;
        return { entries: found === null ? present : present.filter((each) => each !== found), said: found };
      });
      if (removed !== null) changed();
      return removed;
    },
    onChange(listener) {
      listeners.push(listener);
    },
  };
}
