import { z } from "zod";
import type { Cluster } from "../cluster.ts";
import type { NodePool } from "../node-pool.ts";
import { type JsonObject, valueAt } from "../json.ts";
import type { Preview, Warning } from "../preview.ts";
import type { Refusal } from "../refusal.ts";
import { failure, type Result, success } from "../result.ts";
import { type Conduct, usualConduct } from "./conduct.ts";
import { clusterTargetOf, newPoolTarget } from "./target.ts";
import { runningCluster } from "./preconditions.ts";

/** A new node pool (ACK: CreateClusterNodePool), made up by somebody or after another one. */
export const creationChange = z.object({
  kind: z.enum(["create", "clone"]),
  target: newPoolTarget,
  /** `cluster/pool` of the one it is cloned from. */
  source: z.string().nullable(),
  /** As ACK takes it. */
  request: z.record(z.string(), z.unknown()).readonly(),
  /** Paths of the source's fields that the clone does not have. */
  leftOut: z.array(z.string()).readonly(),
});
export type CreationChange = z.infer<typeof creationChange>;

export interface CreationWish {
  readonly source: string | null;
  readonly name: string;
  readonly request: JsonObject;
  readonly leftOut: readonly string[];
}

/** A cluster may have so many pools until the quota is raised (ACK: DescribeUserQuota `cluster_nodepool_quota`). */
const defaultPoolsPerCluster = 20;

/** Plans a pool from a request that has been read and found valid. */
export function planCreation(
  cluster: Cluster,
  pools: readonly NodePool[],
  { source, name, request, leftOut }: CreationWish,
): Result<Preview<CreationChange>, Refusal> {
  const running = runningCluster(cluster);
  if (!running.ok) return running;
  if (pools.some((pool) => pool.name === name)) {
    return failure({ code: "pool-name-taken", name, cluster: cluster.name });
  }
  const nodes = nodesOf(request);
  const warnings: Warning[] = [];
  if (pools.length >= defaultPoolsPerCluster) warnings.push({ code: "pool-quota", quota: defaultPoolsPerCluster });
  return success({
    change: {
      kind: source === null ? "create" : "clone",
      target: { ...clusterTargetOf(cluster), name },
      source,
      request,
      leftOut,
    },
    basis: { "pool-exists": false },
    effect: { nodes, batches: nodes === 0 ? [] : [nodes], disruptions: [], minutes: { least: 1, most: 10 } },
    warnings,
  });
}

export const creationConduct: Conduct<CreationChange> = {
  ...usualConduct,
  basis: (_, { pool }) => ({ "pool-exists": pool !== null }),
  reached: ({ request }, { pool }) =>
    pool !== null && pool.nodes.initial === 0 && pool.nodes.serving >= (scalesItself(request) ? 0 : nodesOf(request)),
  taken: (_, { pool }) => pool !== null,
  nodesDone: (_, { pool }) => pool?.nodes.serving ?? 0,
  // ACK refuses a second pool of the same name.
  repeatable: true,
  taskTypes: ["nodepool_create"],
};

const scalesItself = (request: JsonObject): boolean => valueAt(request, ["auto_scaling", "enable"]) === true;

/** How many nodes a request begins with. */
function nodesOf(request: JsonObject): number {
  const size = valueAt(
    request,
    scalesItself(request) ? ["auto_scaling", "min_instances"] : ["scaling_group", "desired_size"],
  );
  return typeof size === "number" ? size : 0;
}
