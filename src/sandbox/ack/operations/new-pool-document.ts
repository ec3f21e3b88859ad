import { isOn, type JsonObject, merge, textAt, without } from "../json.ts";
import { imageOffers, versionOffers } from "../metadata.ts";
import { controlPlaneVersion } from "../pool.ts";
import type { Cluster, RegionState } from "../state.ts";
import { zonedTimeWithMilliseconds } from "../wire-times.ts";
import { storable } from "./pool-rules/storable.ts";

/** A new pool's document: what was sent, over what ACK fills in. */
export function newPoolDocument(region: RegionState, cluster: Cluster, id: string, body: JsonObject): JsonObject {
  const created = zonedTimeWithMilliseconds(region.now);
  const sent = region.assumptions.createTakesRepairPolicy
    ? storable(body)
    : without(storable(body), "management", "auto_repair_policy", "auto_repair_policy_id");
  return merge(merge(defaults(region, cluster, body), sent), {
    nodepool_info: { nodepool_id: id, region_id: cluster.region, is_default: false, created, updated: created },
    scaling_group: { scaling_group_id: `asg-bp1${region.draw.letters(17)}` },
  });
}

function defaults({ assumptions }: RegionState, cluster: Cluster, body: JsonObject): JsonObject {
  const version = controlPlaneVersion(cluster);
  const runtimes = versionOffers.find((offer) => offer.version === version)?.containerd ?? [];
  const type = textAt(body, "scaling_group", "image_type") ?? "AliyunLinux3";
  const image = imageOffers.find((offer) => offer.type === type);
  const group = textAt(cluster.document, "security_group_id") ?? "";
  const switched = assumptions.managedSwitchesDefault;
  return {
    nodepool_info: { type: "ess", resource_group_id: textAt(cluster.document, "resource_group_id") ?? "" },
    scaling_group: {
      instance_charge_type: "PostPaid",
      image_type: type,
      image_id: image?.id ?? "",
      platform: "AliyunLinux",
      security_group_id: group,
      security_group_ids: [group],
      multi_az_policy: "BALANCE",
      scaling_policy: "release",
      spot_strategy: "NoSpot",
      tags: [],
      internet_charge_type: "",
      internet_max_bandwidth_out: 0,
    },
    auto_scaling: { enable: false, type: "cpu", min_instances: 0, max_instances: 0, is_bond_eip: false },
    kubernetes_config: {
      labels: [],
      taints: [],
      unschedulable: false,
      runtime: "containerd",
      runtime_version: runtimes.at(-1) ?? "",
      cpu_policy: "none",
      cms_enabled: false,
      user_data: "",
    },
    node_components: [{ name: "kubelet", version, config_revision: "1" }],
    management: isOn(body, "management", "enable")
      ? { auto_repair: switched, auto_upgrade: switched, auto_vul_fix: switched }
      : { enable: false },
    tee_config: { tee_enable: false },
  };
}
