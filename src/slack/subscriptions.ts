import type { ChannelId, UserId } from "../domain/ids.ts";
import type { Refusal } from "../domain/refusal.ts";
import { failure, type Result, success } from "../domain/result.ts";
import type { Text } from "../domain/text.ts";
import { type Subscription, subscriptionName } from "../domain/watching/subscription.ts";
import type { Words } from "../words/catalogue.ts";
import { slackFailure } from "./errors.ts";
import { mrkdwn } from "./mrkdwn.ts";
import type { Posting } from "./posting.ts";

/** Subscriptions of channels: those of the configuration, and those that people type. */
export interface Subscriptions {
  /** All that there are at this moment. */
  list(): readonly Subscription[];
  /** Tells the channel, and is refused where the bot may not post there. */
  watch(subscription: Subscription, by: UserId): Promise<Result<Subscription, Refusal>>;
  unwatch(channel: ChannelId, name: string, by: UserId): Promise<Result<Subscription, Refusal>>;
}

export function createSubscriptions({
  configured,
  book,
  posting,
  words,
  log,
}: {
  readonly configured: readonly Subscription[];
  readonly book: {
    list(): readonly Subscription[];
    add(subscription: Subscription): Promise<void>;
    remove(channel: ChannelId, name: string): Promise<Subscription | null>;
  };
  readonly posting: Pick<Posting, "say">;
  readonly words: Words;
  readonly log: { warn(facts: object, message: string): void };
}): Subscriptions {
  /** Slack's code where it takes no message there. */
  async function announce(channel: ChannelId, sentence: Text): Promise<string | null> {
    try {
      await posting.say(channel, mrkdwn(sentence), "decision");
      return null;
    } catch (error) {
      const failed = slackFailure(error);
      if (failed.kind === "refused") return failed.code;
      // It may stand there or not: the subscription holds all the same.
      log.warn({ channel, failure: failed }, "channel may not have been told what it follows");
      return null;
    }
  }

  return {
    list: () => [...configured, ...book.list()],
    async watch(subscription, by) {
      const { channel } = subscription;
      await book.add(subscription);
      const slackCode = await announce(channel, words.stories.subscribed(subscription, by));
      if (slackCode !== null) {
        await book.remove(channel, subscriptionName(subscription));
        return failure({ code: "channel-takes-no-news", channel, slackCode });
      }
      return success(subscription);
    },
    async unwatch(channel, name, by) {
      const ended = await book.remove(channel, name);
      if (ended === null) return failure({ code: "not-watched", name });
      await announce(channel, words.stories.unsubscribed(ended, by));
      return success(ended);
    },
  };
}
