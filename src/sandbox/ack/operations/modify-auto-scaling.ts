import { type AckError, refuse } from "../errors.ts";
import { isOn, type JsonObject, merge, numberAt, without } from "../json.ts";
import { keptNodes } from "../pool.ts";
import type { NodePool, RegionState } from "../state.ts";

/** An auto-scaling pool sizes itself. */
export const noSizeWhileAutoScaling = (): AckError =>
  refuse(400, "InvalidDesiredSizeOrCount.NotNull", "desired_size and count must be null when auto scaling is enabled");

/** Nodes that auto scaling may ask for at most. */
const mostInstances = 2_000;

/** Throws AckError where the limits of auto scaling would contradict each other. */
export function mustBeScalable({ assumptions }: RegionState, document: JsonObject): void {
  const [least, most] = limits(document);
  if (least >= 0 && least <= most && most <= mostInstances) return;
  const { status, code } = assumptions.outOfRange;
  throw refuse(status, code, `min_instances ${least} and max_instances ${most} must hold 0 <= min <= max <= 2000`);
}

/** What switching auto scaling does to the desired size. */
export function withSizeRule({ assumptions }: RegionState, pool: NodePool, document: JsonObject): JsonObject {
  const [before, after] = [isOn(pool.document, "auto_scaling", "enable"), isOn(document, "auto_scaling", "enable")];
  if (after) return without(document, "scaling_group", "desired_size");
  if (!before || assumptions.desiredSizeAfterAutoScaling === "absent") return document;
  return merge(document, { scaling_group: { desired_size: keptNodes(pool).length } });
}

/** The number of nodes to which new limits force an auto-scaling pool; nodes added by hand do not count. */
export function forcedSize(pool: NodePool, document: JsonObject): number {
  const [least, most] = limits(document);
  const nodes = keptNodes(pool);
  const own = nodes.filter(({ source }) => source === "ess").length;
  return nodes.length - own + Math.min(most, Math.max(least, own));
}

function limits(document: JsonObject): readonly [number, number] {
  return [
    numberAt(document, "auto_scaling", "min_instances") ?? 0,
    numberAt(document, "auto_scaling", "max_instances") ?? 0,
  ];
}
