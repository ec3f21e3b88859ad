import type { WebClient } from "@slack/web-api";
import { minutesToMilliseconds } from "date-fns";
import type { ChannelId, Instant } from "../domain/ids.ts";
import type { Text } from "../domain/text.ts";
import { join } from "../domain/text.ts";
import { type Delivery, nextDelivery, type Pace, usualPace } from "../domain/watching/delivery.ts";
import { weightOf } from "../domain/watching/news.ts";
import {
  type Attempt,
  attemptIn,
  lastOf,
  postIn,
  type Story,
  weightOfStory,
  withAttempt,
  withAttemptDone,
  withoutAttempt,
  withPost,
} from "../domain/watching/story.ts";
import type { Subscription } from "../domain/watching/subscription.ts";
import { digestDocument, storyDocument } from "../views/story.ts";
import type { Words } from "../words/catalogue.ts";
import { toMessage } from "./blocks.ts";
import type { Budget } from "./budget.ts";
import { slackFailure } from "./errors.ts";
import { createLanes, type LaneClock } from "./lanes.ts";
import { mrkdwn } from "./mrkdwn.ts";
import { type Letter, type Posting, PostRefused, tryLater } from "./posting.ts";
import { createStoryNotes, type StoryRecord } from "./story-notes.ts";

export interface StoriesDependencies {
  readonly client: WebClient;
  readonly posting: Posting;
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

export function createStories(dependencies: StoriesDependencies): Stories {
  const { client, posting, edits, record, words, slash, mention, clock, log, pace = usualPace } = dependencies;
  const lanes = createLanes<ChannelId, ChannelId>({ clock, log, work: proceed });
  const timers = new Map<ChannelId, () => void>();
  let stopped = false;
  const notes = createStoryNotes({ record, clock, stopped: () => stopped, log });

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
      case "settle":
        await settle(channel, delivery);
        break;
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

  const letGo = (): Promise<void> => notes.letGo(dependencies.subscriptions(), clock.now(), pace);

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
    await send(channel, "message", [story], content);
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
      await notes.keep([story], (present) => withPost(present, { ...known, shown: length }));
    } catch (error) {
      const failure = slackFailure(error);
      // Editing twice gives the same message: whatever is unclear is done again.
      if (failure.kind !== "refused") throw tryLater(failure);
      log.warn({ channel, story: story.key, code: failure.code }, "message of a story cannot be edited");
      await notes.keep([story], (present) => withPost(present, { ...known, ts: null, shown: length, told: length }));
    }
  }

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
    await send(channel, "thread", [story], { text: mrkdwn(join(lines, "\n"), 3900) });
  }

  async function digest(channel: ChannelId, { stories, why }: Extract<Delivery, { kind: "digest" }>): Promise<void> {
    const told = stories.slice(0, mostInDigest);
    const needsPerson = told.some((story) => weightOfStory(story).needsPerson);
    await send(channel, "digest", told, toMessage(digestDocument(told, why, words, needsPerson ? mention : null)));
  }

  /** Posts one message for some stories, and writes down where it stands. */
  async function send(
    channel: ChannelId,
    part: Attempt["part"],
    stories: readonly Story[],
    content: Parameters<Posting["post"]>[1],
  ): Promise<void> {
    const mark = markOf(part, stories);
    const attemptOf = (story: Story, at: Instant): Attempt => {
      const told = stories.find(({ key, cluster }) => key === story.key && cluster.id === story.cluster.id);
      return { channel, part, mark, told: (told ?? story).entries.length, at };
    };
    const began = clock.now();
    try {
      const { ts } = await posting.post(letterOf(channel, { part, mark }, stories), content, "progress", (since) =>
        notes.write(stories, (present) =>
          since === null ? withoutAttempt(present, channel) : withAttempt(present, attemptOf(present, since)),
        ),
      );
      await notes.keep(stories, (present) => withAttemptDone(present, attemptOf(present, began), ts));
    } catch (error) {
      if (!(error instanceof PostRefused)) throw error;
      // Slack takes no such message there, and asking again gives the same.
      log.warn({ channel, part, code: error.code }, "channel takes no news: invite the bot there, or unsubscribe it");
      await notes.keep(stories, (present) => withAttemptDone(present, attemptOf(present, began), null));
    }
  }

  /** A process died, or an answer was lost, while something was being posted: it is looked for, and posted again only if it is not there. */
  async function settle(
    channel: ChannelId,
    { attempt, stories }: Extract<Delivery, { kind: "settle" }>,
  ): Promise<void> {
    const trace = await posting.trace(letterOf(channel, attempt, stories), attempt.at);
    log.info({ channel, part: attempt.part, trace }, "looked for what may have been posted");
    // A line of a log that may stand there is not told again: two of the same would tell something that did not happen.
    const stands = typeof trace === "object" || (trace === "hidden" && attempt.part === "thread");
    const ts = typeof trace === "object" ? trace.ts : null;
    await notes.keep(stories, (present) => {
      const own = attemptIn(present, channel);
      return stands && own !== null ? withAttemptDone(present, own, ts) : withoutAttempt(present, channel);
    });
  }

  function contentOf(
    story: Story,
    shown: { readonly lateSince: Instant | null; readonly mention: Text | null },
  ): ReturnType<typeof toMessage> {
    return toMessage(storyDocument(story, words, { slash, ...shown }));
  }

  return {
    changed() {
      if (stopped) return;
      const channels = new Set(dependencies.subscriptions().map(({ channel }) => channel));
      const postedIn = allStories().flatMap(({ posts, attempts }) =>
        [...posts, ...attempts].map(({ channel }) => channel),
      );
      for (const channel of new Set([...channels, ...postedIn])) lanes.add(channel, channel);
      // Where nobody listens, nothing is kept.
      if (channels.size === 0) {
        letGo().catch((error: unknown) => log.error({ err: error }, "told stories could not be let go"));
      }
    },
    async stop(within) {
      stopped = true;
      for (const cancel of timers.values()) cancel();
      await lanes.stop(within);
    },
  };
}

const mostInDigest = 40;

/** What tells a message from all others: whose it is, and how far it tells. Of a digest: by its first story. */
function markOf(part: Attempt["part"], [first]: readonly Story[]): string {
  if (first === undefined) throw new Error("a message tells at least one story");
  return `${first.cluster.id}/${first.key} ${part} ${first.entries.length}`;
}

function letterOf(
  channel: ChannelId,
  { part, mark }: Pick<Attempt, "part" | "mark">,
  [first]: readonly Story[],
): Letter {
  const thread = part === "thread" && first !== undefined ? (postIn(first, channel)?.ts ?? null) : null;
  return { channel, thread, mark: { event_type: "lifeguard_story", event_payload: { mark } } };
}
