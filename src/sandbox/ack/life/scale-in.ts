/** A pool shrinks: nodes are drained and leave. */
import { takeBreak } from "../faults.ts";
import type { JsonObject } from "../json.ts";
import { keptNodes, poolName } from "../pool.ts";
import type { Node } from "../node.ts";
import type { NodePool, RegionState, Task } from "../state.ts";
import { earliest, type Fate, finishOrGoOn, told, within } from "./fates.ts";
import { failNode, nodeOf } from "./nodes.ts";
import { enterStage, startTask } from "./tasks.ts";

export interface ScaleInWork {
  readonly kind: "scale-in";
  readonly fates: readonly Fate[];
  /** When the nodes have been drained; null: they are, or are not going to be. */
  readonly drainedAt: number | null;
}

export interface Leaving {
  /** Type of the task. */
  readonly type: string;
  readonly parameters: JsonObject;
  readonly drains: boolean;
  /** One node after the other, or all at once. */
  readonly oneByOne: boolean;
}

/** Cloud seconds for a drain, and until a node is gone after it. */
const draining = { from: 20, to: 60 };
const leaving = { from: 40, to: 120 };

/** Removes the newest nodes, never those that were added by hand; null: there is none that it may remove. */
export function startScaleIn(region: RegionState, pool: NodePool, count: number, parameters: JsonObject): Task | null {
  const leavers = keptNodes(pool)
    .filter(({ source }) => source === "ess")
    .toSorted((one, other) => one.created - other.created)
    .slice(-count);
  if (leavers.length === 0) return null;
  const { scaleInTaskType: type, scaleInDrains: drains } = region.assumptions;
  return startLeaving(region, pool, leavers, { type, parameters, drains, oneByOne: false });
}

/** Removes these nodes. */
export function startLeaving(
  region: RegionState,
  pool: NodePool,
  leavers: readonly Node[],
  { type, parameters, drains, oneByOne }: Leaving,
): Task {
  for (const node of leavers) node.life = "removing";
  const breaks = takeBreak(region, pool.id);
  const drainedAt = drains ? within(region, region.now, draining) : region.now;
  let before = drainedAt;
  const fates = leavers.map(({ instanceId }, index) => {
    const at = within(region, oneByOne ? before : drainedAt, leaving);
    before = at;
    return { instanceId, at, breaks: breaks && index === 0 };
  });
  const task = startTask(region, pool, {
    type,
    poolState: "removing_nodes",
    parameters,
    work: { kind: "scale-in", fates, drainedAt: drains ? drainedAt : null },
    due: drains ? drainedAt : earliest(fates),
    items: leavers.map(({ instanceId }) => instanceId),
  });
  if (drains) enterStage(region, task, "DrainNodes", `start to drain ${leavers.length} nodes`);
  else enterStage(region, task, "RemoveInstances", `start to remove ${leavers.length} instances`);
  told(region, task, "start", "Start", `scale in ${poolName(pool)} by ${leavers.length} nodes`);
  return task;
}

export function stepScaleIn(region: RegionState, task: Task, pool: NodePool, work: ScaleInWork): void {
  if (work.drainedAt !== null && work.drainedAt <= region.now) {
    task.work = { ...work, drainedAt: null };
    enterStage(region, task, "RemoveInstances", `start to remove ${work.fates.length} instances`);
    task.due = earliest(work.fates);
    return;
  }
  for (const { instanceId, breaks } of work.fates.filter((fate) => fate.at <= region.now)) {
    const node = nodeOf(pool, instanceId);
    if (node !== null && breaks) {
      failNode(region, node, "node cannot be removed: it stopped answering while it was drained");
    }
    if (!breaks) pool.nodes = pool.nodes.filter((other) => other !== node);
    task.results.set(instanceId, breaks ? "failed" : "success");
  }
  const fates = work.fates.filter((fate) => fate.at > region.now);
  task.work = { ...work, fates };
  finishOrGoOn(region, task, pool, fates);
}
