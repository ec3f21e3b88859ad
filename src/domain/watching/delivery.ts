import { minutesToMilliseconds } from "date-fns";
import type { ChannelId, Instant } from "../ids.ts";
import { isWithin } from "../hours.ts";
import { type Attempt, attemptIn, lastOf, postIn, type Story, weightOfStory } from "./story.ts";
import { weightOf } from "./news.ts";
import { askingFor, quietUntil, type Subscription } from "./subscription.ts";

/** How many stories may begin in a channel within a time before they are gathered; in milliseconds. */
export interface Pace {
  readonly window: number;
  readonly most: number;
  /** For how long stories are gathered that begin beyond it. */
  readonly gather: number;
}

export const usualPace: Pace = { window: minutesToMilliseconds(10), most: 5, gather: minutesToMilliseconds(1) };

/** What is to be done next in a channel: one piece of work, so that what matters most always goes first. */
export type Delivery =
  | { readonly kind: "nothing" }
  | { readonly kind: "wait"; readonly until: Instant }
  /** What may have been posted before a process died, or before an answer was lost: of one story, or of those in a digest. */
  | { readonly kind: "settle"; readonly attempt: Attempt; readonly stories: readonly Story[] }
  /** A story's own message. */
  | { readonly kind: "post"; readonly story: Story }
  | { readonly kind: "edit"; readonly story: Story }
  /** Entries that the message's thread does not tell yet. */
  | { readonly kind: "thread"; readonly story: Story }
  /** One message for many stories. */
  | { readonly kind: "digest"; readonly stories: readonly Story[]; readonly why: "quiet" | "many" };

const nothing: Delivery = { kind: "nothing" };

/**
 * The next piece of work in a channel.
 * @param stories of every cluster
 * @param subscriptions those of the channel
 */
export function nextDelivery(
  channel: ChannelId,
  stories: readonly Story[],
  subscriptions: readonly Subscription[],
  now: Instant,
  pace: Pace = usualPace,
): Delivery {
  const unsettled = unsettledIn(channel, stories);
  if (unsettled !== null) return unsettled;
  const wanted = stories.flatMap((story): readonly Candidate[] => {
    const asking = askingFor(subscriptions, story);
    const posted = postIn(story, channel);
    if (asking.length === 0 && posted?.ts == null) return [];
    const ends = asking.map(({ quiet }) => quietUntil(quiet, now));
    // One subscription that is not quiet is enough.
    const held = ends.some((end) => end === null) || ends.length === 0 || isUrgent(story) ? null : latest(ends);
    return [
      {
        story,
        heldUntil: held,
        hadToWait: asking.length > 0 && asking.every((each) => wasQuiet(each, story, channel)),
      },
    ];
  });
  const fresh = wanted.filter(({ story }) => isFresh(story, channel)).toSorted(byUrgency);
  const free = fresh.filter(({ heldUntil }) => heldUntil === null);
  const waits = fresh.flatMap(({ heldUntil }) => heldUntil ?? []);
  const begin = beginning(channel, stories, free, now, pace);
  if (begin !== null && begin.kind !== "wait") return begin;
  const known = wanted.filter(({ story }) => postIn(story, channel)?.ts != null);
  const edit = known.find(({ story }) => (postIn(story, channel)?.shown ?? 0) < story.entries.length);
  if (edit !== undefined) return { kind: "edit", story: edit.story };
  const behind = known.filter(
    ({ story }) => story.entries.length > 1 && (postIn(story, channel)?.told ?? 0) < story.entries.length,
  );
  const thread = behind.find(({ heldUntil }) => heldUntil === null);
  if (thread !== undefined) return { kind: "thread", story: thread.story };
  const moments = [
    ...waits,
    ...behind.flatMap(({ heldUntil }) => heldUntil ?? []),
    ...(begin === null ? [] : [begin.until]),
  ];
  return moments.length === 0 ? nothing : { kind: "wait", until: Math.min(...moments) };
}

/** What is on its way in the channel comes before all else: what is next depends on whether it stands there. */
function unsettledIn(channel: ChannelId, stories: readonly Story[]): Delivery | null {
  const [attempt] = stories.flatMap((story) => attemptIn(story, channel) ?? []);
  if (attempt === undefined) return null;
  const together = stories.filter((story) => attemptIn(story, channel)?.mark === attempt.mark);
  return { kind: "settle", attempt, stories: together };
}

interface Candidate {
  readonly story: Story;
  /** null: it may be told now. */
  readonly heldUntil: Instant | null;
  /** Whether it came about in quiet hours. */
  readonly hadToWait: boolean;
}

/** Which stories are to begin in the channel, by themselves or together. */
function beginning(
  channel: ChannelId,
  stories: readonly Story[],
  free: readonly Candidate[],
  now: Instant,
  { window, most, gather }: Pace,
): Exclude<Delivery, { kind: "nothing" }> | null {
  const [first] = free;
  if (first === undefined) return null;
  const rested = free.filter(({ hadToWait, story }) => hadToWait && !isUrgent(story));
  if (rested.length > 1) return { kind: "digest", stories: rested.map(({ story }) => story), why: "quiet" };
  const begun = new Set(stories.flatMap((story) => postIn(story, channel)?.at ?? []).filter((at) => now - at < window));
  if (begun.size + free.length <= most) return { kind: "post", story: first.story };
  const oldest = Math.min(...free.map(({ story }) => untold(story, channel)));
  const until = oldest + gather;
  // What is critical waits for no other, and one alone is no digest.
  if (now < until && !isUrgent(first.story)) return { kind: "wait", until };
  if (free.length === 1) return { kind: "post", story: first.story };
  return { kind: "digest", stories: free.map(({ story }) => story), why: "many" };
}

/** It has no message of its own in the channel, and something that nobody was told there. */
function isFresh(story: Story, channel: ChannelId): boolean {
  const posted = postIn(story, channel);
  return posted === null || (posted.ts === null && posted.shown < story.entries.length);
}

/** When the first entry was noticed that nobody was told in the channel. */
function untold(story: Story, channel: ChannelId): Instant {
  const first = story.entries[postIn(story, channel)?.shown ?? 0];
  return (first ?? lastOf(story)).noticedAt;
}

function wasQuiet({ quiet }: Subscription, story: Story, channel: ChannelId): boolean {
  return quiet !== null && isWithin(quiet, untold(story, channel));
}

/** Quiet hours do not hold up what is critical at this moment. */
function isUrgent(story: Story): boolean {
  const { severity, needsPerson } = weightOf(lastOf(story).news);
  return severity === "critical" && needsPerson;
}

function byUrgency(one: Candidate, other: Candidate): number {
  const rank = ({ story }: Candidate): number => (isUrgent(story) ? 0 : weightOfStory(story).needsPerson ? 1 : 2);
  return rank(one) - rank(other) || (one.story.entries[0]?.noticedAt ?? 0) - (other.story.entries[0]?.noticedAt ?? 0);
}

function latest(ends: readonly (Instant | null)[]): Instant | null {
  const found = ends.filter((end) => end !== null);
  // The first of them to end lets it through.
  return found.length === 0 ? null : Math.min(...found);
}

/** Whether a story can be let go: it has ended, and every channel that asked for it was told. */
export function isTold(
  story: Story,
  subscriptions: readonly Subscription[],
  now: Instant,
  { window }: Pace = usualPace,
): boolean {
  if (!story.closed || story.attempts.length > 0) return false;
  const asking = [...new Set(askingFor(subscriptions, story).map(({ channel }) => channel))];
  const { length } = story.entries;
  return (
    asking.every((channel) => {
      const posted = postIn(story, channel);
      return posted !== null && posted.shown >= length && (posted.ts === null || length < 2 || posted.told >= length);
    }) &&
    // How many began lately is counted by them.
    story.posts.every(({ at }) => now - at >= window)
  );
}
