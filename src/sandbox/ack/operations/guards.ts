/** What has to hold before an operation goes on; each throws AckError where it does not. */
import { at, type JsonObject, textAt } from "../json.ts";
import { invalidParameter, refuse } from "../errors.ts";
import { keptNodes } from "../pool.ts";
import type { Node } from "../node.ts";
import type { Cluster, NodePool, PoolState, RegionState, Task } from "../state.ts";
import type { Call } from "./operation.ts";

/** More nodes than these cannot be added in one call. */
const mostNodesPerCall = 500;

export function clusterOf({ region, params }: Call): Cluster {
  const id = params["cluster"] ?? "";
  const cluster = region.clusters.get(id);
  if (cluster === undefined) throw refuse(404, "ErrorClusterNotFound", `cluster ${id} not found`);
  return cluster;
}

export function poolOf(call: Call): NodePool {
  const id = call.params["pool"] ?? "";
  const pool = clusterOf(call).pools.get(id);
  if (pool === undefined || pool.foundFrom > call.region.now) {
    throw refuse(call.region.assumptions.poolNotFound, "ErrorNodePoolNotFound", `nodepool ${id} not found`);
  }
  return pool;
}

export function taskOf({ region, params }: Call): Task {
  const id = params["task"] ?? "";
  const task = region.tasks.get(id);
  if (task === undefined || task.forgotten) {
    const { status, code } = region.assumptions.taskNotFound;
    throw refuse(status, code, `task ${id} not found`);
  }
  return task;
}

export function mustRun(cluster: Cluster): void {
  const state = textAt(cluster.document, "state");
  if (state !== "running") throw refuse(400, "ErrorClusterState", `cluster ${cluster.id} is in state ${state}`);
}

/** The cluster runs, and the pool is in one of these states: idle, unless others are named. */
export function mustBeIdle(
  region: RegionState,
  cluster: Cluster,
  pool: NodePool,
  states: readonly PoolState[] = ["active"],
): void {
  mustRun(cluster);
  if (states.includes(pool.state)) return;
  throw refuse(
    region.assumptions.poolStatusForbidden,
    "InvalidNodePoolStatus.Forbidden",
    `cannot operate nodepool when nodepool state is ${pool.state}`,
  );
}

/** The pool may come to have this many nodes. */
export function mustFit(region: RegionState, cluster: Cluster, pool: NodePool, size: number): void {
  const { status, code } = region.assumptions.outOfRange;
  const growth = size - keptNodes(pool).length;
  if (!Number.isInteger(size) || size < 0) throw refuse(status, code, `number of nodes ${size} is invalid`);
  if (growth > mostNodesPerCall) {
    throw refuse(status, code, `cannot add ${growth} nodes at once, the maximum is ${mostNodesPerCall}`);
  }
  const present = [...cluster.pools.values()].reduce((sum, { nodes }) => sum + nodes.length, 0);
  const quota = region.quotas.nodesPerCluster;
  if (growth > 0 && present + growth > quota) {
    throw refuse(400, "QuotaExceeded.Node", `cluster ${cluster.id} would have more than ${quota} nodes`);
  }
}

/** A whole number in a body; null: not sent. */
export function wholeNumber(body: JsonObject, ...path: readonly string[]): number | null {
  const sent = at(body, ...path);
  if (sent === undefined || sent === null) return null;
  if (typeof sent === "number" && Number.isInteger(sent)) return sent;
  throw invalidParameter(`json: cannot unmarshal ${typeof sent} into field ${path.join(".")} of type int64`);
}

export function poolOfTask({ region }: Call, { clusterId, poolId }: Task): NodePool {
  if (poolId === null) {
    const { status, code, detail } = region.assumptions.taskOperationRefused;
    throw refuse(status, code, `${detail}: tasks of clusters are not stopped`);
  }
  const pool = region.clusters.get(clusterId)?.pools.get(poolId);
  if (pool !== undefined) return pool;
  throw refuse(region.assumptions.poolNotFound, "ErrorNodePoolNotFound", `nodepool ${poolId} not found`);
}

/**
 * The joined nodes of a pool with these names or instance ids. Throws AckError where one is not in the pool.
 * @param field where the names were sent, for the message
 */
export function joinedNodes(pool: NodePool, names: readonly string[], field: string): readonly Node[] {
  const joined = keptNodes(pool).filter(({ life }) => life !== "initial" && life !== "offline");
  const nodes = joined.filter(({ name, instanceId }) => names.includes(name) || names.includes(instanceId));
  if (nodes.length === new Set(names).size) return nodes;
  throw invalidParameter(`${field} holds nodes that are not in nodepool ${pool.id}`);
}

/** A list of texts in a body; empty where none was sent. Throws AckError where it is something else. */
export function textsIn(body: JsonObject, key: string): readonly string[] {
  const sent = body[key] ?? [];
  if (Array.isArray(sent) && sent.every((item) => typeof item === "string")) return sent;
  throw invalidParameter(`json: cannot unmarshal into field ${key} of type []string`);
}
