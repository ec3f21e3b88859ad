import type { WebClient } from "@slack/web-api";
import { minutesToMilliseconds } from "date-fns";
import { z } from "zod";
import type { ChannelId, ClusterId, Instant } from "../domain/ids.ts";
import type { Text } from "../domain/text.ts";
import { join } from "../domain/text.ts";
import { type Delivery, isTold, nextDelivery, type Pace, usualPace } from "../domain/watching/delivery.ts";
import type { Watched } from "../domain/watching/memory.ts";
import { weightOf } from "../domain/watching/news.ts";
import { lastOf, type Post, postIn, type Story, weightOfStory, withPost } from "../domain/watching/story.ts";
import type { Subscription } from "../domain/watching/subscription.ts";
import { digestDocument, storyDocument } from "../views/story.ts";
import type { Words } from "../words/catalogue.ts";
import { toMessage } from "./blocks.ts";
import type { Budget } from "./budget.ts";
import { slackFailure } from "./errors.ts";
import { createLanes, type LaneClock, TryLater } from "./lanes.ts";
import { mrkdwn } from "./mrkdwn.ts";

/** Where stories are written down, and what of them stands in Slack. */
export interface StoryRecord {
  all(): readonly Watched[];
  update(cluster: ClusterId, change: (known: Watched | null) => Watched | null): Promise<void>;
}

export interface StoriesDependencies {
  readonly client: WebClient;
  /** The workspace's, for edits of messages: cards and stories share it. */
  readonly edits: Budget;
  readonly record: StoryRecord;
  /** Whether it is ours to tell, as far as is known without asking: another replica may have taken over. */
  readonly leads: () => boolean;
  /** All that there are at this moment. */
  readonly subscriptions: () => readonly Subscription[];
  /** Whom to call where somebody has to do something; null: nobody. */
  readonly mention: Text | null;
  readonly words: Words;
  readonly slash: string;
  readonly clock: LaneClock;
  readonly pace?: Pace;
  readonly log: {
    info(facts: object, message: string): void;
    warn(facts: object, message: string): void;
    error(facts: object, message: string): void;
  };
}

/** Tells stories in the channels that ask for them: one message each, edited in place, with its entries in the thread. */
export interface Stories {
  /** Something new is written down, or somebody subscribed. */
  changed(): void;
  stop(within: number): Promise<void>;
}

/** What is told so much after it happened says so, in milliseconds. */
const late = minutesToMilliseconds(5);
const posted = z.object({ ts: z.string() });

export function createStories(dependencies: StoriesDependencies): Stories {
  const { client, edits, record, words, slash, mention, clock, log, pace = usualPace } = dependencies;
  const lanes = createLanes<ChannelId, ChannelId>({ clock, log, work: proceed });
  const timers = new Map<ChannelId, () => void>();
  let stopped = false;

  const allStories = (): readonly Story[] => record.all().flatMap(({ stories }) => stories);
  const subscriptionsOf = (channel: ChannelId): readonly Subscription[] =>
    dependencies.subscriptions().filter((each) => each.channel === channel);

  /** Does what matters most in a channel, and comes back for the rest: between two pieces of work lies the lane's gap. */
  async function proceed(channel: ChannelId): Promise<void> {
    if (stopped || !dependencies.leads()) return;
    const delivery = nextDelivery(channel, allStories(), subscriptionsOf(channel), clock.now(), pace);
    switch (delivery.kind) {
      case "nothing":
        return letGo();
      case "wait":
        wait(channel, delivery.until);
        return letGo();
      case "post":
        await post(channel, delivery.story);
        break;
      case "edit":
        await edit(channel, delivery.story);
        break;
      case "thread":
        await tellThread(channel, delivery.story);
        break;
      case "digest":
        await digest(channel, delivery);
    }
    lanes.add(channel, channel);
  }

  function wait(channel: ChannelId, until: Instant): void {
    timers.get(channel)?.();
    // Long timers overflow; whoever wakes too early waits again.
    const delay = Math.min(Math.max(until - clock.now(), 100), minutesToMilliseconds(60));
    timers.set(
      channel,
      clock.after(delay, () => {
        if (!stopped) lanes.add(channel, channel);
      }),
    );
  }

  async function post(channel: ChannelId, story: Story): Promise<void> {
    const known = postIn(story, channel);
    const first = story.entries[known?.shown ?? 0] ?? lastOf(story);
    const isLate = clock.now() - first.at > late;
    const content = contentOf(story, {
      lateSince: isLate ? first.at : null,
      mention: weightOfStory(story).needsPerson ? mention : null,
    });
    const ts = await send(channel, content);
    const { length } = story.entries;
    // One entry is told by the message itself.
    await noted(story, { channel, ts, at: clock.now(), shown: length, told: known?.told ?? (length === 1 ? 1 : 0) });
  }

  async function edit(channel: ChannelId, story: Story): Promise<void> {
    const known = postIn(story, channel);
    if (known === null || known.ts === null) return;
    const { length } = story.entries;
    // Edits call nobody: a line of the thread does.
    const content = contentOf(story, { lateSince: null, mention: weightOfStory(story).needsPerson ? mention : null });
    await edits.turn("progress");
    try {
      await client.chat.update({ channel, ts: known.ts, ...content });
      await noted(story, { ...known, shown: length });
    } catch (error) {
      const failure = slackFailure(error);
      // Editing twice gives the same message: whatever is unclear is done again.
      if (failure.kind !== "refused") throw tryLater(failure);
      log.warn({ channel, story: story.key, code: failure.code }, "message of a story cannot be edited");
      await noted(story, { ...known, ts: null, shown: length, told: length });
    }
  }

  /** A line of a thread is posted at most once: two of the same would tell something that did not happen. */
  async function tellThread(channel: ChannelId, story: Story): Promise<void> {
    const known = postIn(story, channel);
    if (known === null || known.ts === null) return;
    // The message told the first one in its time: with the second it gets a log.
    const fresh = story.entries.slice(known.told === 1 ? 0 : known.told);
    const calls = fresh.at(-1) !== undefined && weightOf(lastOf(story).news).needsPerson && known.told > 0;
    const lines = [
      ...fresh.map(({ at, news }) => words.stories.entryLine(at, news)),
      ...(calls && mention !== null ? [words.stories.attention(mention)] : []),
    ];
    const { length } = story.entries;
    try {
      const text = mrkdwn(join(lines, "\n"), 3900);
      await client.chat.postMessage({ channel, thread_ts: known.ts, text, unfurl_links: false, unfurl_media: false });
    } catch (error) {
      const failure = slackFailure(error);
      if (failure.kind === "rate-limited") throw tryLater(failure);
      log.warn({ channel, story: story.key, failure }, "line of a story's thread may not have been posted");
    }
    await noted(story, { ...known, told: length });
  }

  async function digest(channel: ChannelId, { stories, why }: Extract<Delivery, { kind: "digest" }>): Promise<void> {
    const told = stories.slice(0, mostInDigest);
    const needsPerson = told.some((story) => weightOfStory(story).needsPerson);
    await send(channel, toMessage(digestDocument(told, why, words, needsPerson ? mention : null)));
    const at = clock.now();
    for (const story of told) {
      const { length } = story.entries;
      await noted(story, { channel, ts: null, at, shown: length, told: length });
    }
  }

  /** null: Slack takes no message there, and asking again gives the same. */
  async function send(channel: ChannelId, content: ReturnType<typeof toMessage>): Promise<string | null> {
    try {
      const answer = await client.chat.postMessage({ channel, ...content, unfurl_links: false, unfurl_media: false });
      return posted.parse(answer).ts;
    } catch (error) {
      const failure = slackFailure(error);
      if (failure.kind !== "refused") throw tryLater(failure);
      log.warn({ channel, code: failure.code }, "channel takes no news: invite the bot there, or unsubscribe it");
      return null;
    }
  }

  function contentOf(
    story: Story,
    shown: { readonly lateSince: Instant | null; readonly mention: Text | null },
  ): ReturnType<typeof toMessage> {
    return toMessage(storyDocument(story, words, { slash, ...shown }));
  }

  /** What stands in Slack must not be forgotten, or it would be told again: where it cannot be written down, that is tried until it can. */
  async function noted({ cluster, key }: Story, note: Post): Promise<void> {
    for (;;) {
      try {
        return await record.update(cluster.id, (known) => {
          if (known === null) return null;
          return { ...known, stories: known.stories.map((each) => (each.key === key ? withPost(each, note) : each)) };
        });
      } catch (error) {
        if (stopped) throw error;
        log.error({ err: error, cluster: cluster.id }, "what was told cannot be written down yet");
        await new Promise<void>((resolve) => {
          clock.after(1_000, resolve);
        });
      }
    }
  }

  /** Stories that have ended and that everybody was told leave, so that files do not grow. */
  async function letGo(): Promise<void> {
    const subscriptions = dependencies.subscriptions();
    for (const { cluster, stories } of record.all()) {
      const over = new Set(
        stories.filter((each) => isTold(each, subscriptions, clock.now(), pace)).map(({ key }) => key),
      );
      if (over.size === 0) continue;
      await record.update(cluster, (known) => {
        if (known === null) return null;
        const kept = known.stories.filter(
          (each) => !over.has(each.key) || !isTold(each, subscriptions, clock.now(), pace),
        );
        return { ...known, stories: kept };
      });
    }
  }

  return {
    changed() {
      if (stopped) return;
      const channels = new Set(dependencies.subscriptions().map(({ channel }) => channel));
      const postedIn = allStories().flatMap(({ posts }) => posts.map(({ channel }) => channel));
      for (const channel of new Set([...channels, ...postedIn])) lanes.add(channel, channel);
      // Where nobody listens, nothing is kept.
      if (channels.size === 0) {
        letGo().catch((error: unknown) => log.error({ err: error }, "told stories could not be let go"));
      }
    },
    async stop(within) {
      stopped = true;
      for (const cancel of timers.values()) cancel();
      await lanes.settled(within);
    },
  };
}

const mostInDigest = 40;

function tryLater(failure: { readonly kind: string; readonly retryAfter?: number }): TryLater {
  return new TryLater(failure.retryAfter ?? null);
}
