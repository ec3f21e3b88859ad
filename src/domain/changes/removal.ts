import * as z from "zod";
import type { Cluster } from "../cluster.ts";
import type { Node } from "../node.ts";
import type { NodePool } from "../node-pool.ts";
import type { Preview, Warning } from "../preview.ts";
import type { Refusal } from "../refusal.ts";
import { failure, type Result, success } from "../result.ts";
import { chooseNodes } from "./choose-nodes.ts";
import { type Conduct, usualConduct } from "./conduct.ts";
import { poolTarget, targetOf } from "./target.ts";
import type { Narrowing, PoolView } from "./narrowing.ts";
import { workablePool } from "./preconditions.ts";

const removedNode = z.object({
  name: z.string(),
  instanceId: z.string(),
  /** Whether its ECS instance goes, too; only pay-as-you-go instances can. */
  released: z.boolean(),
});

/** Nodes that leave a pool and its cluster (ACK: RemoveNodePoolNodes). */
export const removalChange = z.object({
  kind: z.literal("remove-nodes"),
  target: poolTarget,
  nodes: z.array(removedNode).min(1).readonly(),
  drain: z.boolean(),
  release: z.boolean(),
  /** Nodes of the pool before. */
  from: z.int(),
});
export type RemovalChange = z.infer<typeof removalChange>;

export interface RemovalWish {
  /** Node names or instance ids. */
  readonly nodes: readonly string[];
  readonly drain: boolean;
  readonly release: boolean;
}

export function planRemoval(
  pool: NodePool,
  cluster: Cluster,
  wish: RemovalWish,
  nodes: readonly Node[],
): Result<Preview<RemovalChange>, Refusal> {
  const workable = workablePool(pool, cluster);
  if (!workable.ok) return workable;
  const chosen = chooseNodes(pool, nodes, wish.nodes);
  if (!chosen.ok) return chosen;
  if (chosen.value.length === 0) return failure({ code: "pool-without-nodes", pool: pool.name });
  const removed = chosen.value.map((node) => ({
    name: node.name,
    instanceId: node.instanceId,
    released: wish.release && node.chargeType !== "PrePaid",
  }));
  const count = removed.length;
  return success({
    change: {
      kind: "remove-nodes",
      target: targetOf(pool),
      nodes: removed,
      drain: wish.drain,
      release: wish.release,
      from: pool.nodes.total,
    },
    basis: removalBasis(pool),
    effect: {
      nodes: count,
      batches: [count],
      disruptions: [wish.drain ? "nodes-drained-for-removal" : "nodes-removed", "pods-restart", "connections-break"],
      minutes: { least: 2, most: wish.drain ? 40 : 15 },
    },
    warnings: warningsOf(pool, removed, chosen.value),
  });
}

/** Plans the same for fewer nodes. */
export function narrowRemoval(
  { nodes: named, drain, release }: RemovalChange,
  { nodes: count }: Narrowing,
  { pool, cluster, nodes }: PoolView,
): Result<Preview<RemovalChange>, Refusal> {
  const fewer = named.slice(0, count ?? named.length).map(({ name }) => name);
  return planRemoval(pool, cluster, { nodes: fewer, drain, release }, nodes);
}

export const removalConduct: Conduct<RemovalChange> = {
  ...usualConduct,
  basis: (_, { pool }) => (pool === null ? {} : removalBasis(pool)),
  reached: ({ nodes, from }, { pool }) =>
    pool !== null && pool.nodes.total <= from - nodes.length && pool.nodes.removing === 0,
  nodesDone: ({ from }, { pool }) => (pool === null ? null : from - pool.nodes.total),
  // The desired size shrinks with each call.
  repeatable: false,
  workingState: "removing_nodes",
};

function removalBasis(pool: NodePool): { readonly "node-count": number } {
  return { "node-count": pool.nodes.total };
}

function warningsOf(pool: NodePool, removed: RemovalChange["nodes"], chosen: readonly Node[]): readonly Warning[] {
  const warnings: Warning[] = [{ code: "room-elsewhere" }];
  if (pool.isDefault) warnings.push({ code: "default-pool" });
  const kept = removed.filter(({ released }) => !released).length;
  const subscription = chosen.filter(({ chargeType }) => chargeType === "PrePaid").length;
  if (kept > 0) warnings.push({ code: "instances-go-on-costing", count: kept });
  if (subscription > 0) warnings.push({ code: "subscription-stays", count: subscription });
  return warnings;
}
