import type { PageCloud, PageCloudPool } from "../page-protocol.ts";
import type { CallRecord } from "./call-log.ts";
import { textAt } from "./json.ts";
import { controlPlaneVersion, desiredSizeOf, poolName } from "./pool.ts";
import type { Cluster, NodePool, RegionState } from "./state.ts";

const mostCalls = 50;

/** The region as the sandbox's page shows it. */
export function pageCloud(region: RegionState, calls: readonly CallRecord[], speed: number): PageCloud {
  return {
    clusters: [...region.clusters.values()].map((cluster) => ({
      id: cluster.id,
      name: textAt(cluster.document, "name") ?? cluster.id,
      region: cluster.region,
      state: textAt(cluster.document, "state") ?? "",
      version: controlPlaneVersion(cluster),
      pools: poolsOf(region, cluster),
    })),
    faults: region.faults,
    calls: calls
      .slice(-mostCalls)
      .toReversed()
      .map(({ at, action, status, code }) => ({ at: at.toISOString(), action, status, code })),
    speed,
  };
}

function poolsOf(region: RegionState, cluster: Cluster): readonly PageCloudPool[] {
  const busy = [...region.tasks.values()].filter(({ phase }) => phase === "running" || phase === "paused");
  return [...cluster.pools.values()].map((pool: NodePool) => {
    const task = busy.findLast(({ poolId }) => poolId === pool.id);
    return {
      id: pool.id,
      name: poolName(pool),
      state: pool.state,
      desiredSize: desiredSizeOf(pool),
      totalNodes: pool.nodes.length,
      servingNodes: pool.nodes.filter(({ life }) => life === "running").length,
      task: task === undefined ? null : { id: task.id, type: task.type, state: task.phase },
    };
  });
}
