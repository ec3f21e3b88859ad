/** A pool goes, and its nodes with it, but for those that are kept (ACK: DeleteClusterNodepool). */
import { takeBreak } from "../faults.ts";
import type { JsonObject } from "../json.ts";
import { desiredSizeOf, poolName } from "../pool.ts";
import type { Node } from "../node.ts";
import type { Cluster, NodePool, RegionState, Task } from "../state.ts";
import { within } from "./fates.ts";
import { announce, endTask, enterStage, startTask } from "./tasks.ts";

export interface DeleteWork {
  readonly kind: "delete";
  readonly step: "draining" | "emptying";
  /** The scaling group does not become empty in time. */
  readonly breaks: boolean;
}

/** Cloud seconds. Scaling groups were seen to take 6 to 7 minutes to become empty. */
const draining = { from: 30, to: 90 };
const emptying = { from: 360, to: 420 };
const withoutNodes = { from: 20, to: 40 };

export function startDeletion(region: RegionState, pool: NodePool, parameters: JsonObject): Task {
  const again = pool.state === "delete_failed" && pool.nodes.length > 0;
  const empty = pool.nodes.length === 0;
  const task = startTask(region, pool, {
    type: region.assumptions.deleteTaskType,
    poolState: "deleting",
    parameters,
    work: {
      kind: "delete",
      step: empty || again ? "emptying" : "draining",
      breaks: takeBreak(region, pool.id) || again,
    },
    due: within(region, region.now, empty || again ? withoutNodes : draining),
    items: pool.nodes.map(({ instanceId }) => instanceId),
  });
  for (const node of pool.nodes) node.life = "removing";
  if (empty || again) enterStage(region, task, "DeleteNodePool", `start to delete ${poolName(pool)}`);
  else enterStage(region, task, "DrainNodes", `start to drain ${pool.nodes.length} nodes`);
  told(region, task, "Started");
  return task;
}

export function stepDeletion(
  region: RegionState,
  task: Task,
  cluster: Cluster,
  pool: NodePool,
  work: DeleteWork,
): void {
  if (work.step === "draining") {
    enterStage(region, task, "DeleteNodePool", `start to delete ${poolName(pool)}`);
    task.work = { ...work, step: "emptying" };
    task.due = within(region, region.now, emptying);
  } else if (work.breaks) {
    const left = pool.nodes.slice(0, 1);
    for (const { instanceId } of pool.nodes) task.results.set(instanceId, "success");
    for (const { instanceId } of left) task.results.set(instanceId, "failed");
    pool.nodes = left;
    told(region, task, "Failed");
    endTask(region, task, pool, "fail", { code: "400", message: "ScalingGroup's instances not empty" });
    pool.state = "delete_failed";
    // The scaling group goes on emptying itself.
    pool.settlesAt = within(region, region.now, emptying);
  } else {
    for (const { instanceId } of pool.nodes) task.results.set(instanceId, "success");
    told(region, task, "Succeeded");
    endTask(region, task, pool, "success");
    if (region.assumptions.retainedNodesStayRegistered) {
      const retained = pool.nodes.filter((node) => isRetained(pool, node));
      for (const node of retained) node.life = "running";
      cluster.retained = [...cluster.retained, ...retained];
    }
    cluster.pools.delete(pool.id);
  }
}

/** Subscriptions are always kept, nodes added by hand only where the pool has no desired size (ACK: node pools). */
const isRetained = (pool: NodePool, { chargeType, source }: Node): boolean =>
  chargeType === "PrePaid" || (desiredSizeOf(pool) === null && source === "manual");

function told(region: RegionState, task: Task, reason: "Started" | "Succeeded" | "Failed"): void {
  announce(region, task, {
    type: region.assumptions.otherPoolEventType,
    level: reason === "Failed" ? "error" : "info",
    reason,
    message: `${reason} to delete NodePool nodePool/${task.poolId}`,
  });
}
