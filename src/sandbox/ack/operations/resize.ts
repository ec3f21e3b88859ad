import type { JsonObject } from "../json.ts";
import { startScaleIn } from "../life/scale-in.ts";
import { startScaleOut } from "../life/scale-out.ts";
import { keptNodes } from "../pool.ts";
import type { Cluster, NodePool, RegionState, Task } from "../state.ts";

/** Brings a pool to a number of nodes; null: it has them already, or nothing can be removed. */
export function resize(
  region: RegionState,
  cluster: Cluster,
  pool: NodePool,
  size: number,
  parameters: JsonObject,
): Task | null {
  const growth = size - keptNodes(pool).length;
  if (growth > 0) return startScaleOut(region, cluster, pool, growth, parameters);
  return growth < 0 ? startScaleIn(region, pool, -growth, parameters) : null;
}
