import type { KnownBlock } from "@slack/types";
import type { WebClient } from "@slack/web-api";
import { minutesToMilliseconds } from "date-fns";
import * as z from "zod";
import type { ChannelId, Instant } from "../domain/ids.ts";
import type { ChannelBudget, Urgency } from "./budget.ts";
import { type SlackFailure, slackFailure } from "./errors.ts";
import { TryLater } from "./lanes.ts";

/** A message that is to be posted, by what can be written down of it before. */
export interface Letter {
  readonly channel: ChannelId;
  /** The message in whose thread it goes; null: it stands by itself. */
  readonly thread: string | null;
  /** Its metadata, by which it is found again: no two messages have the same. */
  readonly mark: {
    readonly event_type: string;
    readonly event_payload: Readonly<Record<string, string | number>>;
  };
}

/** Where a message stands. */
export interface Posted {
  readonly channel: ChannelId;
  readonly ts: string;
}

/** What a message says. */
interface Content {
  readonly text: string;
  readonly blocks?: KnownBlock[];
}

/** What became of a message that was on its way: `hidden` where the bot may not read what is in the channel. */
export type Trace = Posted | "not-posted" | "hidden";

/** Slack refuses a message, and will always do. */
export class PostRefused extends Error {
  override readonly name = "PostRefused";
  readonly code: string;

  constructor(code: string) {
    super(code);
    this.code = code;
  }
}

/** Posts messages so that each stands there once, whatever crashes or answers are lost, and at the pace that a channel takes. */
export interface Posting {
  /**
   * Throws PostRefused and TryLater.
   * @param note writes down since when the message is on its way; null: it is not
   */
  post(
    letter: Letter,
    content: Content,
    urgency: Urgency,
    note: (since: Instant | null) => Promise<void>,
  ): Promise<Posted>;
  /** Posts a line that nobody looks for again: where Slack's answer is lost, it may stand there or not. Throws what Slack's client throws. */
  say(channel: ChannelId, text: string, urgency: Urgency): Promise<void>;
  /** Looks for what may have been posted. Throws TryLater. */
  trace(letter: Letter, since: Instant): Promise<Trace>;
}

const answer = z.object({ channel: z.string().brand<"ChannelId">(), ts: z.string() });
const listed = z.object({
  messages: z.array(z.object({ ts: z.string(), metadata: z.unknown().optional() })),
  response_metadata: z.object({ next_cursor: z.string().optional() }).optional(),
});
const metadata = z.object({ event_type: z.string(), event_payload: z.record(z.string(), z.unknown()) });

/** Slack's clock and ours may differ by so much, in milliseconds. */
const tolerance = minutesToMilliseconds(5);
/** Pages of a busy channel that are looked through. */
const longestLook = 5;

export function createPosting({
  client,
  posts,
  now,
}: {
  readonly client: WebClient;
  readonly posts: ChannelBudget;
  readonly now: () => Instant;
}): Posting {
  return {
    async post({ channel, thread, mark }, content, urgency, note) {
      await posts.turn(channel, urgency);
      await note(now());
      try {
        return answer.parse(
          await client.chat.postMessage({
            ...content,
            channel,
            metadata: mark,
            unfurl_links: false,
            unfurl_media: false,
            ...(thread === null ? {} : { thread_ts: thread }),
          }),
        );
      } catch (error) {
        const failure = slackFailure(error);
        // Unclear is left as it is: the next try looks first.
        if (failure.kind !== "unclear") await note(null);
        if (failure.kind === "refused") throw new PostRefused(failure.code);
        throw tryLater(failure);
      }
    },

    async say(channel, text, urgency) {
      await posts.turn(channel, urgency);
      await client.chat.postMessage({ channel, text, unfurl_links: false, unfurl_media: false });
    },

    async trace({ channel, thread, mark }, since) {
      const range = { channel, oldest: String((since - tolerance) / 1000), include_all_metadata: true, limit: 200 };
      let cursor: string | undefined;
      for (let page = 0; page < longestLook; page += 1) {
        const more = cursor === undefined ? {} : { cursor };
        try {
          const found = listed.parse(
            thread === null
              ? await client.conversations.history({ ...range, ...more })
              : await client.conversations.replies({ ...range, ...more, ts: thread }),
          );
          const own = found.messages.find((message) => isMarked(message.metadata, mark));
          if (own !== undefined) return { channel, ts: own.ts };
          cursor = found.response_metadata?.next_cursor;
        } catch (error) {
          const failure = slackFailure(error);
          if (failure.kind === "refused") return "hidden";
          throw tryLater(failure);
        }
        if (cursor === undefined || cursor === "") return "not-posted";
      }
      return "hidden";
    },
  };
}

function isMarked(found: unknown, { event_type: type, event_payload: payload }: Letter["mark"]): boolean {
  const { data } = metadata.safeParse(found);
  return (
    data?.event_type === type && Object.entries(payload).every(([name, value]) => data.event_payload[name] === value)
  );
}

export function tryLater(failure: Exclude<SlackFailure, { kind: "refused" }>): TryLater {
  return new TryLater(failure.kind === "rate-limited" ? failure.retryAfter : null);
}
