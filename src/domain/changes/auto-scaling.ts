import type { Cluster } from "../cluster.ts";
import { addedByHand, type Node } from "../node.ts";
import type { NodePool } from "../node-pool.ts";
import type { Preview, Warning } from "../preview.ts";
import type { Refusal } from "../refusal.ts";
import { failure, type Result } from "../result.ts";
import { defaultPoolQuota, largestGrowth, largestPool } from "./scale.ts";
import { type FieldWish, planSettings, type SettingsChange } from "./settings.ts";

/** Bounds in nodes; null: not said. */
export interface AutoScalingWish {
  readonly on: boolean;
  readonly minimum: number | null;
  readonly maximum: number | null;
}

/** What the console sets when it switches auto scaling off (ACK: create and manage node pools). */
const boundsWhenOff = { minimum: 0, maximum: largestPool };

/**
 * Plans auto scaling, on or off (ACK: ModifyClusterNodePool `auto_scaling`). No size goes with it: ACK refuses `desired_size` in a
 * call that switches auto scaling, and of a pool that has it.
 * @param nodes the pool's nodes where they are known: those that were added by hand do not count for the bounds
 */
export function planAutoScaling(
  pool: NodePool,
  cluster: Cluster,
  wish: AutoScalingWish,
  nodes: readonly Node[] | null,
): Result<Preview<SettingsChange>, Refusal> {
  const present = pool.sizing.mode === "automatic" ? pool.sizing : null;
  if (!wish.on) {
    if (present === null) return failure({ code: "auto-scaling-already", pool: pool.name, on: false });
    const fields = fieldsFor(false, boundsWhenOff.minimum, boundsWhenOff.maximum);
    return planSettings(pool, cluster, { kind: "autoscale", fields }, [
      { code: "size-is-set-by-ack", size: pool.nodes.total },
    ]);
  }
  // Of a pool that scales itself, one bound may be changed alone; the other is said again.
  const minimum = wish.minimum ?? present?.minimum ?? null;
  const maximum = wish.maximum ?? present?.maximum ?? null;
  if (minimum === null || maximum === null) return failure({ code: "bounds-needed", pool: pool.name });
  if (minimum < 0 || maximum < minimum || maximum > largestPool) {
    return failure({ code: "bounds-out-of-order", minimum, maximum });
  }
  if (present !== null && present.minimum === minimum && present.maximum === maximum) {
    return failure({ code: "auto-scaling-already", pool: pool.name, on: true });
  }
  const byHand = (nodes ?? []).filter(addedByHand).map(({ name }) => name);
  const own = pool.nodes.total - byHand.length;
  const target = Math.min(maximum, Math.max(minimum, own));
  if (target - own > largestGrowth) {
    return failure({ code: "growth-too-large", from: own, to: target, largest: largestGrowth });
  }
  const warnings: Warning[] = [];
  if (target !== own) warnings.push({ code: "bounds-act-at-once", present: own });
  if (target < own && byHand.length > 0) {
    warnings.push({ code: "hand-added-nodes-stay", nodes: byHand.slice(0, 10), count: byHand.length });
  }
  if (maximum > defaultPoolQuota) warnings.push({ code: "above-default-quota", quota: defaultPoolQuota });
  const fields = fieldsFor(true, minimum, maximum);
  return planSettings(pool, cluster, { kind: "autoscale", fields, step: target - own }, warnings);
}

/** Both bounds go with the switch, whatever they were. */
function fieldsFor(enable: boolean, minimum: number, maximum: number): readonly FieldWish[] {
  return [
    { path: "auto_scaling.enable", to: enable, restated: true },
    { path: "auto_scaling.min_instances", to: minimum, restated: true },
    { path: "auto_scaling.max_instances", to: maximum, restated: true },
  ];
}
