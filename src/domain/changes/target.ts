import * as z from "zod";
import type { ClusterReference } from "../cluster.ts";
import { clusterId, nodePoolId, type NodePoolId } from "../ids.ts";
import type { NodePool } from "../node-pool.ts";

const cluster = z.object({ id: clusterId, name: z.string(), region: z.string() });

/** A node pool that there is. */
export const poolTarget = z.object({ cluster, id: nodePoolId, name: z.string() }).readonly();
export type PoolTarget = z.infer<typeof poolTarget>;

/** A node pool that is yet to be made: ACK gives it its id. Names are unique within a cluster. */
export const newPoolTarget = z.object({ cluster, name: z.string() }).readonly();
export type NewPoolTarget = z.infer<typeof newPoolTarget>;

/** A cluster as a whole. */
export const clusterTarget = z.object({ cluster }).readonly();
export type ClusterTarget = z.infer<typeof clusterTarget>;

/** What a change is about. */
export type Target = PoolTarget | NewPoolTarget | ClusterTarget;

export function targetOf(pool: NodePool): PoolTarget {
  return { ...clusterTargetOf(pool.cluster), id: pool.id, name: pool.name };
}

export function clusterTargetOf({ id, name, region }: ClusterReference): ClusterTarget {
  return { cluster: { id, name, region } };
}

/** null: the pool is yet to be made, or the change is about the cluster. */
export function poolIdOf(target: Target): NodePoolId | null {
  return "id" in target ? target.id : null;
}

/** null: the change is about the cluster. */
export function poolNameOf(target: Target): string | null {
  return "name" in target ? target.name : null;
}

/** `prod/prod-pool`, or `prod` for the cluster itself. */
export function targetName(target: Target): string {
  const pool = poolNameOf(target);
  return pool === null ? target.cluster.name : `${target.cluster.name}/${pool}`;
}

/** Whether two changes are about the same thing, so that they must not run together. */
export function sameTarget(one: Target, other: Target): boolean {
  return (
    one.cluster.id === other.cluster.id &&
    poolIdOf(one) === poolIdOf(other) &&
    (poolIdOf(one) !== null || poolNameOf(one) === poolNameOf(other))
  );
}

/** The target among the pools of its cluster; a pool that was just made is known by its name. */
export function findTarget(target: Target, pools: readonly NodePool[]): NodePool | null {
  const id = poolIdOf(target);
  const name = poolNameOf(target);
  return pools.find((pool) => (id === null ? pool.name === name : pool.id === id)) ?? null;
}
