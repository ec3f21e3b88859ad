import { createClient } from "../../src/ack/client.ts";
import { createReader } from "../../src/ack/reader.ts";
import type { ClusterReference } from "../../src/domain/cluster.ts";
import type { ChannelId } from "../../src/domain/ids.ts";
import { nextDelivery, usualPace } from "../../src/domain/watching/delivery.ts";
import type { Story } from "../../src/domain/watching/story.ts";
import type { Subscription } from "../../src/domain/watching/subscription.ts";
import type { Clock } from "../../src/engine/ports.ts";
import { createRegionFeed } from "../../src/engine/region-feed.ts";
import { createWatching } from "../../src/engine/watching.ts";
import { boltLogger } from "../../src/slack/app.ts";
import { createEditBudget, createPostBudget } from "../../src/slack/budget.ts";
import { createPosting } from "../../src/slack/posting.ts";
import { createStories } from "../../src/slack/stories.ts";
import { createWebClients } from "../../src/slack/web-clients.ts";
import { openWatched } from "../../src/store/watched.ts";
import { wordsOf } from "../../src/words/catalogue.ts";
import type { Region } from "../../src/sandbox/ack/region.ts";
import type { Workspace } from "../../src/sandbox/slack/options.ts";
import { silentLog } from "./silent-log.ts";

export interface WatchingBotOptions {
  readonly region: Region;
  readonly workspace: Workspace;
  readonly clusters: readonly ClusterReference[];
  readonly subscriptions: readonly Subscription[];
  readonly folder: string;
  readonly clock: Clock;
  /** How much faster than the real one this Slack is; the bot keeps to its limits. */
  readonly pace: number;
  /** Milliseconds of the clock between two looks. */
  readonly interval: number;
}

/** What a bot that lives in this process has seen and told, over all of its lives. */
export interface WatchingBot {
  /** Each story as it was written down last, whether or not it has left since. */
  stories(): readonly Story[];
  /** Which stories each message was to tell, and how many entries of each, by its channel and mark. */
  messages(): ReadonlyMap<string, ReadonlyMap<string, number>>;
  /** Whether each cluster was looked at: what is to be noticed has to come after it. */
  hasLooked(): boolean;
  /** Whether everything that is written down is told. */
  isIdle(): boolean;
  /** Ends in order, and another one begins. */
  restart(): Promise<void>;
  /** Ends as a process that is killed: nothing is written down from this moment on. */
  crash(): Promise<void>;
  stop(): Promise<void>;
}

/** What names a story among those of all clusters. */
export const nameOf = ({ cluster, key }: Pick<Story, "cluster" | "key">): string => `${cluster.id}/${key}`;

/** The part of the bot that looks at clusters and tells channels, on real sockets and a real folder, by a clock of the test's own. */
export async function startWatchingBot(options: WatchingBotOptions): Promise<WatchingBot> {
  const { region, workspace, folder, clock, pace, clusters, subscriptions, interval } = options;
  const stories = new Map<string, Story>();
  const messages = new Map<string, Map<string, number>>();

  function note(story: Story): void {
    stories.set(nameOf(story), story);
    for (const { channel, mark, told } of story.attempts) {
      const message = `${channel} ${mark}`;
      messages.set(message, (messages.get(message) ?? new Map<string, number>()).set(nameOf(story), told));
    }
  }

  async function live() {
    let alive = true;
    const stored = await openWatched(folder);
    const record: typeof stored = {
      ...stored,
      update: (cluster, change) =>
        stored.update(cluster, (known) => {
          if (!alive) throw new Error("the process is dead");
          const next = change(known);
          next?.stories.forEach(note);
          return next;
        }),
    };
    const slack = createWebClients(workspace.botToken, workspace.apiUrl, boltLogger(silentLog), () => {});
    const client = createClient(
      {
        endpoint: { protocol: "HTTP", host: region.endpoint },
        accessKey: { id: "key", secret: "secret", securityToken: null },
      },
      silentLog,
      { called() {}, regionAnswers() {} },
    );
    const cloud = createReader(client, { listed: clusters, regions: [] }, clock.elapsed);
    const telling = createStories({
      client: slack.posting,
      // Slack's time is this machine's.
      posting: createPosting({
        client: slack.posting,
        posts: createPostBudget({ posts: 1, milliseconds: 1_000 / pace }),
        now: () => Date.now(),
      }),
      edits: createEditBudget({ edits: 3, milliseconds: 4_000 / pace }),
      record,
      leads: () => alive,
      subscriptions: () => subscriptions,
      mention: null,
      words: wordsOf("en"),
      slash: "/pool",
      clock,
      log: silentLog,
    });
    const watching = createWatching({
      cloud,
      feed: createRegionFeed({ cloud, clock, log: silentLog }),
      book: record,
      recentOperations: async () => [],
      recheck: async () => {},
      told: telling.changed,
      cards: false,
      clock,
      log: silentLog,
      interval,
    });
    watching.start();
    telling.changed();
    return {
      record,
      async stop(within: number) {
        await watching.stop();
        await telling.stop(within);
      },
      async kill() {
        alive = false;
        await watching.stop();
        // What it had sent already arrives: nobody else begins before that.
        await telling.stop(lastly);
      },
    };
  }

  let present = await live();
  const channels = new Set<ChannelId>(subscriptions.map(({ channel }) => channel));
  return {
    stories: () => [...stories.values()],
    messages: () => messages,
    hasLooked: () => present.record.all().length === clusters.length,
    isIdle: () =>
      [...channels].every((channel) => {
        const kept = present.record.all().flatMap((each) => each.stories);
        const own = subscriptions.filter((each) => each.channel === channel);
        return nextDelivery(channel, kept, own, clock.now(), usualPace).kind === "nothing";
      }),
    async restart() {
      await present.stop(lastly);
      present = await live();
    },
    async crash() {
      await present.kill();
      present = await live();
    },
    stop: () => present.stop(lastly),
  };
}

/** Of the clock, long enough for whatever is on its way. */
const lastly = 24 * 3_600_000;
