import type { AckAssumptions } from "../assumptions.ts";
import { createDraw } from "../draw.ts";
import { textAt } from "../json.ts";
import { createNode } from "../life/nodes.ts";
import { addPlan } from "../life/plans.ts";
import type { Cluster, NodePool, RegionState } from "../state.ts";
import type { ClusterSeed, PoolSeed, Seed } from "./seed.ts";

const hour = 3_600_000;
const day = 24 * hour;

/** A region that begins as the seed says, at a moment in the cloud's time. */
export function plant(
  seed: Seed,
  assumptions: AckAssumptions,
  now: number,
  here: RegionState["here"] = (moment) => moment,
): RegionState {
  const region: RegionState = {
    now,
    assumptions,
    here,
    draw: createDraw(seed.chance),
    clusters: new Map(),
    tasks: new Map(),
    notices: [],
    plans: new Map(),
    checks: new Map(),
    kubernetesTokens: new Map(),
    faults: [],
    quotas: seed.quotas,
  };
  for (const clusterSeed of seed.clusters) {
    const cluster = plantCluster(clusterSeed);
    region.clusters.set(cluster.id, cluster);
    for (const poolSeed of clusterSeed.pools) {
      const pool = plantPool(region, cluster, poolSeed);
      cluster.pools.set(pool.id, pool);
    }
    for (const { pool, type, hoursAhead } of clusterSeed.plans ?? []) {
      const start = now + hoursAhead * hour;
      addPlan(region, { clusterId: cluster.id, poolId: pool, type, start, created: Math.min(now, start - day) });
    }
  }
  return region;
}

function plantCluster({ document, addons }: ClusterSeed): Cluster {
  const id = textAt(document, "cluster_id");
  const region = textAt(document, "region_id");
  if (id === null || region === null) throw new Error("a cluster of the seed has no cluster_id or region_id");
  return { id, region, document, addons, pools: new Map(), retained: [], repairPolicies: new Map(), lastAddress: 10 };
}

function plantPool(
  region: RegionState,
  cluster: Cluster,
  { document, nodes, vulnerabilities = [] }: PoolSeed,
): NodePool {
  const id = textAt(document, "nodepool_info", "nodepool_id");
  if (id === null) throw new Error("a pool of the seed has no nodepool_id");
  const pool: NodePool = {
    id,
    clusterId: cluster.id,
    document,
    state: "active",
    settlesAt: null,
    foundFrom: region.now,
    nodes: [],
  };
  pool.nodes = nodes
    .toSorted((one, other) => other.ageDays - one.ageDays)
    .map(({ ageDays, ...facts }) =>
      createNode(region, cluster, pool, {
        created: region.now - ageDays * day,
        life: "running",
        vulnerabilities,
        ...facts,
      }),
    );
  return pool;
}
