/** A pool's configuration changes; what reaches existing nodes reaches them while its task runs. */
import { takeBreak } from "../faults.ts";
import type { JsonObject } from "../json.ts";
import { poolName } from "../pool.ts";
import type { NodePool, RegionState, Task } from "../state.ts";
import { announce, endTask, enterStage, note, second, startTask } from "./tasks.ts";

export interface UpdateWork {
  readonly kind: "update";
  readonly breaks: boolean;
}

/** Cloud seconds. */
const updating = { from: 10, to: 40 };

export function startUpdate(region: RegionState, pool: NodePool, parameters: JsonObject): Task {
  const task = startTask(region, pool, {
    type: "nodepool_update",
    poolState: "updating",
    parameters,
    work: { kind: "update", breaks: takeBreak(region, pool.id) },
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
  const broken = work.breaks ? pool.nodes.find(({ life }) => life === "running") : undefined;
  if (broken !== undefined) {
    broken.life = "failed";
    broken.error = "node went NotReady while its configuration was changed";
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
