/** How a task begins, shows where it is, and ends; the same for every kind of work. */
import { losesTasks } from "../faults.ts";
import type { JsonObject } from "../json.ts";
import type { NodePool, Notice, PoolState, RegionState, Task, TaskEvent } from "../state.ts";
import type { Work } from "./work.ts";

/** Cloud seconds for which a pool stays busy after its task: the scaling group lags behind. */
const settling = { from: 8, to: 25 };
/** Older ones are forgotten. */
const tasksKept = 2_000;
const noticesKept = 5_000;

export const second = 1_000;

export interface NewTask {
  readonly type: string;
  readonly parameters: JsonObject;
  readonly work: Work;
  readonly due: number;
  /** Instance ids that get a result each. */
  readonly items: readonly string[];
}

/** Starts a task on a pool and makes the pool busy with it. */
export function startTask(
  region: RegionState,
  pool: NodePool,
  task: NewTask & { readonly poolState: PoolState },
): Task {
  pool.state = task.poolState;
  pool.settlesAt = null;
  return openTask(region, pool.clusterId, pool.id, task);
}

/** Starts a task on a cluster as a whole. */
export const startClusterTask = (region: RegionState, clusterId: string, task: NewTask): Task =>
  openTask(region, clusterId, null, task);

function openTask(region: RegionState, clusterId: string, poolId: string | null, task: NewTask): Task {
  const { type, parameters, work, due, items } = task;
  const started: Task = {
    id: `T-${region.draw.hex(24)}`,
    clusterId,
    poolId,
    type,
    parameters,
    created: region.now,
    updated: region.now,
    phase: "running",
    stages: [],
    events: [],
    results: new Map(items.map((item) => [item, "initial"])),
    error: null,
    work,
    due,
    request: null,
    forgotten: poolId !== null && losesTasks(region, poolId),
  };
  region.tasks.set(started.id, started);
  for (const old of region.tasks.keys()) {
    if (region.tasks.size <= tasksKept) break;
    region.tasks.delete(old);
  }
  return started;
}

/** Ends the running stage, if any, and begins the next. */
export function enterStage(region: RegionState, task: Task, name: string, message: string): void {
  closeStage(region, task, "success");
  task.stages.push({ name, message, start: region.now, end: null, state: "running" });
  task.updated = region.now;
}

/** The stage that the task is in; after its end, the last one. */
export const currentStage = (task: Task): string => task.stages.at(-1)?.name ?? "";

/** Ends a task and lets its pool, if it has one, settle. */
export function endTask(
  region: RegionState,
  task: Task,
  pool: NodePool | null,
  phase: "success" | "fail" | "canceled",
  error: Task["error"] = null,
): void {
  closeStage(region, task, phase);
  task.phase = phase;
  task.error = error;
  task.due = null;
  task.request = null;
  task.updated = region.now;
  if (pool !== null) settle(region, pool);
}

/** The pool goes back to active after a little while. */
function settle(region: RegionState, pool: NodePool): void {
  pool.settlesAt = region.now + region.draw.integer(settling.from, settling.to) * second;
}

/** Notes something in the task's own list (ACK: `events` of DescribeTaskInfo). */
export function note(region: RegionState, task: Task, event: Omit<TaskEvent, "at">): void {
  task.events.push({ ...event, at: region.now });
  task.updated = region.now;
}

/** Tells something in the list of the cluster and region (ACK: DescribeEvents). */
export function announce(
  region: RegionState,
  task: Pick<Task, "id" | "clusterId" | "poolId">,
  notice: Pick<Notice, "type" | "level" | "reason" | "message">,
): void {
  const { draw, now, notices } = region;
  const id = `e-${draw.hex(8)}-${draw.hex(4)}-${draw.hex(4)}-${draw.hex(4)}-${draw.hex(12)}`;
  notices.push({
    id,
    clusterId: task.clusterId,
    taskId: task.id,
    subject: task.poolId ?? task.clusterId,
    ...notice,
    at: now,
  });
  if (notices.length > noticesKept) notices.shift();
}

function closeStage(region: RegionState, task: Task, state: "success" | "fail" | "canceled"): void {
  const stage = task.stages.at(-1);
  if (stage === undefined || stage.end !== null) return;
  stage.end = region.now;
  stage.state = state;
}
