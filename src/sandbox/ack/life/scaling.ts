/** A pool grows or shrinks, node by node, until its task ends. */
import { takeBreak } from "../faults.ts";
import type { JsonObject } from "../json.ts";
import { keptNodes, poolName } from "../pool.ts";
import type { Cluster, NodePool, RegionState, Task } from "../state.ts";
import { createNode, nodeOf } from "./nodes.ts";
import { announce, endTask, enterStage, note, second, startTask } from "./tasks.ts";

/** When something becomes of a node, and whether it ends badly. */
interface Fate {
  readonly instanceId: string;
  readonly at: number;
  readonly breaks: boolean;
}

export interface ScaleOutWork {
  readonly kind: "scale-out";
  readonly fates: readonly Fate[];
}

export interface ScaleInWork {
  readonly kind: "scale-in";
  readonly fates: readonly Fate[];
  /** When the nodes have been drained; null: they are, or are not going to be. */
  readonly drainedAt: number | null;
}

/** Cloud seconds until a new node serves, and until a node is gone after its drain. */
const joining = { from: 60, to: 240 };
const draining = { from: 20, to: 60 };
const leaving = { from: 40, to: 120 };

/** Makes new nodes, which join one after the other. */
export function startScaleOut(
  region: RegionState,
  cluster: Cluster,
  pool: NodePool,
  count: number,
  parameters: JsonObject,
): Task {
  const nodes = Array.from({ length: count }, () => createNode(region, cluster, pool));
  pool.nodes = [...pool.nodes, ...nodes];
  const breaks = takeBreak(region, pool.id);
  const fates = nodes.map(({ instanceId }, index) => ({
    instanceId,
    at: region.now + region.draw.integer(joining.from, joining.to) * second,
    breaks: breaks && index === 0,
  }));
  const task = startTask(region, pool, {
    type: "cluster_scaleout",
    poolState: "scaling",
    parameters,
    work: { kind: "scale-out", fates },
    due: earliest(fates),
    items: nodes.map(({ instanceId }) => instanceId),
  });
  enterStage(region, task, "CreateInstances", `start to create ${count} instances`);
  told(region, task, "start", "Start", `scale out ${poolName(pool)} by ${count} nodes`);
  return task;
}

export function stepScaleOut(region: RegionState, task: Task, pool: NodePool, work: ScaleOutWork): void {
  for (const { instanceId, breaks } of work.fates.filter((fate) => fate.at <= region.now)) {
    const node = nodeOf(pool, instanceId);
    if (node === null) continue;
    // Who never joined stands among the offline nodes, not among the failed ones.
    node.life = breaks ? "offline" : "running";
    node.error = breaks ? "node did not join the cluster: kubelet bootstrap timed out" : null;
    task.results.set(instanceId, breaks ? "failed" : "success");
  }
  const fates = work.fates.filter((fate) => fate.at > region.now);
  task.work = { ...work, fates };
  finishOrGoOn(region, task, pool, fates);
}

/** Removes the newest nodes, never those that were added by hand; null: there is none that it may remove. */
export function startScaleIn(region: RegionState, pool: NodePool, count: number, parameters: JsonObject): Task | null {
  const leavers = keptNodes(pool)
    .filter(({ source }) => source === "ess")
    .toSorted((one, other) => one.created - other.created)
    .slice(-count);
  if (leavers.length === 0) return null;
  for (const node of leavers) node.life = "removing";
  const breaks = takeBreak(region, pool.id);
  const drains = region.assumptions.scaleInDrains;
  const drainedAt = region.now + (drains ? region.draw.integer(draining.from, draining.to) : 0) * second;
  const fates = leavers.map(({ instanceId }, index) => ({
    instanceId,
    at: drainedAt + region.draw.integer(leaving.from, leaving.to) * second,
    breaks: breaks && index === 0,
  }));
  const task = startTask(region, pool, {
    type: region.assumptions.scaleInTaskType,
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
      node.life = "failed";
      node.error = "node cannot be removed: it stopped answering while it was drained";
    }
    if (!breaks) pool.nodes = pool.nodes.filter((other) => other !== node);
    task.results.set(instanceId, breaks ? "failed" : "success");
  }
  const fates = work.fates.filter((fate) => fate.at > region.now);
  task.work = { ...work, fates };
  finishOrGoOn(region, task, pool, fates);
}

function finishOrGoOn(region: RegionState, task: Task, pool: NodePool, fates: readonly Fate[]): void {
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

function told(
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

const earliest = (fates: readonly Fate[]): number => Math.min(...fates.map((fate) => fate.at));
