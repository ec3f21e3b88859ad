import { minutesToMilliseconds } from "date-fns";
import PQueue from "p-queue";
import { type CloudReader, CloudError, ifKnown } from "../domain/cloud.ts";
import type { ClusterReference } from "../domain/cluster.ts";
import type { ClusterId, NodePoolId } from "../domain/ids.ts";
import { hasEnded, type Operation } from "../domain/operation.ts";
import { eventsSince } from "../domain/watching/events.ts";
import type { Memory, Sight, Watched } from "../domain/watching/memory.ts";
import { notice } from "../domain/watching/notice.ts";
import { mayBeUnwell } from "../domain/watching/pool-health.ts";
import { type Happening, type Story, tellStories } from "../domain/watching/story.ts";
import { tasksSince, tasksToDescribe } from "../domain/watching/tasks.ts";
import type { Clock, EngineLog, WatchBook } from "./ports.ts";
import type { RegionFeed } from "./region-feed.ts";

export interface WatchingDependencies {
  readonly cloud: CloudReader;
  readonly feed: RegionFeed;
  readonly book: WatchBook;
  /** Those that have not ended, and those that ended lately, whichever replica carries them. */
  readonly recentOperations: () => Promise<readonly Operation[]>;
  /** Voids what waits for sign-off and rests on what is no longer so. */
  readonly recheck: (cluster: ClusterId, pools: ReadonlySet<NodePoolId>) => Promise<void>;
  /** Called when something new is written down. */
  readonly told: (watched: Watched) => void;
  /** Whether what ACK begins by itself gets cards. */
  readonly cards: boolean;
  readonly clock: Clock;
  readonly log: EngineLog;
  /** Milliseconds between two looks at a cluster in which something moves. */
  readonly interval: number;
}

/** Looks at every cluster, whether or not an operation of ours is under way there, and writes down what is new. */
export interface Watching {
  /** Takes notice of an operation of ours: what it does is not told as somebody else's doing. */
  follow(operation: Operation): void;
  start(): void;
  stop(): Promise<void>;
}

/** Where nothing moves, looks are further apart, up to so many intervals. */
const slowest = 6;
const parallelClusters = 4;
/** A look that found nothing is written down all the same after so long, for its cursors. */
const cursorsKept = minutesToMilliseconds(10);
/** Longest time for which a list of a region serves, in milliseconds: well within the overlap of the event cursor. */
const regionKept = minutesToMilliseconds(5);
/** What is looked at rarely, a pool at a time; in intervals. */
const rarely = { nodes: 30, vulnerabilities: 2_160 };
const mostStories = 500;

interface Watch {
  readonly cluster: ClusterReference;
  due: number;
  pace: number;
  busy: boolean;
  /** As of the last look, which may be newer than what is written down. */
  memory: Memory | null;
  readonly lookedAtNodes: Map<NodePoolId, number>;
  readonly lookedAtVulnerabilities: Map<NodePoolId, number>;
}

export function createWatching(dependencies: WatchingDependencies): Watching {
  const { cloud, book, clock, log, interval } = dependencies;
  const watches = new Map<ClusterId, Watch>();
  const queue = new PQueue({ concurrency: parallelClusters });
  let running = false;
  let cancelTimer = (): void => {};

  async function look(watch: Watch): Promise<void> {
    const known = watch.memory;
    const sight = await see(dependencies, watch);
    const { memory, happenings } = notice(known, sight, await dependencies.recentOperations(), dependencies.cards);
    const moved = poolsMoved(happenings);
    // Before anybody is told: whoever is about to approve must not learn of it later than the channel.
    if (moved.size > 0) await dependencies.recheck(watch.cluster.id, moved);
    if (happenings.length > 0 || isWorthWriting(book.find(watch.cluster.id)?.memory ?? null, memory)) {
      await book.update(watch.cluster.id, (stored) => record(watch.cluster, memory, happenings, stored));
    }
    watch.memory = memory;
    const stored = book.find(watch.cluster.id);
    if (happenings.length > 0 && stored !== null) {
      log.info({ cluster: watch.cluster.id, happenings: happenings.length }, "something was noticed");
      dependencies.told(stored);
    }
    const quiet = happenings.length === 0 && Object.values(memory.pools).every(({ state }) => state === "active");
    watch.pace = quiet ? Math.min(watch.pace * 1.5, interval * slowest) : interval;
  }

  function begin(watch: Watch): void {
    watch.busy = true;
    void queue.add(async () => {
      try {
        if (running) await look(watch);
      } catch (error) {
        if (!(error instanceof CloudError)) log.error({ err: error, cluster: watch.cluster.id }, "look failed");
        else log.warn({ cluster: watch.cluster.id, action: error.action, code: error.code }, "cluster was not seen");
        watch.pace = Math.min(watch.pace * 2, interval * slowest);
      } finally {
        watch.due = clock.elapsed() + watch.pace;
        watch.busy = false;
      }
    });
  }

  async function tick(): Promise<void> {
    const clusters = await cloud.clusters();
    for (const [index, cluster] of clusters.entries()) {
      if (watches.has(cluster.id)) continue;
      // Spread in time, so that many clusters do not ask at once.
      const due = clock.elapsed() + Math.floor((interval * index) / clusters.length);
      const memory = book.find(cluster.id)?.memory ?? null;
      watches.set(cluster.id, {
        cluster,
        due,
        pace: interval,
        busy: false,
        memory,
        lookedAtNodes: new Map(),
        lookedAtVulnerabilities: new Map(),
      });
    }
    for (const watch of watches.values()) {
      const listed = clusters.some(({ id }) => id === watch.cluster.id);
      if (listed && !watch.busy && watch.due <= clock.elapsed()) begin(watch);
    }
  }

  function schedule(): void {
    if (!running) return;
    cancelTimer = clock.after(Math.max(100, interval / 4), () => {
      tick()
        .catch((error: unknown) => log.warn({ err: error }, "clusters could not be listed"))
        .finally(schedule);
    });
  }

  return {
    follow(operation) {
      if (!hasEnded(operation)) return;
      // Looked at now, so that what it did is remembered as its work, whatever happens to this process.
      const watch = watches.get(operation.plan.change.target.cluster.id);
      if (watch !== undefined) watch.due = clock.elapsed();
    },
    start() {
      running = true;
      schedule();
    },
    async stop() {
      running = false;
      cancelTimer();
      queue.clear();
      await queue.onIdle();
    },
  };
}

/** Pools of which something moved that a plan may rest on. */
function poolsMoved(happenings: readonly Happening[]): ReadonlySet<NodePoolId> {
  const kinds: ReadonlySet<string> = new Set(["configuration", "scaling", "upgrade", "deletion"]);
  return new Set(
    happenings.flatMap(({ story: { kind, pool } }) => (kinds.has(kind) && pool !== null ? [pool.id] : [])),
  );
}

/** What is written down is compared without its moment: a look at which nothing is new costs no write. */
function isWorthWriting(stored: Memory | null, next: Memory): boolean {
  if (stored === null || next.at - stored.at >= cursorsKept) return true;
  const facts = ({ pools, tasks, plans }: Memory): string => JSON.stringify([pools, tasks, plans]);
  return facts(stored) !== facts(next);
}

function record(
  { id, name, region }: ClusterReference,
  memory: Memory,
  happenings: readonly Happening[],
  stored: Watched | null,
): Watched {
  const context = { cluster: { id, name, region }, noticedAt: memory.at };
  return { cluster: id, memory, stories: bounded(tellStories(stored?.stories ?? [], happenings, context)) };
}

/** Where nobody can be told for long, what ended first gives way. */
function bounded(stories: readonly Story[]): readonly Story[] {
  const excess = stories.length - mostStories;
  if (excess <= 0) return stories;
  const dropped = new Set(stories.filter(({ closed }) => closed).slice(0, excess));
  return stories.filter((each) => !dropped.has(each)).slice(-mostStories);
}

/** One look at a cluster: its pools and its tasks; the rest from what is read for the whole region, or rarely. */
async function see({ cloud, feed, clock, interval }: WatchingDependencies, watch: Watch): Promise<Sight> {
  const { cluster, memory } = watch;
  const at = clock.now();
  const [pools, listed] = await Promise.all([
    cloud.nodePools(cluster),
    tasksOf(cloud, cluster, tasksSince(memory?.at ?? at)),
  ]);
  const described = await Promise.all(
    tasksToDescribe(memory, listed ?? []).map(async (id) => ({
      id,
      // Not seen is not lost: it is asked for again at the next look.
      found: await cloud.task(cluster, id).catch((error: unknown) => {
        if (error instanceof CloudError) return undefined;
        throw error;
      }),
    })),
  );
  const inFull = described.flatMap(({ found }) => found ?? []);
  const fullIds = new Set(inFull.map(({ id }) => id));
  const within = Math.min(interval * slowest, regionKept);
  // Whose work a new task is, is told by plans that were read after it.
  const isNew = inFull.some(({ id }) => memory?.tasks[id] === undefined);
  const [plans, events] = await Promise.all([
    ifKnown(feed.plans(cluster.region, isNew ? 0 : within)),
    ifKnown(feed.events(cluster.region, eventsSince(memory, at), within)),
  ]);
  const isHere = (each: { readonly cluster: ClusterId | null }): boolean => each.cluster === cluster.id;
  const suspicious = pools.filter((pool) => mayBeUnwell(pool) || memory?.pools[pool.id]?.open.degraded !== undefined);
  const nodesOf = new Set([...suspicious, ...inTurn(pools, watch.lookedAtNodes, at, interval * rarely.nodes)]);
  const vulnerabilitiesOf = inTurn(pools, watch.lookedAtVulnerabilities, at, interval * rarely.vulnerabilities);
  return {
    at,
    cluster,
    pools,
    tasks: listed === null ? null : [...listed.filter(({ id }) => !fullIds.has(id)), ...inFull],
    lostTasks: described.filter(({ found }) => found === null).map(({ id }) => id),
    plans: plans?.filter(isHere) ?? null,
    events: events?.filter(isHere) ?? null,
    nodes: await byPool([...nodesOf], (pool) => cloud.nodes(pool)),
    vulnerabilities: await byPool(vulnerabilitiesOf, (pool) => cloud.vulnerabilities(pool)),
  };
}

/** null: the bot has no right to the list. */
async function tasksOf(
  cloud: CloudReader,
  cluster: ClusterReference,
  since: number,
): Promise<Awaited<ReturnType<CloudReader["tasksSince"]>>["items"] | null> {
  try {
    return (await cloud.tasksSince(cluster, since)).items;
  } catch (error) {
    if (error instanceof CloudError && ["not-found", "denied", "refused"].includes(error.failure)) return null;
    throw error;
  }
}

/** The pool whose turn it is, if any: one at a look. */
function inTurn<Pool extends { readonly id: NodePoolId }>(
  pools: readonly Pool[],
  lookedAt: Map<NodePoolId, number>,
  at: number,
  every: number,
): readonly Pool[] {
  const last = ({ id }: Pool): number => lookedAt.get(id) ?? 0;
  const [next] = pools.filter((pool) => at - last(pool) >= every).toSorted((one, other) => last(one) - last(other));
  if (next !== undefined) lookedAt.set(next.id, at);
  return next === undefined ? [] : [next];
}

async function byPool<Pool extends { readonly id: NodePoolId }, Value>(
  pools: readonly Pool[],
  read: (pool: Pool) => Promise<Value>,
): Promise<ReadonlyMap<NodePoolId, Value>> {
  const found = await Promise.all(pools.map(async (pool) => [pool.id, await ifKnown(read(pool))] as const));
  return new Map(found.flatMap(([id, value]) => (value === null ? [] : [[id, value] as const])));
}
