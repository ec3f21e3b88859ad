import { hoursToMilliseconds, minutesToMilliseconds, secondsToMilliseconds } from "date-fns";
import { grantOf } from "./break-glass.ts";
import { conductOf } from "./change.ts";
import type { Outlook } from "./changes/conduct.ts";
import { type Evidence, taskOfPlan } from "./changes/evidence.ts";
import { findTarget, poolIdOf, poolNameOf, sameTarget, targetName } from "./changes/target.ts";
import type { Cluster } from "./cluster.ts";
import { type Freeze, freezeOver } from "./freeze.ts";
import type { Instant } from "./ids.ts";
import { brokenStates, idleState, type NodePool } from "./node-pool.ts";
import { nextOpening } from "./window.ts";
import { type Obstacle, occupiesTarget, type Operation, type OperationEvent, type StateOf } from "./operation.ts";
import { driftOf } from "./plan.ts";
import type { Progress } from "./progress.ts";
import type { Task, TaskSummary } from "./task.ts";

/** What the cloud shows of an operation's target at one moment. */
export interface Observation {
  readonly at: Instant;
  readonly cluster: Cluster;
  /** null: the pool does not exist (any more, or yet), or the operation is about the cluster. */
  readonly pool: NodePool | null;
  /** Newest tasks of the cluster; what is missing here is not known to be over. */
  readonly tasks: readonly TaskSummary[];
  /** The operation's own task; null where there is none, or ACK has forgotten it. */
  readonly task: Task | TaskSummary | null;
  /** What its kind of change asked to see beside these. */
  readonly evidence: Evidence;
}

/** The operation's pool among those of its cluster. */
export function poolOf(operation: Operation, pools: readonly NodePool[]): NodePool | null {
  return findTarget(operation.plan.change.target, pools);
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
  { cluster, pool, at, evidence }: Observation,
  others: readonly Operation[],
  freezes: readonly Freeze[],
): Clearance {
  const { change, basis } = operation.plan;
  const conduct = conductOf(change);
  if (pool === null && poolIdOf(change.target) !== null) {
    const gone = { fact: "pool", planned: targetName(change.target), present: "none" };
    return { kind: "drifted", differences: [gone] };
  }
  const situation = { cluster, pool, evidence };
  const drift = (): Clearance | null => {
    const differences = driftOf(basis, conduct.basis(situation));
    return differences.length > 0 ? { kind: "drifted", differences } : null;
  };
  // What ACK does by itself waits for nobody: only its own time counts.
  if (change.kind === "automated-plan") {
    const turn = conduct.waitsFor(situation);
    return drift() ?? (turn === null ? "submit" : { kind: "held-up", by: turn });
  }
  const occupying = others.filter((other) => other.id !== operation.id && occupiesTarget(other));
  const ahead = occupying.find((other) => sameTarget(other.plan.change.target, change.target));
  if (ahead !== undefined) return { kind: "held-up", by: { kind: "operation", id: ahead.id } };
  // Whoever broke the glass answers for it afterwards: only what stands in its way at ACK holds it up.
  const mayWait = grantOf(operation) === null;
  const freeze = mayWait && conduct.waitsForFreeze ? freezeOver(freezes, change, at) : null;
  if (freeze !== null) return { kind: "held-up", by: { kind: "freeze", name: freeze.name, until: freeze.to } };
  const { notBefore } = operation.plan;
  if (mayWait && notBefore !== null && at < notBefore) {
    return { kind: "held-up", by: { kind: "not-before", until: notBefore } };
  }
  const closed = mayWait && operation.requirement.inWindow ? closedWindow(cluster, at) : null;
  if (closed !== null) return { kind: "held-up", by: closed };
  if (pool !== null && poolIdOf(change.target) !== null && !startsIn(conduct, pool)) {
    return { kind: "held-up", by: { kind: "pool-state", state: pool.state } };
  }
  const upgrade =
    change.kind === "upgrade" ? occupying.find((other) => other.plan.change.kind === "upgrade") : undefined;
  if (upgrade !== undefined) {
    const busy = poolNameOf(upgrade.plan.change.target) ?? upgrade.id;
    return { kind: "held-up", by: { kind: "cluster-upgrade", pool: busy } };
  }
  return drift() ?? "submit";
}

/** Whether a pool is in a state in which a change of it can begin. */
export function startsIn(
  { startsIn: states }: Pick<ReturnType<typeof conductOf>, "startsIn">,
  { state }: Pick<NodePool, "state">,
): boolean {
  return states === null || states.includes(state);
}

/** What holds up what has to run in the maintenance window; null: it is open. Without a window nothing of the kind runs. */
function closedWindow(
  { maintenanceWindow }: Cluster,
  at: Instant,
): Extract<Obstacle, { readonly kind: "window" }> | null {
  const opening = maintenanceWindow === null ? null : nextOpening(maintenanceWindow, at);
  if (opening !== null && opening.from <= at) return null;
  return { kind: "window", opens: opening?.from ?? null };
}

/** ACK's lists run up to 10 seconds behind its writes; a pool's counts run behind its tasks by minutes. */
const lookAgainFor = { submission: minutesToMilliseconds(1), settling: minutesToMilliseconds(5) };
/** What nobody said anything about for so long is given up: the card must not wait for ever. */
const answerWithin = hoursToMilliseconds(24);
/** The cloud's clock and ours may differ by so much. */
const clockTolerance = minutesToMilliseconds(1);

/**
 * What became of a call to ACK that nobody got an answer to: its process died, or the answer was lost. null: it does not
 * show yet. Only what may be repeated is ever sent again, and only where the cloud still is as it was planned on.
 */
export function reconcile(
  { plan: { change, basis } }: Operation,
  state: StateOf<"submitting" | "unknown">,
  { at, cluster, pool, tasks, evidence }: Observation,
): OperationEvent | null {
  const conduct = conductOf(change);
  const situation = { cluster, pool, evidence };
  if (pool === null && poolIdOf(change.target) !== null && !conduct.taken(situation)) {
    return { kind: "failed", problem: { kind: "pool-gone" } };
  }
  const task = tasks.find(
    ({ created, type }) =>
      created !== null &&
      created >= state.since - clockTolerance &&
      conduct.taskTypes.some((part) => type.includes(part)),
  );
  const drifted = driftOf(basis, conduct.basis(situation)).length > 0;
  if (conduct.taken(situation) || (!conduct.repeatable && task !== undefined)) {
    return { kind: "started", taskId: taskOfPlan(evidence) ?? task?.id ?? null, requestId: null };
  }
  if (pool !== null && pool.state === conduct.workingState) return { kind: "started", taskId: null, requestId: null };
  if (state.stage === "unknown") {
    const over = at - state.noticed > answerWithin;
    return over ? { kind: "resolved", resolution: "give-up", by: null } : null;
  }
  if (at - state.since <= lookAgainFor.submission) return null;
  if (!conduct.repeatable || drifted) {
    return { kind: "outcome-unknown", detail: state.unclear };
  }
  const idle = pool === null || startsIn(conduct, pool);
  return idle ? { kind: "not-submitted", detail: null } : null;
}

/** How often a card is brought up to date while nothing but time moves, in milliseconds. */
const heartbeat = secondsToMilliseconds(30);

/**
 * What a look at the cloud says of an operation that runs or is paused, one thing after the other: how far it is before that it stands
 * still or ends there, so that asked again once it is told, the same look may tell more. null: nothing new.
 */
export function track(
  operation: Operation,
  state: StateOf<"running" | "paused">,
  seen: Observation,
): OperationEvent | null {
  const { task, at } = seen;
  const now = progressOf(operation, state.progress, seen);
  const outlook = conductOf(operation.plan.change).outlook(seen, { since: state.since, at });
  if (outlook !== null && (task === null || (task.state !== "failed" && outlook.kind !== "working"))) {
    return byOutlook(outlook, state, now, at);
  }
  switch (task?.state) {
    case "failed": {
      const { code, message } = task.error ?? { code: "unknown", message: "" };
      return {
        kind: "failed",
        problem: { kind: "task-failed", code, detail: message, nodes: failedNodes(task) },
      };
    }
    case "cancelled":
      return isAsFar(state.progress, now) ? { kind: "cancelled" } : { kind: "progressed", progress: now };
    case "paused":
      return state.stage === "running" && isAsFar(state.progress, now) ? { kind: "paused" } : moved(state, now, at);
    case "running":
      return state.stage === "paused" ? { kind: "resumed" } : moved(state, now, at);
    case "succeeded":
    case undefined:
      return afterTask(operation, state, now, seen);
  }
}

/** What kinds of change that are followed by something else than a task say of themselves. */
function byOutlook(
  outlook: Outlook,
  state: StateOf<"running" | "paused">,
  now: Progress,
  at: Instant,
): OperationEvent | null {
  switch (outlook.kind) {
    case "working": {
      const progress = { ...now, settlingSince: null };
      // What looked over and is not has its whole time again.
      return state.progress.settlingSince === null ? moved(state, progress, at) : { kind: "progressed", progress };
    }
    case "reached":
      return { kind: "succeeded", nodes: now.total };
    case "cancelled":
      return { kind: "cancelled" };
    case "failed":
      return { kind: "failed", problem: outlook.problem };
    case "settling": {
      const since = state.progress.settlingSince;
      if (since === null) return { kind: "progressed", progress: { ...now, settlingSince: at } };
      if (at - since >= outlook.within) return { kind: "failed", problem: outlook.otherwise };
      return moved(state, { ...now, settlingSince: since }, at);
    }
  }
}

/** The task is over or unknown: the target itself has to show the wanted state. */
function afterTask(
  { plan: { change } }: Operation,
  state: StateOf<"running" | "paused">,
  now: Progress,
  { task, at, cluster, pool, evidence }: Observation,
): OperationEvent | null {
  const conduct = conductOf(change);
  const reached = conduct.endsAtOnce || (conduct.reached({ cluster, pool, evidence }) ?? task !== null);
  if (pool === null) {
    if (reached) return { kind: "succeeded", nodes: now.total };
    if (poolIdOf(change.target) !== null) return { kind: "failed", problem: { kind: "pool-gone" } };
  } else {
    if (brokenStates.has(pool.state)) return { kind: "failed", problem: { kind: "pool-broken", state: pool.state } };
    if (pool.state !== idleState) return moved(state, now, at);
    const failed = task === null ? [] : failedNodes(task);
    if (failed.length > 0) return { kind: "failed", problem: { kind: "nodes-failed", nodes: failed } };
    if (reached) return { kind: "succeeded", nodes: nodesAtEnd(change, pool, now) };
  }
  const since = state.progress.settlingSince;
  // A moment ahead is one of a clock that was put back since.
  if (since === null || since > at) return { kind: "progressed", progress: { ...now, settlingSince: at } };
  if (at - since < lookAgainFor.settling) return moved(state, { ...now, settlingSince: since }, at);
  if (task === null) return { kind: "failed", problem: { kind: "task-lost", taskId: state.taskId } };
  if (change.kind === "scale-out" || change.kind === "scale-in") {
    return {
      kind: "failed",
      problem: { kind: "size-not-reached", wanted: change.to, present: pool?.nodes.total ?? 0 },
    };
  }
  return { kind: "failed", problem: { kind: "not-reached" } };
}

/** What the end of an operation counts: nodes in service where the size was the point, else nodes worked on. */
function nodesAtEnd({ kind }: Operation["plan"]["change"], pool: NodePool, now: Progress): number {
  const counts = kind === "scale-out" || kind === "scale-in" || kind === "create" || kind === "clone";
  return counts ? pool.nodes.serving : now.total;
}

function moved(state: StateOf<"running" | "paused">, now: Progress, at: Instant): OperationEvent | null {
  const before = state.progress;
  const same =
    state.trouble === null && isAsFar(before, now) && before.stage === now.stage && at - before.seenAt < heartbeat;
  return same ? null : { kind: "progressed", progress: now };
}

function isAsFar(before: Progress, now: Progress): boolean {
  return before.done === now.done && before.failed === now.failed;
}

function progressOf(
  { plan: { change, effect } }: Operation,
  before: Progress,
  { cluster, pool, task, at, evidence }: Observation,
): Progress {
  const results = task !== null && "results" in task ? task.results : [];
  const succeeded = results.filter((result) => result.outcome === "succeeded").length;
  // A look at the list alone does not tell about nodes: what was known stays.
  const done = conductOf(change).nodesDone({ cluster, pool, evidence }) ?? Math.max(before.done, succeeded);
  return {
    done: Math.min(effect.nodes, Math.max(0, done)),
    total: effect.nodes,
    failed: results.filter((result) => result.outcome === "failed").length,
    stage: task !== null && "stage" in task ? task.stage : before.stage,
    seenAt: at,
    settlingSince: before.settlingSince,
  };
}

function failedNodes(task: Task | TaskSummary): readonly string[] {
  if (!("results" in task)) return [];
  return task.results.filter((result) => result.outcome === "failed").map((result) => result.item);
}
