import PQueue from "p-queue";
import { conductOf } from "../domain/change.ts";
import { type CloudReader, CloudError } from "../domain/cloud.ts";
import type { Cluster, ClusterReference } from "../domain/cluster.ts";
import type { ClusterId, Instant, OperationId, TaskId } from "../domain/ids.ts";
import type { NodePool } from "../domain/node-pool.ts";
import { type Observation, poolOf, reconcile, track } from "../domain/observation.ts";
import { hasEnded, type Operation, type OperationEvent } from "../domain/operation.ts";
import { untilNextLook } from "../domain/pace.ts";
import type { Task, TaskSummary } from "../domain/task.ts";
import type { EngineDependencies } from "./engine.ts";
import { lookForEvidence } from "./evidence.ts";
import { createPassing, momentOfLook, type Passing } from "./passing.ts";
import { createSubmissions, type Submissions } from "./submissions.ts";

/** Clusters that are looked at in parallel. */
const parallelClusters = 8;

interface RoundDependencies extends EngineDependencies {
  readonly apply: (id: OperationId, event: OperationEvent) => Promise<Operation | null>;
  readonly record: (id: OperationId, event: OperationEvent) => Promise<Operation | null>;
}

interface Rounds {
  /** Tells that an operation has moved, so that its cluster is looked at now instead of at the next poll. */
  nudge(operation: Operation): void;
  /** Tells that something that holds operations up may have gone. */
  nudgeAll(): Promise<void>;
  /** Looks at a cluster now. */
  look(cluster: ClusterId): void;
  start(): void;
  stop(): Promise<void>;
}

/**
 * Looks at each cluster in which something is under way, again and again, and moves its operations on by what is seen.
 * The cloud is asked by cluster: its pools and its task list, whatever the number of operations.
 */
export function createRounds(dependencies: RoundDependencies): Rounds {
  const { store, clock, log, pollInterval } = dependencies;
  const passing = createPassing<OperationId>(clock);
  /** What a step leads to is heard of at once: from then on time passes, whatever the clock is put to. */
  const heard =
    (step: RoundDependencies["apply"]): RoundDependencies["apply"] =>
    async (id, event) => {
      const present = await step(id, event);
      if (present !== null) momentOfLook(present, passing, clock);
      return present;
    };
  const steps = { ...dependencies, apply: heard(dependencies.apply), record: heard(dependencies.record) };
  const submissions = createSubmissions(steps);
  const queue = new PQueue({ concurrency: parallelClusters });
  const underWay = new Set<ClusterId>();
  const wanted = new Set<ClusterId>();
  /** Looks that are planned, and how to call them off. */
  const planned = new Map<ClusterId, () => void>();
  const failures = new Map<ClusterId, number>();
  let running = false;
  let cancelTimer = (): void => {};

  function look(cluster: ClusterId): void {
    if (!running) return;
    planned.get(cluster)?.();
    planned.delete(cluster);
    // One round of a cluster at a time; who asks meanwhile gets another one after it.
    if (underWay.has(cluster)) {
      wanted.add(cluster);
      return;
    }
    underWay.add(cluster);
    void queue.add(async () => {
      try {
        const seen = await round(steps, { submissions, passing }, cluster);
        failures.set(cluster, seen ? 0 : (failures.get(cluster) ?? 0) + 1);
      } catch (error) {
        failures.set(cluster, (failures.get(cluster) ?? 0) + 1);
        log.error({ err: error, cluster }, "round failed");
      } finally {
        underWay.delete(cluster);
        if (wanted.delete(cluster)) look(cluster);
        else await planNext(cluster);
      }
    });
  }

  /** Where the store cannot be read, the next look at all of it makes up for this. */
  async function planNext(cluster: ClusterId): Promise<void> {
    try {
      const present = await workIn(store, cluster);
      const wait = untilNextLook(present, pollInterval, failures.get(cluster) ?? 0, clock.now());
      if (wait === null) failures.delete(cluster);
      else planLook(cluster, wait);
    } catch (error) {
      log.error({ err: error, cluster }, "next look could not be planned");
    }
  }

  /** A little sooner or later each time, so that clusters do not come all at once. */
  function planLook(cluster: ClusterId, wait: number): void {
    if (!running || underWay.has(cluster) || planned.has(cluster)) return;
    planned.set(
      cluster,
      clock.after(wait * (0.9 + Math.random() / 5), () => look(cluster)),
    );
  }

  /** What time alone brings about, and clusters that nobody has planned a look at. */
  async function lookAtAll(): Promise<void> {
    const open = await store.carried();
    const ids = new Set(open.map(({ id }) => id));
    passing.keepOnly((id) => ids.has(id));
    await expire(dependencies, open);
    const work = open.filter(isWorkedOn);
    const clusters = new Set(work.map(clusterOf));
    for (const cluster of clusters) {
      const own = work.filter((operation) => clusterOf(operation) === cluster);
      const worth = untilNextLook(own, pollInterval, 0, clock.now()) !== null;
      if (worth) planLook(cluster, clusters.size > parallelClusters ? Math.random() * pollInterval : 0);
    }
  }

  function schedule(): void {
    if (!running) return;
    cancelTimer = clock.after(pollInterval, () => {
      lookAtAll()
        .catch((error: unknown) => log.error({ err: error }, "store cannot be read"))
        .finally(schedule);
    });
  }

  return {
    look,
    nudge(operation) {
      // What is approved can start; what has ended may have been in somebody's way.
      const { state } = operation;
      const steered = (state.stage === "running" || state.stage === "paused") && state.control?.sent === false;
      const lookedFor = operation.journal.at(-1)?.event.kind === "resolved";
      if (state.stage === "approved" || steered || lookedFor || hasEnded(operation)) look(clusterOf(operation));
    },
    async nudgeAll() {
      for (const cluster of new Set((await store.carried()).filter(isWorkedOn).map(clusterOf))) look(cluster);
    },
    start() {
      running = true;
      lookAtAll()
        .catch((error: unknown) => log.error({ err: error }, "store cannot be read"))
        .finally(schedule);
    },
    async stop() {
      running = false;
      cancelTimer();
      for (const cancel of planned.values()) cancel();
      planned.clear();
      queue.clear();
      await submissions.close();
    },
  };
}

function clusterOf(operation: Operation): ClusterId {
  return operation.plan.change.target.cluster.id;
}

function isWorkedOn({ state }: Operation): boolean {
  return ["approved", "waiting", "submitting", "unknown", "running", "paused"].includes(state.stage);
}

async function workIn({ carried }: RoundDependencies["store"], cluster: ClusterId): Promise<readonly Operation[]> {
  return (await carried()).filter((each) => isWorkedOn(each) && clusterOf(each) === cluster);
}

async function expire({ apply, clock }: RoundDependencies, open: readonly Operation[]): Promise<void> {
  const now = clock.now();
  const due = open.flatMap((operation) => {
    const kind = dueNow(operation, now);
    return kind === null ? [] : [{ id: operation.id, kind }];
  });
  await Promise.all(due.map(({ id, kind }) => apply(id, { kind })));
}

/** What time alone brings about in what waits for sign-off. */
function dueNow(
  { state, requestedAt, requirement }: Operation,
  now: number,
): "expired" | "agreed" | "escalated" | "reminded" | null {
  if (state.stage !== "awaiting-sign-off") return null;
  const passed = (now - requestedAt) / (state.until - requestedAt);
  if (passed >= 1) return requirement.veto ? "agreed" : "expired";
  if (passed >= 0.75 && requirement.escalateTo !== null) return "escalated";
  return passed >= 0.5 && !state.reminded && !requirement.veto ? "reminded" : null;
}

/** What one cluster shows at one moment. */
interface ClusterView {
  readonly cluster: Cluster;
  readonly pools: readonly NodePool[];
  readonly tasks: readonly TaskSummary[];
}

/** @returns whether the cluster could be looked at */
async function round(
  dependencies: RoundDependencies,
  { submissions, passing }: { readonly submissions: Submissions; readonly passing: Passing<OperationId> },
  clusterId: ClusterId,
): Promise<boolean> {
  const { store, cloud, apply, clock } = dependencies;
  const operations = await workIn(store, clusterId);
  const [first] = operations;
  if (first === undefined) return true;
  let view: ClusterView;
  try {
    view = await readCluster(cloud, first.plan.change.target.cluster, operations.flatMap(listedTask));
  } catch (error) {
    if (!(error instanceof CloudError)) throw error;
    await Promise.all(operations.map(({ id, state }) => apply(id, unseen(state.stage, error))));
    return false;
  }
  const evidenceOf = lookForEvidence(dependencies);
  for (const operation of operations.toSorted(byTurn)) {
    const { state } = operation;
    if (submissions.inFlight(operation.id)) continue;
    const seen = await observe({ cloud, evidenceOf }, operation, view, momentOfLook(operation, passing, clock)).catch(
      (error: unknown) => {
        if (error instanceof CloudError) return error;
        throw error;
      },
    );
    if (seen instanceof CloudError) {
      await apply(operation.id, unseen(state.stage, seen));
      continue;
    }
    if (state.stage === "submitting" || state.stage === "unknown") {
      const event = reconcile(operation, state, seen);
      if (event !== null) await apply(operation.id, event);
    } else if (state.stage === "running" || state.stage === "paused") {
      const present = await advance(dependencies, operation, seen);
      if (present !== null) await submissions.trySteer(present);
    } else {
      await submissions.trySubmit(operation, seen);
    }
  }
  return true;
}

/** Moves what runs on by all that one look tells of it; null: it cannot be moved any more. */
async function advance(
  dependencies: Pick<RoundDependencies, "apply">,
  operation: Operation,
  seen: Observation,
): Promise<Operation | null> {
  const { id, state } = operation;
  if (state.stage !== "running" && state.stage !== "paused") return operation;
  const event = track(operation, state, seen);
  if (event === null) return operation;
  const present = await dependencies.apply(id, event);
  // It may stand still where it has got to.
  return present !== null && event.kind === "progressed" ? advance(dependencies, present, seen) : present;
}

/** First come, first served: what was approved earlier gets the pool earlier. */
function byTurn(a: Operation, b: Operation): number {
  const since = ({ state, requestedAt }: Operation): number =>
    "since" in state ? (state.since ?? requestedAt) : requestedAt;
  return since(a) - since(b);
}

function unseen(stage: Operation["state"]["stage"], { code, detail }: CloudError): OperationEvent {
  return stage === "approved" || stage === "waiting"
    ? { kind: "held-up", by: { kind: "cloud", code, detail } }
    : { kind: "lost-sight", code, detail };
}

async function readCluster(
  cloud: CloudReader,
  reference: ClusterReference,
  wanted: readonly TaskId[],
): Promise<ClusterView> {
  const [cluster, pools, tasks] = await Promise.all([
    cloud.cluster(reference),
    cloud.nodePools(reference),
    tasksOf(cloud, reference, wanted),
  ]);
  return { cluster, pools, tasks };
}

/** Where the bot has no right to the list, each task is asked for by its id. */
async function tasksOf(
  cloud: CloudReader,
  reference: ClusterReference,
  wanted: readonly TaskId[],
): Promise<readonly TaskSummary[]> {
  try {
    return await cloud.tasks(reference, wanted);
  } catch (error) {
    if (error instanceof CloudError && ["not-found", "denied", "refused"].includes(error.failure)) return [];
    throw error;
  }
}

/** The task of which the list tells enough while it goes on; of an upgrade it never does. */
function listedTask({ state, plan }: Operation): readonly TaskId[] {
  const goesOn = state.stage === "running" || state.stage === "paused";
  return goesOn && state.taskId !== null && plan.change.kind !== "upgrade" ? [state.taskId] : [];
}

async function observe(
  { cloud, evidenceOf }: { readonly cloud: CloudReader; readonly evidenceOf: ReturnType<typeof lookForEvidence> },
  operation: Operation,
  { cluster, pools, tasks }: ClusterView,
  at: Instant,
): Promise<Observation> {
  const listed = poolOf(operation, pools);
  const { needsDescription } = conductOf(operation.plan.change);
  const pool = listed !== null && needsDescription ? await cloud.nodePool(listed) : listed;
  const [task, evidence] = await Promise.all([
    taskOf(cloud, operation, cluster, tasks),
    evidenceOf(operation.plan.change),
  ]);
  return { at, cluster, pool, tasks, task, evidence };
}

/**
 * An operation's task. The list of the cluster serves while it runs; in full it is read where it tells more: at the end,
 * where the list does not have it, and of an upgrade, of which a cluster has one at a time.
 */
async function taskOf(
  cloud: CloudReader,
  { state, plan }: Operation,
  cluster: Cluster,
  tasks: readonly TaskSummary[],
): Promise<Task | TaskSummary | null> {
  if (state.stage !== "running" && state.stage !== "paused") return null;
  const { taskId } = state;
  if (taskId === null) return null;
  const listed = tasks.find(({ id }) => id === taskId);
  const listTellsAll = plan.change.kind !== "upgrade" && (listed?.state === "running" || listed?.state === "paused");
  if (listTellsAll) return listed;
  try {
    return await cloud.task(cluster, taskId);
  } catch (error) {
    // The pool was read: what the list said of the task will do until the next look.
    if (error instanceof CloudError)
      return listed ?? { id: taskId, type: "", state: "running", created: null, error: null };
    throw error;
  }
}
