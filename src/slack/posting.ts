import type { KnownBlock } from "@slack/types";
import type { WebClient } from "@slack/web-api";
import { minutesToMilliseconds } from "date-fns";
import { z } from "zod";
import type { ChannelId, Instant, OperationId } from "../domain/ids.ts";
import type { Operation, Publication } from "../domain/operation.ts";
import { type SlackFailure, slackFailure } from "./errors.ts";
import { TryLater } from "./lanes.ts";

/** A message that is being posted: written down before, for a process may die while it is on its way. */
export type Attempt = NonNullable<Publication["attempt"]>;
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

/** Posts messages of operations so that each stands there once, whatever crashes or answers are lost. */
export interface Posting {
  /** Throws PostRefused and TryLater. */
  post(id: OperationId, attempt: Omit<Attempt, "at">, content: Content, thread: string | null): Promise<Posted>;
  /** Looks for what may have been posted. Throws TryLater. */
  trace(operation: Operation, attempt: Attempt): Promise<Trace>;
}

const answer = z.object({ channel: z.string().brand<"ChannelId">(), ts: z.string() });
const listed = z.object({
  messages: z.array(z.object({ ts: z.string(), metadata: z.unknown().optional() })),
  response_metadata: z.object({ next_cursor: z.string().optional() }).optional(),
});
const mark = z.object({ event_payload: z.object({ operation: z.string(), part: z.string(), told: z.number() }) });

const eventType = "lifeguard_operation";
/** Slack's clock and ours may differ by so much, in milliseconds. */
const tolerance = minutesToMilliseconds(5);
/** Pages of a busy channel that are looked through. */
const longestLook = 5;

export function createPosting({
  client,
  published,
  now,
}: {
  readonly client: WebClient;
  readonly published: (id: OperationId, note: Partial<Publication>) => Promise<void>;
  readonly now: () => Instant;
}): Posting {
  return {
    async post(id, attempt, content, thread) {
      const { channel, part, told } = attempt;
      await published(id, { attempt: { ...attempt, at: now() } });
      try {
        const metadata = { event_type: eventType, event_payload: { operation: id, part, told } };
        return answer.parse(
          await client.chat.postMessage({
            ...content,
            channel,
            metadata,
            unfurl_links: false,
            unfurl_media: false,
            ...(thread === null ? {} : { thread_ts: thread }),
          }),
        );
      } catch (error) {
        const failure = slackFailure(error);
        // Unclear is left as it is: the next try looks first.
        if (failure.kind !== "unclear") await published(id, { attempt: null });
        if (failure.kind === "refused") throw new PostRefused(failure.code);
        throw tryLater(failure);
      }
    },

    async trace({ id, publication: { card } }, { part, channel, told, at }) {
      const range = { channel, oldest: String((at - tolerance) / 1000), include_all_metadata: true, limit: 200 };
      let cursor: string | undefined;
      for (let page = 0; page < longestLook; page += 1) {
        const more = cursor === undefined ? {} : { cursor };
        try {
          const found = listed.parse(
            part === "thread" && card !== null
              ? await client.conversations.replies({ ...range, ...more, ts: card.ts })
              : await client.conversations.history({ ...range, ...more }),
          );
          const own = found.messages.find(({ metadata }) => {
            const { data } = mark.safeParse(metadata);
            const payload = data?.event_payload;
            return payload?.operation === id && payload.part === part && payload.told === told;
          });
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

export function tryLater(failure: Exclude<SlackFailure, { kind: "refused" }>): TryLater {
  return new TryLater(failure.kind === "rate-limited" ? failure.retryAfter : null);
}
