import { refuse } from "../errors.ts";
import { isOn } from "../json.ts";
import { startDeletion } from "../life/delete.ts";
import { poolName } from "../pool.ts";
import type { Cluster, NodePool, RegionState } from "../state.ts";
import { clusterOf, mustBeIdle, poolOf } from "./guards.ts";
import type { Operation } from "./operation.ts";

/** The p of its name is small. Also what a failed deletion is tried again with. */
export const deleteClusterNodepool: Operation = {
  action: "DeleteClusterNodepool",
  method: "DELETE",
  path: "/clusters/:cluster/nodepools/:pool",
  answer(call) {
    const { region, query, requestId } = call;
    const [cluster, pool] = [clusterOf(call), poolOf(call)];
    mustBeIdle(region, cluster, pool, ["active", "failed", "delete_failed"]);
    mustBeDeletable(region, cluster, pool, query["force"] === "true");
    const task = startDeletion(region, pool, { force: query["force"] === "true" });
    return { task_id: task.id, request_id: requestId };
  },
};

function mustBeDeletable({ assumptions }: RegionState, cluster: Cluster, pool: NodePool, force: boolean): void {
  if (isOn(pool.document, "nodepool_info", "is_default")) {
    const { status, code } = assumptions.defaultPoolDeletion;
    throw refuse(status, code, `the default nodepool ${poolName(pool)} cannot be deleted`);
  }
  if (cluster.pools.size === 1) throw refuse(400, "LastNodePool", "the last nodepool of a cluster cannot be deleted");
  if (force || pool.nodes.length === 0) return;
  const { status, code } = assumptions.deletionWithNodes;
  throw refuse(status, code, `nodepool ${pool.id} still has ${pool.nodes.length} nodes`);
}
