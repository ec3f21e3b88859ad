import * as z from "zod";
import { channelId, type ChannelId, clusterId, instant, type Instant, nodePoolId } from "../ids.ts";
import { news, type News, type Severity, severities, storyKind, type Weight, weightOf } from "./news.ts";

const entry = z.object({
  /** When it happened, as far as ACK tells; never after it was noticed. */
  at: instant,
  noticedAt: instant,
  news,
});
export type Entry = z.infer<typeof entry>;

/** What of a story stands in one channel. */
const post = z.object({
  channel: channelId,
  /** null: it was told in a digest, or the channel takes no message. */
  ts: z.string().nullable(),
  /** When it was first told there. */
  at: instant,
  /** How many entries the message shows. */
  shown: z.int(),
  /** How many entries its thread tells. */
  told: z.int(),
});
export type Post = z.infer<typeof post>;

/** A message that was on its way when this was written: it may stand there, and nobody has noted where. */
const attempt = z.object({
  channel: channelId,
  part: z.enum(["message", "thread", "digest"]),
  /** What no other message has; the stories of one digest share it. */
  mark: z.string(),
  /** How many entries it tells. */
  told: z.int(),
  at: instant,
});
export type Attempt = z.infer<typeof attempt>;

const headline = {
  /** Unique within a cluster. */
  key: z.string(),
  kind: storyKind,
  /** null: it is about the cluster itself. */
  pool: z.object({ id: nodePoolId, name: z.string() }).nullable(),
};

/** One upgrade, one repair, one degradation …: what is told in one message, from its beginning to its end. */
export const story = z.object({
  ...headline,
  cluster: z.object({ id: clusterId, name: z.string(), region: z.string() }),
  entries: z.array(entry).min(1).readonly(),
  closed: z.boolean(),
  posts: z.array(post).readonly(),
  attempts: z.array(attempt).readonly().default([]),
});
export type Story = z.infer<typeof story>;

/** Something that was noticed: the next entry of a story, or its end without another word. */
export interface Happening {
  readonly story: Pick<Story, "key" | "kind" | "pool">;
  readonly at: Instant;
  /** null: nothing is told. */
  readonly news: News | null;
  readonly closes: boolean;
}

/** A story with no end must not grow for ever: beyond this its middle gives way. */
const mostEntries = 200;

/** Adds what was noticed to the stories of a cluster, in the order in which it was noticed. */
export function tellStories(
  stories: readonly Story[],
  happenings: readonly Happening[],
  { cluster, noticedAt }: { readonly cluster: Story["cluster"]; readonly noticedAt: Instant },
): readonly Story[] {
  const told = new Map(stories.map((each) => [each.key, each]));
  for (const { story: head, at, news: said, closes } of happenings) {
    const known = told.get(head.key) ?? { ...head, cluster, entries: [], closed: false, posts: [], attempts: [] };
    const entries = said === null ? [] : [{ at: Math.min(at, noticedAt), noticedAt, news: said }];
    const grown = shortened([...known.entries, ...entries]);
    if (grown.length > 0) told.set(head.key, { ...known, entries: grown, closed: known.closed || closes });
  }
  return [...told.values()];
}

function shortened(entries: Story["entries"]): Story["entries"] {
  if (entries.length <= mostEntries) return entries;
  // The newest one replaces the one before it: what was told already keeps its place.
  return [...entries.slice(0, mostEntries - 1), ...entries.slice(-1)];
}

/** `prod/prod-pool`, or the cluster's name. */
export function placeOf({ cluster, pool }: Pick<Story, "cluster" | "pool">): string {
  return pool === null ? cluster.name : `${cluster.name}/${pool.name}`;
}

/** The newest entry. */
export function lastOf({ entries }: Pick<Story, "entries">): Entry {
  const last = entries.at(-1);
  if (last === undefined) throw new Error("a story has at least one entry");
  return last;
}

/** The worst that happened in it so far, and whether the newest entry waits for somebody. */
export function weightOfStory(of: Pick<Story, "entries">): Weight {
  const worst = Math.max(...of.entries.map((each) => severities.indexOf(weightOf(each.news).severity)));
  const found: Severity = severities[worst] ?? "info";
  return { severity: found, needsPerson: weightOf(lastOf(of).news).needsPerson };
}

export function postIn({ posts }: Pick<Story, "posts">, channel: ChannelId): Post | null {
  return posts.find((each) => each.channel === channel) ?? null;
}

export function attemptIn({ attempts }: Pick<Story, "attempts">, channel: ChannelId): Attempt | null {
  return attempts.find((each) => each.channel === channel) ?? null;
}

/** The same story with another note of what stands in a channel: nothing of it is on its way there any more. */
export function withPost(of: Story, noted: Post): Story {
  const { channel } = noted;
  return { ...withoutAttempt(of, channel), posts: [...of.posts.filter((each) => each.channel !== channel), noted] };
}

/** The same story with a message of it on its way. */
export function withAttempt(of: Story, made: Attempt): Story {
  return { ...of, attempts: [...withoutAttempt(of, made.channel).attempts, made] };
}

/** The same story with nothing of it on its way to a channel. */
export function withoutAttempt(of: Story, channel: ChannelId): Story {
  return { ...of, attempts: of.attempts.filter((each) => each.channel !== channel) };
}

/**
 * The same story once what was on its way is told in the channel.
 * @param ts of its message; null: there is none that could be edited, as where the channel takes no message
 */
export function withAttemptDone(of: Story, { channel, part, told, at }: Attempt, ts: string | null): Story {
  const known = postIn(of, channel);
  switch (part) {
    case "message":
      // One entry is told by the message itself.
      return withPost(of, { channel, ts, at, shown: told, told: known?.told ?? (told === 1 ? 1 : 0) });
    case "thread":
      return known === null ? withoutAttempt(of, channel) : withPost(of, { ...known, told });
    case "digest":
      return withPost(of, { channel, ts: null, at, shown: told, told });
  }
}
