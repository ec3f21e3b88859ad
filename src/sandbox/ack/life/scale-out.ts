/** A pool grows: new nodes join, one after the other. */
import { takeBreak } from "../faults.ts";
import type { JsonObject } from "../json.ts";
import { poolName } from "../pool.ts";
import type { Node } from "../node.ts";
import type { Cluster, NodePool, RegionState, Task } from "../state.ts";
import { earliest, type Fate, finishOrGoOn, told, within } from "./fates.ts";
import { createNode, nodeOf } from "./nodes.ts";
import { enterStage, startTask } from "./tasks.ts";

export interface ScaleOutWork {
  readonly kind: "scale-out";
  readonly fates: readonly Fate[];
}

/** Cloud seconds until a new node serves. */
const joining = { from: 60, to: 240 };

/** Makes new nodes, which join one after the other. */
export function startScaleOut(
  region: RegionState,
  cluster: Cluster,
  pool: NodePool,
  count: number,
  parameters: JsonObject,
): Task {
  const nodes = Array.from({ length: count }, () => createNode(region, cluster, pool));
  return startJoining(region, pool, nodes, "cluster_scaleout", parameters);
}

/** Lets nodes that exist already become nodes of the pool. */
export function startJoining(
  region: RegionState,
  pool: NodePool,
  nodes: readonly Node[],
  type: string,
  parameters: JsonObject,
): Task {
  const task = startTask(region, pool, {
    type,
    poolState: "scaling",
    parameters,
    work: { kind: "scale-out", fates: [] },
    due: region.now,
    items: [],
  });
  join(region, task, pool, nodes);
  return task;
}

/** Goes on with a task by letting nodes join. */
export function join(region: RegionState, task: Task, pool: NodePool, nodes: readonly Node[]): void {
  pool.nodes = [...pool.nodes, ...nodes];
  pool.state = "scaling";
  const breaks = takeBreak(region, pool.id);
  const fates = nodes.map(({ instanceId }, index) => ({
    instanceId,
    at: within(region, region.now, joining),
    breaks: breaks && index === 0,
  }));
  task.work = { kind: "scale-out", fates };
  task.due = earliest(fates);
  for (const { instanceId } of nodes) task.results.set(instanceId, "initial");
  enterStage(region, task, "CreateInstances", `start to create ${nodes.length} instances`);
  told(region, task, "start", "Start", `scale out ${poolName(pool)} by ${nodes.length} nodes`);
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
