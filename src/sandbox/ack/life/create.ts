/** A pool comes into being, and its first nodes after it (ACK: CreateClusterNodePool). */
import { takeBreak } from "../faults.ts";
import type { JsonObject } from "../json.ts";
import { poolName } from "../pool.ts";
import type { Cluster, NodePool, RegionState, Task } from "../state.ts";
import { within } from "./fates.ts";
import { createNode } from "./nodes.ts";
import { join } from "./scale-out.ts";
import { announce, endTask, enterStage, startTask } from "./tasks.ts";

export interface CreateWork {
  readonly kind: "create";
  /** Nodes to begin with. */
  readonly count: number;
}

/** Cloud seconds until a new scaling group is there. */
const creating = { from: 20, to: 60 };

export function startCreation(region: RegionState, pool: NodePool, count: number, parameters: JsonObject): Task {
  const task = startTask(region, pool, {
    type: region.assumptions.createTaskType,
    poolState: "initial",
    parameters,
    work: { kind: "create", count },
    due: within(region, region.now, creating),
    items: [],
  });
  enterStage(region, task, "CreateNodePool", `start to create ${poolName(pool)}`);
  told(region, task, "Started");
  return task;
}

export function stepCreation(
  region: RegionState,
  task: Task,
  cluster: Cluster,
  pool: NodePool,
  { count }: CreateWork,
): void {
  if (count > 0) {
    told(region, task, "Succeeded");
    const nodes = Array.from({ length: count }, () => createNode(region, cluster, pool));
    join(region, task, pool, nodes);
  } else if (takeBreak(region, pool.id)) {
    told(region, task, "Failed");
    endTask(region, task, pool, "fail", { code: "CreateNodePoolFailed", message: "the scaling group was not created" });
    pool.state = "failed";
    pool.settlesAt = null;
  } else {
    told(region, task, "Succeeded");
    endTask(region, task, pool, "success");
  }
}

function told(region: RegionState, task: Task, reason: "Started" | "Succeeded" | "Failed"): void {
  announce(region, task, {
    type: region.assumptions.otherPoolEventType,
    level: reason === "Failed" ? "error" : "info",
    reason,
    message: `${reason} to create NodePool nodePool/${task.poolId}`,
  });
}
