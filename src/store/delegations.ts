import { join } from "node:path";
import { delegation } from "../domain/delegation.ts";
import { openList } from "./durable-list.ts";
import type { Signing } from "./signing.ts";
import type { DelegationBook } from "./store.ts";

/**
 * Opens the delegations of a data folder. @param now milliseconds since 1970: what is long over goes with the next change
 * @throws UnreadableState where the file is damaged: a bot that does not know who speaks for whom does not start
 */
export async function openDelegations(
  dataFolder: string,
  now: () => number,
  signing: Signing,
): Promise<DelegationBook> {
  const file = await openList(join(dataFolder, "delegations.json"), delegation, ({ until }) => until > now(), signing);
  return {
    list: async () => file.all(),
    add: (given) =>
      file.change((present) => {
        const others = present.filter(({ from, to }) => from !== given.from || to !== given.to);
        return { entries: [...others, given], said: undefined };
      }),
    remove: (from, to) =>
      file.change((present) => {
        const found = present.filter(
          (each) => each.from === from && each.until > now() && (to === null || each.to === to),
        );
        const entries = found.length === 0 ? present : present.filter((each) => !found.includes(each));
        return { entries, said: found };
      }),
  };
}
