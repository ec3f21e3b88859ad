/** What becomes of the nodes of a pool that grows or shrinks, one after the other, until its task ends. */
import { poolName } from "../pool.ts";
import type { NodePool, RegionState, Task } from "../state.ts";
import { announce, endTask, note, second } from "./tasks.ts";

/** When something becomes of a node, and whether it ends badly. */
export interface Fate {
  readonly instanceId: string;
  readonly at: number;
  readonly breaks: boolean;
}

export interface Span {
  readonly from: number;
  readonly to: number;
}

/** Some moment after another, in cloud seconds. */
export const within = ({ draw }: RegionState, after: number, { from, to }: Span): number =>
  after + draw.integer(from, to) * second;

export const earliest = (fates: readonly Fate[]): number => Math.min(...fates.map((fate) => fate.at));

export function finishOrGoOn(region: RegionState, task: Task, pool: NodePool, fates: readonly Fate[]): void {
  task.updated = region.now;
  if (fates.length > 0) {
    task.due = earliest(fates);
    return;
  }
  const failed = [...task.results].filter(([, status]) => status === "failed").map(([item]) => item);
  const fails = failed.length > 0;
  told(region, task, fails ? "fail" : "finish", fails ? "Failed" : "Succeeded", `scale ${poolName(pool)}`);
  endTask(
    region,
    task,
    pool,
    fails ? "fail" : "success",
    fails ? { code: "ScaleNodePoolFailed", message: `failed instances: ${failed.join(", ")}` } : null,
  );
}

export function told(
  region: RegionState,
  task: Task,
  action: "start" | "finish" | "fail",
  outcome: "Start" | "Succeeded" | "Failed",
  message: string,
): void {
  const bad = outcome === "Failed";
  if (region.assumptions.scalingTasksHaveEvents) {
    const reason = `NodePoolScale${outcome}`;
    note(region, task, { action, level: bad ? "Warning" : "Normal", reason, message: `${action} to ${message}` });
  }
  announce(region, task, {
    type: task.work.kind === "scale-out" ? "cluster_scaleout" : "cluster_node_delete",
    level: bad ? "error" : "info",
    reason: outcome === "Start" ? "Started" : outcome,
    message: `${action === "start" ? "Start" : outcome} to ${message}`,
  });
}
