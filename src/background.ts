import type { Logger } from "pino";
import type { Configuration } from "./configuration/configuration.ts";
import { mentionOf } from "./configuration/notifications.ts";
import type { AuditLog, EndOfTerm, Operations, SubscriptionBook, Term } from "./store/store.ts";
import type { CloudReader } from "./domain/cloud.ts";
import type { Operation } from "./domain/operation.ts";
import type { Engine } from "./engine/engine.ts";
import { createInitiatives, type Initiatives } from "./engine/initiatives.ts";
import type { Clock, NodeReader } from "./engine/ports.ts";
import { createRegionFeed, type RegionFeed } from "./engine/region-feed.ts";
import { createWatching } from "./engine/watching.ts";
import { postAnchors } from "./slack/audit-anchor.ts";
import { createStories, type StoriesDependencies } from "./slack/stories.ts";
import type { Subscriptions } from "./slack/subscriptions.ts";
import type { Words } from "./words/catalogue.ts";

export interface BackgroundDependencies {
  readonly configuration: Configuration;
  readonly cloud: CloudReader;
  readonly nodes: NodeReader;
  readonly engine: Engine;
  readonly operations: Operations;
  readonly audit: Pick<AuditLog, "head">;
  readonly subscriptions: Pick<Subscriptions, "list"> & Pick<SubscriptionBook, "onChange">;
  readonly client: StoriesDependencies["client"];
  readonly posting: StoriesDependencies["posting"];
  readonly edits: StoriesDependencies["edits"];
  readonly words: Words;
  readonly slash: string;
  readonly clock: Clock;
  readonly log: Logger;
}

/** What one replica at a time does for all: it watches clusters, tells stories, looks for what ACK begins by itself, and anchors the audit log. */
export interface Background {
  /** Begins a term. Nothing of an earlier one is kept in memory. */
  begin(term: Term): Promise<EndOfTerm>;
}

/** Operations that are read at the start for what people have been asked already. */
const mostRemembered = 5_000;
/** Milliseconds that a message which is on its way to Slack gets when a term ends. */
const lastMessage = 5_000;

export function createBackground(dependencies: BackgroundDependencies): Background {
  const { configuration, cloud, engine, operations, subscriptions, client, posting, edits, words, slash, clock } =
    dependencies;
  const { log } = dependencies;
  const channels = initiativeChannels(configuration);
  if (channels === null) {
    log.warn("what ACK begins by itself has no channel: set channels.approvals or channels.notifications");
  }
  let present: { follow(operation: Operation): void; tellNews(): void } | null = null;
  engine.onChange((operation) => present?.follow(operation));
  subscriptions.onChange(() => present?.tellNews());

  function openInitiatives(wanted: NonNullable<typeof channels>, feed: RegionFeed): Initiatives {
    return createInitiatives({
      cloud,
      feed,
      nodes: dependencies.nodes,
      engine,
      operations: {
        past: async (since) => (await operations.past({ about: null, since, limit: mostRemembered })).operations,
        recent: operations.recent,
      },
      alone: operations.alone,
      rules: configuration,
      channels: wanted,
      settings: configuration.initiatives,
      clock,
      log: log.child({ part: "initiatives" }),
    });
  }

  function beginAnchors(): () => void {
    const { audit: channel } = configuration.channels;
    if (channel === null) return () => {};
    const { head } = dependencies.audit;
    return postAnchors({ posting, channel, head, words, after: clock.after, log: log.child({ part: "audit" }) });
  }

  return {
    async begin({ watched, lasts }) {
      const news = log.child({ part: "news" });
      const stories = createStories({
        client,
        posting,
        edits,
        record: watched,
        leads: lasts,
        subscriptions: subscriptions.list,
        mention: mentionOf(configuration),
        words,
        slash,
        clock,
        log: news,
      });
      const feed = createRegionFeed({ cloud, clock, log: news });
      const watching = createWatching({
        cloud,
        feed,
        book: watched,
        recentOperations: operations.recent,
        recheck: engine.recheck,
        told: stories.changed,
        cards: channels !== null,
        clock,
        log: news,
        interval: configuration.pollInterval,
      });
      const initiatives = channels === null ? null : openInitiatives(channels, feed);
      const stopAnchors = beginAnchors();
      present = {
        follow(operation) {
          initiatives?.follow(operation);
          watching.follow(operation);
        },
        tellNews: stories.changed,
      };
      initiatives?.start();
      watching.start();
      stories.changed();
      return async () => {
        present = null;
        stopAnchors();
        await Promise.all([initiatives?.stop(), watching.stop()]);
        await stories.stop(lastMessage);
      };
    },
  };
}

/** Where cards of what ACK begins by itself go; null: nowhere, so that none are made. */
function initiativeChannels({
  channels: { approvals, notifications },
}: Configuration): Parameters<typeof createInitiatives>[0]["channels"] | null {
  const news = notifications[0]?.channel ?? approvals;
  return news === null ? null : { decisions: approvals ?? news, news };
}
