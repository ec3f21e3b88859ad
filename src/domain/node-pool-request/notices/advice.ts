import { advisedSize } from "../../changes/scale.ts";
import type { RequestContext } from "../context.ts";
import { buysSpot } from "../rules/billing.ts";
import { nodesPerZone, zonesOf } from "../rules/size.ts";
import type { NodePoolRequest, ScalingGroup } from "../schema/request.ts";
import { listedImageTypes } from "../schema/scaling-group.ts";
import type { RequestNotice } from "./notice.ts";

/** Nodes of a pool until the quota is raised by a ticket (ACK: quotas). */
const defaultQuota = 1000;
/** Families of instances with a trusted execution environment (ACK: confidential computing node pools). */
const confidentialFamilies = ["c7t", "g7t", "r7t"] as const;

type Holds = Readonly<[boolean, RequestNotice]>;

/** What ACK advises for such a pool, and what follows from its choices. */
export function advice(request: NodePoolRequest, context: RequestContext): readonly RequestNotice[] {
  const { scaling_group: group } = request;
  if (group === undefined) return [];
  return [...sizeAdvice(request, group), ...placeAdvice(group, context), ...nodeAdvice(request, group)].flatMap(
    ([holds, notice]) => (holds ? [notice] : []),
  );
}

function sizeAdvice({ auto_scaling: auto }: NodePoolRequest, { desired_size: size }: ScalingGroup): readonly Holds[] {
  const scalesItself = auto?.enable === true;
  const path = "scaling_group.desired_size";
  return [
    [!scalesItself && size === undefined, { code: "no-desired-size", path }],
    [size !== undefined && size < advisedSize, { code: "below-advised-size", path, advised: advisedSize }],
    [
      scalesItself && (auto.max_instances ?? 0) > defaultQuota,
      { code: "above-default-quota", path: "auto_scaling.max_instances", quota: defaultQuota },
    ],
    [scalesItself, { code: "fixed-once-made", path: "auto_scaling.type" }],
  ];
}

function placeAdvice(group: ScalingGroup, context: RequestContext): readonly Holds[] {
  const vSwitches = group.vswitch_ids ?? [];
  const zones = zonesOf(vSwitches, context).length;
  return [
    [vSwitches.length > 0 && zones < 2, { code: "one-zone", path: "scaling_group.vswitch_ids" }],
    [group.instance_types?.length === 1, { code: "one-instance-type", path: "scaling_group.instance_types" }],
    [
      group.deploymentset_id !== undefined && zones > 0,
      { code: "deployment-set-holds", path: "scaling_group.deploymentset_id", most: nodesPerZone * zones, zones },
    ],
    [
      (group.security_group_ids ?? []).length > 0,
      { code: "fixed-once-made", path: "scaling_group.security_group_ids" },
    ],
  ];
}

function nodeAdvice(request: NodePoolRequest, group: ScalingGroup): readonly Holds[] {
  const { image_type: image = "" } = group;
  return [
    [
      group.key_pair === undefined && group.login_password === undefined,
      { code: "no-logon", path: "scaling_group.key_pair" },
    ],
    [buysSpot(group), { code: "spot-is-taken-back", path: "scaling_group.spot_strategy" }],
    [
      group.spot_strategy === "SpotWithPriceLimit" && (group.spot_price_limit ?? []).length === 0,
      { code: "no-price-limit", path: "scaling_group.spot_price_limit" },
    ],
    [group.soc_enabled === true, { code: "fixed-once-made", path: "scaling_group.soc_enabled" }],
    [group.soc_enabled === true, { code: "no-root-logon", path: "scaling_group.soc_enabled" }],
    [group.security_hardening_os === true, { code: "fixed-once-made", path: "scaling_group.security_hardening_os" }],
    [
      request.auto_scaling?.enable === true && (image === "Windows" || image === "WindowsCore"),
      { code: "windows-taint", path: "scaling_group.image_type" },
    ],
    [
      image !== "" && !listedImageTypes.some((listed) => listed === image),
      { code: "unlisted-image-type", path: "scaling_group.image_type", value: image },
    ],
    [
      request.tee_config?.tee_enable === true && !(group.instance_types ?? []).every(isConfidential),
      { code: "confidential-instances", path: "scaling_group.instance_types", families: confidentialFamilies },
    ],
  ];
}

/** `ecs.g7t.xlarge` is of the family g7t. */
function isConfidential(instanceType: string): boolean {
  return confidentialFamilies.some((family) => family === instanceType.split(".")[1]);
}
