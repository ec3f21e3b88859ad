import { largestGrowth } from "../../changes/scale.ts";
import type { RequestContext } from "../context.ts";
import type { RequestProblem } from "../problem.ts";
import { type Rule, when } from "./rule.ts";

/** A pool that scales itself takes no size (ACK: `InvalidDesiredSizeOrCount.NotNull`). */
export const sizeOrAutoScaling: Rule = ({ scaling_group: group, auto_scaling: auto }) =>
  when(group?.desired_size !== undefined && auto?.enable === true, {
    code: "never-with",
    path: "scaling_group.desired_size",
    other: "auto_scaling.enable",
    value: "true",
  });

/** Auto scaling asks for both bounds (ACK: create a node pool, scaling mode). */
export const autoScalingNeedsBounds: Rule = ({ auto_scaling: auto }) => {
  if (auto?.enable !== true) return [];
  return (["min_instances", "max_instances"] as const).flatMap((bound): readonly RequestProblem[] =>
    when(auto[bound] === undefined, {
      code: "needed-by",
      path: `auto_scaling.${bound}`,
      other: "auto_scaling.enable",
      value: "true",
    }),
  );
};

/** ACK: `auto_scaling.max_instances` begins at `min_instances`. */
export const boundsInOrder: Rule = ({ auto_scaling: auto }) => {
  const least = auto?.min_instances;
  const most = auto?.max_instances;
  if (least === undefined || most === undefined || most >= least) return [];
  return [{ code: "below-other", path: "auto_scaling.max_instances", other: "auto_scaling.min_instances", least }];
};

/** ACK makes at most 500 nodes in one operation. */
export const growthAtOnce: Rule = ({ scaling_group: group }) =>
  when((group?.desired_size ?? 0) > largestGrowth, {
    code: "growth-too-large",
    path: "scaling_group.desired_size",
    most: largestGrowth,
  });

/** Nodes that a deployment set holds in each zone (ACK: `deploymentset_id`). */
export const nodesPerZone = 20;

/** A deployment set holds 20 nodes in each zone. Where zones are not known, each vSwitch may be in one of its own. */
export const deploymentSetHolds: Rule = ({ scaling_group: group, auto_scaling: auto }, context) => {
  if (group?.deploymentset_id === undefined) return [];
  const zones = zonesOf(group.vswitch_ids ?? [], context).length;
  if (zones === 0) return [];
  const most = nodesPerZone * zones;
  const above = (path: string, nodes: number | undefined): readonly RequestProblem[] =>
    when((nodes ?? 0) > most, { code: "above-deployment-set", path, most, zones });
  return [
    ...above("scaling_group.desired_size", group.desired_size),
    ...above("auto_scaling.max_instances", auto?.enable === true ? auto.max_instances : undefined),
  ];
};

/** Zones of vSwitches; one of unknown zone counts as a zone of its own. */
export function zonesOf(vSwitchIds: readonly string[], { zones }: RequestContext): readonly string[] {
  return [...new Set(vSwitchIds.map((id) => zones?.[id] ?? id))];
}
