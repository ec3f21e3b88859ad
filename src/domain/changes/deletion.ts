import * as z from "zod";
import type { Cluster } from "../cluster.ts";
import { addedByHand, type Node } from "../node.ts";
import type { NodePool } from "../node-pool.ts";
import type { Basis, Preview, Warning } from "../preview.ts";
import type { Refusal } from "../refusal.ts";
import { failure, type Result, success } from "../result.ts";
import { type Conduct, usualConduct } from "./conduct.ts";
import { poolTarget, targetOf } from "./target.ts";
import { runningCluster } from "./preconditions.ts";

/** The end of a node pool (ACK: DeleteClusterNodepool). */
export const deletionChange = z.object({
  kind: z.literal("delete"),
  target: poolTarget,
  /** Also while it has nodes. */
  force: z.boolean(),
  /** Nodes it has. */
  nodes: z.int().min(0),
});
export type DeletionChange = z.infer<typeof deletionChange>;

export interface DeletionWish {
  readonly force: boolean;
  /** The pool's name, typed once more; null where it was not. */
  readonly confirmation: string | null;
}

/** States in which ACK deletes a pool: idle, or one that came to nothing. */
const deletable = ["active", "failed", "delete_failed"];

export function planDeletion(
  pool: NodePool,
  cluster: Cluster,
  { force, confirmation }: DeletionWish,
  nodes: readonly Node[] | null,
): Result<Preview<DeletionChange>, Refusal> {
  const running = runningCluster(cluster);
  if (!running.ok) return running;
  if (pool.isDefault) return failure({ code: "default-pool-stays", pool: pool.name });
  if (pool.state === "deleting" || pool.state === "deleted") {
    return failure({ code: "pool-not-workable", pool: pool.name, state: pool.state });
  }
  const count = pool.nodes.total;
  if (count > 0 && !force) return failure({ code: "pool-has-nodes", pool: pool.name, count });
  if (confirmation !== pool.name) return failure({ code: "deletion-not-confirmed", pool: pool.name });
  return success({
    change: { kind: "delete", target: targetOf(pool), force, nodes: count },
    basis: deletionBasis(pool),
    effect: {
      nodes: count,
      batches: count === 0 ? [] : [count],
      disruptions: count === 0 ? [] : ["nodes-drained-for-removal", "pods-restart", "connections-break"],
      minutes: { least: 1, most: count === 0 ? 5 : 40 },
    },
    warnings: warningsOf(pool, count, nodes),
  });
}

export const deletionConduct: Conduct<DeletionChange> = {
  ...usualConduct,
  basis: (_, { pool }) => (pool === null ? {} : deletionBasis(pool)),
  reached: (_, { pool }) => pool === null,
  nodesDone: ({ nodes }, { pool }) => (pool === null ? nodes : nodes - pool.nodes.total),
  // What is gone cannot go twice.
  repeatable: true,
  workingState: "deleting",
  startsIn: deletable,
};

function deletionBasis(pool: NodePool): Basis {
  return { "node-count": pool.nodes.total };
}

/**
 * What becomes of the instances (ACK: "Delete a node pool"): with a desired size, pay-as-you-go instances are released and
 * subscriptions stay; without, what was added by hand or by subscription stays, and the rest is released.
 */
function warningsOf(pool: NodePool, count: number, nodes: readonly Node[] | null): readonly Warning[] {
  if (count === 0) return [{ code: "no-way-back-from-deletion" }];
  const staying = (node: Node): boolean =>
    node.chargeType === "PrePaid" || (pool.sizing.desiredSize === null && addedByHand(node));
  const kept = nodes?.filter(staying).length ?? null;
  return [
    { code: "no-way-back-from-deletion" },
    { code: "room-elsewhere" },
    ...(kept === null
      ? [{ code: "subscription-stays-on-deletion" } as const]
      : [
          { code: "instances-released", count: count - kept } as const,
          ...(kept > 0 ? [{ code: "instances-go-on-costing", count: kept } as const] : []),
        ]),
  ];
}
