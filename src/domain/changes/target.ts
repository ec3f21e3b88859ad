import { z } from "zod";
import { clusterId, nodePoolId } from "../ids.ts";
import type { NodePool } from "../node-pool.ts";

/** The node pool that a change is about. */
export const poolTarget = z
  .object({
    cluster: z.object({ id: clusterId, name: z.string(), region: z.string() }),
    id: nodePoolId,
    name: z.string(),
  })
  .readonly();
export type PoolTarget = z.infer<typeof poolTarget>;

export function targetOf(pool: NodePool): PoolTarget {
  const { id, name, region } = pool.cluster;
  return { cluster: { id, name, region }, id: pool.id, name: pool.name };
}
