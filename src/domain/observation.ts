import { minutesToMilliseconds, secondsToMilliseconds } from "date-fns";
import { basisOf, type Change } from "./change.ts";
import type { Cluster } from "./cluster.ts";
import { type Freeze, freezeOver } from "./freeze.ts";
import type { Instant } from "./ids.ts";
import { idleState, type NodePool } from "./node-pool.ts";
import { occupiesPool, type Operation, type OperationEvent, type StateOf } from "./operation.ts";
import { driftOf } from "./plan.ts";
import type { Progress } from "./progress.ts";
import type { Task, TaskSummary } from "./task.ts";

/** What the cloud shows of an operation's pool at one moment. */
export interface Observation {
  readonly at: Instant;
  readonly cluster: Cluster;
  /** null: the pool does not exist any more. */
  readonly pool: NodePool | null;
  /** Newest tasks of the cluster; what is missing here is not known to be over. */
  readonly tasks: readonly TaskSummary[];
  /** The operation's own task; null where there is none, or ACK has forgotten it. */
  readonly task: Task | TaskSummary | null;
}

/** What may go before an approved operation is submitted: `submit`, or what happens instead. */
export type Clearance = "submit" | Extract<OperationEvent, { readonly kind: "held-up" | "drifted" }>;

/**
 * Whether an approved operation may be submitted now. What is in the way is looked at before what has drifted: a
 * pool that is being worked on is about to move anyway.
 * @param others the operations of the same cluster that have not ended
 */
export function clear(
  operation: Operation,
  { cluster, pool, at }: Observation,
  others: readonly Operation[],
  freezes: readonly Freeze[],
): Clearance {
  const { change, basis } = operation.plan;
  if (pool === null) {
    const gone = { fact: "pool", planned: change.target.name, present: "none" };
    return { kind: "drifted", differences: [gone] };
  }
  const ahead = others.find(
    (other) => other.id !== operation.id && occupiesPool(other) && other.plan.change.target.id === change.target.id,
  );
  if (ahead !== undefined) return { kind: "held-up", by: { kind: "operation", id: ahead.id } };
  const freeze = freezeOver(freezes, change, at);
  if (freeze !== null) return { kind: "held-up", by: { kind: "freeze", name: freeze.name, until: freeze.to } };
  if (pool.state !== idleState) return { kind: "held-up", by: { kind: "pool-state", state: pool.state } };
  const upgrade = others.find(
    (other) => other.id !== operation.id && occupiesPool(other) && other.plan.change.kind === "upgrade",
  );
  if (change.kind === "upgrade" && upgrade !== undefined) {
    return {
      kind: "held-up",
      by: { kind: "cluster-upgrade", pool: upgrade.plan.change.target.name },
    };
  }
  const differences = driftOf(basis, basisOf(change, pool, cluster));
  return differences.length > 0 ? { kind: "drifted", differences } : "submit";
}

/** ACK's lists run up to 10 seconds behind its writes; a pool's counts run behind its tasks by minutes. */
const lookAgainFor = { submission: minutesToMilliseconds(1), settling: minutesToMilliseconds(5) };
/** The cloud's clock and ours may differ by so much. */
const clockTolerance = minutesToMilliseconds(1);

/**
 * What became of a call to ACK that nobody got an answer to: its process died, or the answer was lost. null: it does not
 * show yet. A size is set, not added, so that it may be set again; an upgrade is never started twice.
 */
export function reconcile(
  { plan: { change } }: Operation,
  state: StateOf<"submitting">,
  { at, pool, tasks }: Observation,
): OperationEvent | null {
  if (pool === null) return { kind: "failed", problem: { kind: "pool-gone" } };
  const overdue = at - state.since > lookAgainFor.submission;
  const recent = tasks.filter((task) => task.created !== null && task.created >= state.since - clockTolerance);
  const unknown: OperationEvent = {
    kind: "failed",
    problem: {
      kind: "outcome-unknown",
      detail: state.unclear ?? "the process stopped while the call was made",
    },
  };
  if (change.kind === "upgrade") {
    const task = recent.find((candidate) => candidate.type.includes("upgrade"));
    if (task !== undefined) return { kind: "started", taskId: task.id, requestId: null };
    if (pool.state === "upgrading") return { kind: "started", taskId: null, requestId: null };
    return overdue ? unknown : null;
  }
  if (pool.sizing.desiredSize === change.to) {
    const task = recent.find((candidate) => candidate.type.includes("scale"));
    return { kind: "started", taskId: task?.id ?? null, requestId: null };
  }
  if (!overdue) return null;
  if (pool.sizing.desiredSize !== change.from) return unknown;
  return pool.state === idleState ? { kind: "not-submitted", detail: "the size is still the old one" } : null;
}

/** How often a card is brought up to date while nothing but time moves, in milliseconds. */
const heartbeat = secondsToMilliseconds(30);

/** What a look at the cloud says of an operation that runs or is paused; null: nothing new. */
export function track(
  operation: Operation,
  state: StateOf<"running" | "paused">,
  seen: Observation,
): OperationEvent | null {
  const { pool, task, at } = seen;
  if (pool === null) return { kind: "failed", problem: { kind: "pool-gone" } };
  const now = progressOf(operation, state.progress, pool, task, at);
  switch (task?.state) {
    case "failed": {
      const { code, message } = task.error ?? { code: "unknown", message: "" };
      return {
        kind: "failed",
        problem: { kind: "task-failed", code, detail: message, nodes: failedNodes(task) },
      };
    }
    case "cancelled":
      return state.progress.done === now.done ? { kind: "cancelled" } : { kind: "progressed", progress: now };
    case "paused":
      return state.stage === "running" ? { kind: "paused" } : moved(state, now, at);
    case "running":
      return state.stage === "paused" ? { kind: "resumed" } : moved(state, now, at);
    case "succeeded":
    case undefined:
      return afterTask(operation, state, now, seen, pool);
  }
}

/** The task is over or unknown: the pool itself has to show the wanted state. */
function afterTask(
  { plan: { change } }: Operation,
  state: StateOf<"running" | "paused">,
  now: Progress,
  { task, at }: Observation,
  pool: NodePool,
): OperationEvent | null {
  if (pool.state !== idleState) return moved(state, now, at);
  const failed = task === null ? [] : failedNodes(task);
  if (failed.length > 0) return { kind: "failed", problem: { kind: "nodes-failed", nodes: failed } };
  if (change.kind === "upgrade") {
    if (task !== null) return { kind: "succeeded", nodes: now.total };
  } else if (pool.nodes.total === change.to && pool.nodes.initial === 0 && pool.nodes.removing === 0) {
    return { kind: "succeeded", nodes: pool.nodes.serving };
  }
  const since = state.progress.settlingSince;
  if (since === null) return { kind: "progressed", progress: { ...now, settlingSince: at } };
  if (at - since < lookAgainFor.settling) return moved(state, { ...now, settlingSince: since }, at);
  if (task === null || change.kind === "upgrade") {
    return { kind: "failed", problem: { kind: "task-lost", taskId: state.taskId } };
  }
  return {
    kind: "failed",
    problem: { kind: "size-not-reached", wanted: change.to, present: pool.nodes.total },
  };
}

function moved(state: StateOf<"running" | "paused">, now: Progress, at: Instant): OperationEvent | null {
  const before = state.progress;
  const same =
    state.trouble === null &&
    before.done === now.done &&
    before.failed === now.failed &&
    before.stage === now.stage &&
    at - before.seenAt < heartbeat;
  return same ? null : { kind: "progressed", progress: now };
}

function progressOf(
  { plan: { change, effect } }: Operation,
  before: Progress,
  pool: NodePool,
  task: Task | TaskSummary | null,
  at: Instant,
): Progress {
  const results = task !== null && "results" in task ? task.results : [];
  return {
    done: Math.min(effect.nodes, Math.max(0, nodesDone(change, before, pool, results))),
    total: effect.nodes,
    failed: results.filter((result) => result.outcome === "failed").length,
    stage: task !== null && "stage" in task ? task.stage : before.stage,
    seenAt: at,
    settlingSince: before.settlingSince,
  };
}

function nodesDone(change: Change, before: Progress, pool: NodePool, results: Task["results"]): number {
  switch (change.kind) {
    case "scale-out":
      return pool.nodes.total - pool.nodes.initial - change.from;
    case "scale-in":
      return change.from - pool.nodes.total;
    case "upgrade":
      // A look at the list alone does not tell about nodes: what was known stays.
      return Math.max(before.done, results.filter((result) => result.outcome === "succeeded").length);
  }
}

function failedNodes(task: Task | TaskSummary): readonly string[] {
  if (!("results" in task)) return [];
  return task.results.filter((result) => result.outcome === "failed").map((result) => result.item);
}
