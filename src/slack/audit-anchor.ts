import type { WebClient } from "@slack/web-api";
import { hoursToMilliseconds } from "date-fns";
import type { ChainHead } from "../domain/audit.ts";
import type { ChannelId } from "../domain/ids.ts";
import type { Words } from "../words/catalogue.ts";
import type { ChannelBudget } from "./budget.ts";
import { slackFailure } from "./errors.ts";
import { mrkdwn } from "./mrkdwn.ts";

interface AnchorDependencies {
  readonly client: WebClient;
  readonly posts: ChannelBudget;
  readonly channel: ChannelId;
  readonly head: () => Promise<ChainHead>;
  readonly words: Words;
  readonly after: (milliseconds: number, call: () => void) => () => void;
  readonly log: { warn(facts: object, message: string): void };
}

const everyDay = hoursToMilliseconds(24);

/**
 * Posts where the audit log ends, at the start, where another replica takes over, and every day: out of reach of whoever has the disk, so that a log that was cut short, or
 * written anew with a stolen key, can be told by comparing. @returns what stops it
 */
export function postAnchors({ client, posts, channel, head, words, after, log }: AnchorDependencies): () => void {
  let cancel = (): void => {};
  let stopped = false;
  async function post(): Promise<void> {
    try {
      await posts.turn(channel, "progress");
      const { count, seal } = await head();
      const text = mrkdwn(words.labels.auditAnchor(count, seal));
      await client.chat.postMessage({ channel, text, unfurl_links: false, unfurl_media: false });
    } catch (error) {
      log.warn({ channel, failure: slackFailure(error) }, "end of the audit log was not posted");
    }
  }
  function again(): void {
    void post().finally(() => {
      if (!stopped) cancel = after(everyDay, again);
    });
  }
  again();
  return () => {
    stopped = true;
    cancel();
  };
}
