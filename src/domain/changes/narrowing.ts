import type { Cluster } from "../cluster.ts";
import type { NodePool } from "../node-pool.ts";
import type { Node } from "../node.ts";

/** How much smaller a change is to be; null: as it was planned. */
export interface Narrowing {
  /** Nodes that are made, removed or worked on. */
  readonly nodes: number | null;
  /** Nodes that are worked on at once. */
  readonly parallelism: number | null;
}

/** A pool, seen closely enough to plan a change of its nodes anew. */
export interface PoolView {
  readonly cluster: Cluster;
  readonly pool: NodePool;
  /** All of the pool. */
  readonly nodes: readonly Node[];
}
