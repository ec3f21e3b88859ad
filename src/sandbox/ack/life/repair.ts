/** Nodes are repaired (ACK: RepairClusterNodePool, RunNodeOperation, automatic repair). Those that were broken heal. */
import { takeBreak } from "../faults.ts";
import type { JsonObject } from "../json.ts";
import { poolName } from "../pool.ts";
import type { Node } from "../node.ts";
import type { NodePool, RegionState, Task } from "../state.ts";
import { within } from "./fates.ts";
import { failNode, healNode, nodeOf } from "./nodes.ts";
import { announce, endTask, enterStage, note, startTask } from "./tasks.ts";

export interface RepairWork {
  readonly kind: "repair";
  /** The first node is not cured. */
  readonly breaks: boolean;
}

/** Cloud seconds. */
const repairing = { from: 60, to: 180 };

export function startRepair(region: RegionState, pool: NodePool, nodes: readonly Node[], parameters: JsonObject): Task {
  const task = startTask(region, pool, {
    type: region.assumptions.repairTaskType,
    poolState: "repairing",
    parameters,
    work: { kind: "repair", breaks: takeBreak(region, pool.id) },
    due: within(region, region.now, repairing),
    items: nodes.map(({ instanceId }) => instanceId),
  });
  enterStage(region, task, "RepairNodes", `start to repair ${nodes.length} nodes`);
  told(region, task, pool, "Started");
  return task;
}

export function stepRepair(region: RegionState, task: Task, pool: NodePool, { breaks }: RepairWork): void {
  for (const [index, item] of [...task.results.keys()].entries()) {
    const node = nodeOf(pool, item);
    const fails = node === null || (breaks && index === 0);
    task.results.set(item, fails ? "failed" : "success");
    if (node === null) continue;
    if (fails) failNode(region, node, "node is not ready after its repair");
    else healNode(node);
  }
  const failed = [...task.results].filter(([, status]) => status === "failed").map(([item]) => item);
  const fails = failed.length > 0;
  told(region, task, pool, fails ? "Failed" : "Succeeded");
  const error = fails ? { code: "RepairNodePoolFailed", message: `failed instances: ${failed.join(", ")}` } : null;
  endTask(region, task, pool, fails ? "fail" : "success", error);
}

function told(region: RegionState, task: Task, pool: NodePool, outcome: "Started" | "Succeeded" | "Failed"): void {
  const message = `${outcome.toLowerCase()} to repair nodes of ${poolName(pool)}`;
  const bad = outcome === "Failed";
  const reason = `NodePoolRepair${outcome === "Started" ? "Start" : outcome}`;
  note(region, task, {
    action: outcome === "Started" ? "start" : "finish",
    level: bad ? "Warning" : "Normal",
    reason,
    message,
  });
  announce(region, task, {
    type: region.assumptions.otherPoolEventType,
    level: bad ? "error" : "info",
    reason: outcome,
    message,
  });
}
