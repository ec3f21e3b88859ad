/** A pool's configuration changes; what reaches existing nodes reaches them while its task runs. */
import { takeBreak } from "../faults.ts";
import type { JsonObject } from "../json.ts";
import { poolName } from "../pool.ts";
import type { NodePool, RegionState, Task } from "../state.ts";
import { failNode, poolLabels, poolTaints } from "./nodes.ts";
import { announce, endTask, enterStage, note, second, startTask } from "./tasks.ts";

export interface UpdateWork {
  readonly kind: "update";
  readonly breaks: boolean;
  /** The pool's document before the change, where labels and taints are to reach present nodes; null: they are not. */
  readonly before: JsonObject | null;
}

/** Cloud seconds. */
const updating = { from: 10, to: 40 };

/** @param before the pool's document before the change, where present nodes are to get labels and taints; else null */
export function startUpdate(
  region: RegionState,
  pool: NodePool,
  parameters: JsonObject,
  before: JsonObject | null = null,
): Task {
  const task = startTask(region, pool, {
    type: "nodepool_update",
    poolState: "updating",
    parameters,
    work: { kind: "update", breaks: takeBreak(region, pool.id), before },
    due: region.now + region.draw.integer(updating.from, updating.to) * second,
    items: [],
  });
  enterStage(region, task, "UpdateNodePool", `start to update ${poolName(pool)}`);
  const reason = "NodePoolUpdateStart";
  note(region, task, { action: "start", level: "Normal", reason, message: `start to update ${poolName(pool)}` });
  announce(region, task, {
    type: "nodepool_update",
    level: "info",
    reason: "Started",
    message: `Start to update NodePool nodePool/${pool.id}`,
  });
  return task;
}

export function stepUpdate(region: RegionState, task: Task, pool: NodePool, work: UpdateWork): void {
  if (work.before !== null) synchronizeNodes(pool, work.before);
  const broken = work.breaks ? pool.nodes.find(({ life }) => life === "running") : undefined;
  if (broken !== undefined) {
    failNode(region, broken, "node went NotReady while its configuration was changed");
    task.results.set(broken.instanceId, "failed");
  }
  announce(region, task, {
    type: "nodepool_update",
    level: work.breaks ? "error" : "info",
    reason: work.breaks ? "Failed" : "Succeeded",
    message: `${work.breaks ? "Failed" : "Succeeded"} to update NodePool nodePool/${pool.id}`,
  });
  if (work.breaks) {
    endTask(region, task, pool, "fail", { code: "UpdateNodePoolFailed", message: "a node did not become ready again" });
  } else {
    endTask(region, task, pool, "success");
  }
}

/**
 * Gives present nodes the pool's labels and taints. What somebody else gave them stays.
 * @param before the pool's document before the change
 */
export function synchronizeNodes(pool: NodePool, before: JsonObject): void {
  const old = { labels: poolLabels(before), taints: poolTaints(before) };
  const fresh = { labels: poolLabels(pool.document), taints: poolTaints(pool.document) };
  for (const node of pool.nodes) {
    const own = Object.entries(node.labels).filter(([key]) => !Object.hasOwn(old.labels, key));
    node.labels = { ...Object.fromEntries(own), ...fresh.labels };
    const ofPool = [...old.taints, ...fresh.taints];
    const ownTaints = node.taints.filter(
      ({ key, effect }) => !ofPool.some((taint) => taint.key === key && taint.effect === effect),
    );
    node.taints = [...ownTaints, ...fresh.taints];
  }
}
