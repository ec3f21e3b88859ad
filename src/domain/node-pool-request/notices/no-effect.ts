import { type JsonObject, type Path, pathsOf, pathText, valueAt } from "../../json.ts";
import type { RequestNotice } from "./notice.ts";

interface Switch {
  readonly pattern: string;
  readonly needed: readonly string[];
  /** What the documents say a switch that is left out means; null where they do not agree, and then nothing is said. */
  readonly byDefault: string | null;
}

const managed: Switch = { pattern: "management.enable", needed: ["true"], byDefault: "false" };
const scalesItself: Switch = { pattern: "auto_scaling.enable", needed: ["true"], byDefault: "false" };
const subscription: Switch = {
  pattern: "scaling_group.instance_charge_type",
  needed: ["PrePaid"],
  byDefault: "PostPaid",
};
const essdSystemDisk: Switch = {
  pattern: "scaling_group.system_disk_category",
  needed: ["cloud_essd"],
  byDefault: null,
};
const encryptedSystemDisk: Switch = {
  pattern: "scaling_group.system_disk_encrypted",
  needed: ["true"],
  byDefault: "false",
};
const ofKind = (kind: string): Switch => ({ pattern: "nodepool_info.type", needed: [kind], byDefault: "ess" });
const unsure = (pattern: string): Switch => ({ pattern, needed: ["true"], byDefault: null });

/** Fields that the documents say take effect only under another one (ACK: CreateClusterNodePool). */
const switches: Readonly<Record<string, readonly Switch[]>> = {
  "auto_scaling.type": [scalesItself],
  "auto_scaling.min_instances": [scalesItself],
  "auto_scaling.max_instances": [scalesItself],
  "management.auto_repair": [managed],
  "management.auto_vul_fix": [managed],
  "management.auto_upgrade": [managed],
  "management.upgrade_config": [managed],
  "management.auto_fault_diagnosis": [managed],
  "management.auto_repair_policy": [managed, unsure("management.auto_repair")],
  "management.auto_vul_fix_policy": [managed, unsure("management.auto_vul_fix")],
  "management.auto_upgrade_policy": [managed, unsure("management.auto_upgrade")],
  "management.drift_enabled": [{ pattern: "auto_mode.enable", needed: ["true"], byDefault: "false" }],
  "scaling_group.period": [subscription],
  "scaling_group.period_unit": [subscription],
  "scaling_group.auto_renew": [subscription],
  "scaling_group.auto_renew_period": [
    {
      pattern: "scaling_group.auto_renew",
      needed: ["true"],
      byDefault: "false",
    },
  ],
  "scaling_group.spot_price_limit": [
    {
      pattern: "scaling_group.spot_strategy",
      needed: ["SpotWithPriceLimit"],
      byDefault: "NoSpot",
    },
  ],
  "scaling_group.compensate_with_on_demand": [
    {
      pattern: "scaling_group.multi_az_policy",
      needed: ["COST_OPTIMIZED"],
      byDefault: "PRIORITY",
    },
  ],
  "scaling_group.scaling_policy": [scalesItself],
  "scaling_group.resource_pool_options": [
    {
      pattern: "scaling_group.instance_charge_type",
      needed: ["PostPaid"],
      byDefault: "PostPaid",
    },
  ],
  "scaling_group.system_disk_performance_level": [essdSystemDisk],
  "scaling_group.system_disk_kms_key_id": [encryptedSystemDisk],
  "scaling_group.system_disk_encrypt_algorithm": [encryptedSystemDisk],
  "scaling_group.data_disks[].performance_level": [
    {
      pattern: "scaling_group.data_disks[].category",
      needed: ["cloud_essd"],
      byDefault: null,
    },
  ],
  "scaling_group.data_disks[].kms_key_id": [
    {
      pattern: "scaling_group.data_disks[].encrypted",
      needed: ["true"],
      byDefault: "false",
    },
  ],
  "scaling_group.data_disks[].file_system": [
    {
      pattern: "scaling_group.data_disks[].auto_format",
      needed: ["true"],
      byDefault: "false",
    },
  ],
  eflo_node_group: [ofKind("lingjun")],
  interconnect_mode: [ofKind("edge")],
  host_network: [ofKind("edge")],
  intranet: [ofKind("edge")],
};

/** Fields of a request that will do nothing, and the first thing each waits for. */
export function noEffect(request: JsonObject): readonly RequestNotice[] {
  return Object.entries(switches).flatMap(([pattern, needs]) =>
    pathsOf(request, pattern).flatMap((path): readonly RequestNotice[] => {
      if (!asksForSomething(valueAt(request, path))) return [];
      const idle = needs.find((need) => isOff(request, besides(path, need.pattern), need));
      if (idle === undefined) return [];
      const other = pathText(besides(path, idle.pattern));
      return [{ code: "no-effect", path: pathText(path), other, needed: idle.needed }];
    }),
  );
}

function isOff(request: JsonObject, path: Path, { needed, byDefault }: Switch): boolean {
  const position = valueAt(request, path) ?? byDefault;
  return position !== null && !needed.some((value) => value === position || value === JSON.stringify(position));
}

/** What is off or empty has nothing to lose. */
function asksForSomething(value: unknown): boolean {
  return value !== false && value !== 0 && value !== "release" && !(Array.isArray(value) && value.length === 0);
}

/** The path of a pattern with the places of a list that another path goes through. */
function besides(path: Path, pattern: string): Path {
  const places = path.filter((step) => typeof step === "number");
  return pattern
    .replaceAll("[]", ".[]")
    .split(".")
    .map((step) => (step === "[]" ? (places.shift() ?? 0) : step));
}
