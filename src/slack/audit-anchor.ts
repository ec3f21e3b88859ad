import { hoursToMilliseconds } from "date-fns";
import type { ChainHead } from "../domain/audit.ts";
import type { ChannelId } from "../domain/ids.ts";
import type { Words } from "../words/catalogue.ts";
import { slackFailure } from "./errors.ts";
import { mrkdwn } from "./mrkdwn.ts";
import type { Posting } from "./posting.ts";

interface AnchorDependencies {
  readonly posting: Pick<Posting, "say">;
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
export function postAnchors({ posting, channel, head, words, after, log }: AnchorDependencies): () => void {
  let cancel = (): void => {};
  let stopped = false;
  async function post(): Promise<void> {
    try {
      const { count, seal } = await head();
      await posting.say(channel, mrkdwn(words.labels.auditAnchor(count, seal)), "progress");
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
