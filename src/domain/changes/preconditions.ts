import type { Cluster } from "../cluster.ts";
import type { NodePool } from "../node-pool.ts";
import type { Refusal } from "../refusal.ts";
import { failure, type Result, success } from "../result.ts";

/** States that do not pass by waiting: a change of such a pool is refused at once. In all others it waits its turn. */
const deadEnds = new Set(["initial", "failed", "deleting", "deleted", "delete_failed"]);

/** What every change needs (ACK takes changes of node pools only while the cluster runs). */
export function runningCluster(cluster: Cluster): Result<Cluster, Refusal> {
  if (cluster.state === "running") return success(cluster);
  return failure({ code: "cluster-not-running", cluster: cluster.name, state: cluster.state });
}

/** What every change of a node pool needs: a running cluster, and a pool of ECS instances that can become active. */
export function workablePool(pool: NodePool, cluster: Cluster): Result<NodePool, Refusal> {
  const running = runningCluster(cluster);
  if (!running.ok) return running;
  if (pool.type !== "ess") return failure({ code: "pool-of-other-kind", pool: pool.name, type: pool.type });
  if (deadEnds.has(pool.state)) return failure({ code: "pool-not-workable", pool: pool.name, state: pool.state });
  return success(pool);
}
