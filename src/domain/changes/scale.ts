import * as z from "zod";
import type { Cluster } from "../cluster.ts";
import { addedByHand, type Node } from "../node.ts";
import { valueAt } from "../json.ts";
import { type NodePool, presentSize } from "../node-pool.ts";
import type { Basis, Preview, Warning } from "../preview.ts";
import type { Refusal } from "../refusal.ts";
import { failure, type Result, success } from "../result.ts";
import { type Conduct, usualConduct } from "./conduct.ts";
import type { Narrowing, PoolView } from "./narrowing.ts";
import { workablePool } from "./preconditions.ts";
import { poolTarget, targetOf } from "./target.ts";

/** A new desired size of a node pool (ACK: ModifyClusterNodePool `scaling_group.desired_size`). */
export const scaleChange = z.object({
  kind: z.enum(["scale-out", "scale-in"]),
  target: poolTarget,
  /** Nodes. */
  from: z.int().min(0),
  /** Nodes. */
  to: z.int().min(0),
});
export type ScaleChange = z.infer<typeof scaleChange>;

/** What a person asks for: a size, or a step from the present one. In nodes. */
export type SizeWish =
  | { readonly kind: "absolute"; readonly size: number }
  | { readonly kind: "relative"; readonly step: number };

/** ACK grows a pool by at most 500 nodes in one operation (ACK: ScaleClusterNodePool, console). */
export const largestGrowth = 500;
/** No pool can have more nodes than this, whatever the quota (ACK: `max_instances`). */
export const largestPool = 2000;
/** A pool may have 1,000 nodes until the quota is raised by a ticket. */
export const defaultPoolQuota = 1000;
/** With fewer nodes a single failure stops what runs there (ACK: desired size of at least 2 advised). */
export const advisedSize = 2;

/**
 * Plans a new size.
 * @param nodes the pool's nodes where they are known: a scale-in then tells which of them stay
 */
export function planScale(
  pool: NodePool,
  cluster: Cluster,
  wish: SizeWish,
  nodes: readonly Node[] | null,
): Result<Preview<ScaleChange>, Refusal> {
  const workable = workablePool(pool, cluster);
  if (!workable.ok) return workable;
  if (pool.sizing.mode === "automatic") {
    return failure({ code: "pool-scales-itself", pool: pool.name, ...boundsOf(pool.sizing) });
  }
  if (pool.sizing.desiredSize === null) return failure({ code: "pool-without-desired-size", pool: pool.name });

  const from = presentSize(pool);
  const to = wish.kind === "absolute" ? wish.size : from + wish.step;
  if (to < 0 || to > largestPool) {
    return failure({ code: "size-out-of-range", size: to, smallest: 0, largest: largestPool });
  }
  if (to === from) return failure({ code: "already-this-size", pool: pool.name, size: to });
  const held = deploymentSetCapacity(pool);
  if (held !== null && to > held) return failure({ code: "above-deployment-set", pool: pool.name, to, largest: held });
  if (to - from > largestGrowth) return failure({ code: "growth-too-large", from, to, largest: largestGrowth });

  const change: ScaleChange = {
    kind: to > from ? "scale-out" : "scale-in",
    target: targetOf(pool),
    from,
    to,
  };
  return success({
    change,
    basis: scaleBasis(pool),
    effect:
      change.kind === "scale-out"
        ? {
            nodes: to - from,
            batches: [to - from],
            disruptions: [],
            minutes: { least: 1, most: 8 },
          }
        : {
            nodes: from - to,
            batches: [from - to],
            disruptions: ["nodes-removed", "pods-restart", "connections-break"],
            minutes: { least: 2, most: 40 },
          },
    warnings: warningsOf(pool, change, nodes),
  });
}

/** Plans the same with fewer nodes made or removed. */
export function narrowScale(
  { kind, from }: ScaleChange,
  { nodes: count }: Narrowing,
  { pool, cluster, nodes }: PoolView,
): Result<Preview<ScaleChange>, Refusal> {
  const size = kind === "scale-out" ? from + (count ?? 0) : from - (count ?? 0);
  return planScale(pool, cluster, { kind: "absolute", size }, nodes);
}

/**
 * The most nodes that a deployment set holds, 20 in each zone (ACK: CreateClusterNodePool `deploymentset_id`); null: there is none. A
 * zone has at least one vSwitch, so that there are at most as many zones.
 */
function deploymentSetCapacity({ settings, vSwitchIds }: NodePool): number | null {
  const set = valueAt(settings, ["scaling_group", "deploymentset_id"]);
  return typeof set === "string" && set !== "" ? 20 * vSwitchIds.length : null;
}

export const scaleConduct: Conduct<ScaleChange> = {
  ...usualConduct,
  basis: (_, { pool }) => (pool === null ? {} : scaleBasis(pool)),
  taken: ({ to }, { pool }) => pool?.sizing.desiredSize === to,
  reached: ({ to }, { pool }) =>
    pool !== null && pool.nodes.total === to && pool.nodes.initial === 0 && pool.nodes.removing === 0,
  nodesDone: ({ kind, from }, { pool }) => {
    if (pool === null) return null;
    const { total, initial } = pool.nodes;
    return kind === "scale-out" ? total - initial - from : from - total;
  },
  // A size is set, not added.
  repeatable: true,
  taskTypes: ["scale"],
};

/** What a signed-off size rests on: where any of this moves, the plan is stale. */
function scaleBasis(pool: NodePool): Basis {
  return {
    "desired-size": pool.sizing.desiredSize,
    "auto-scaling": pool.sizing.mode === "automatic",
  };
}

function boundsOf(sizing: { readonly minimum: number; readonly maximum: number }): {
  minimum: number;
  maximum: number;
} {
  return { minimum: sizing.minimum, maximum: sizing.maximum };
}

function warningsOf(pool: NodePool, change: ScaleChange, nodes: readonly Node[] | null): readonly Warning[] {
  const warnings: Warning[] = [];
  if (pool.isDefault) warnings.push({ code: "default-pool" });
  if (change.to > defaultPoolQuota) warnings.push({ code: "above-default-quota", quota: defaultPoolQuota });
  if (change.to < advisedSize) warnings.push({ code: "below-advised-size", advised: advisedSize });
  if (change.kind === "scale-in" && nodes !== null) {
    const staying = nodes.filter(addedByHand).map((node) => node.name);
    warnings.push({ code: "cloud-picks-nodes", removable: nodes.length - staying.length });
    if (staying.length > 0)
      warnings.push({
        code: "hand-added-nodes-stay",
        nodes: staying.slice(0, 10),
        count: staying.length,
      });
  }
  return warnings;
}
