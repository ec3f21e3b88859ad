import { type JsonObject, valueAt } from "../../json.ts";
import type { RequestNotice } from "./notice.ts";

/** What ACK takes for fields that are left out, where it shows in the pool (ACK: CreateClusterNodePool). */
const documented: Readonly<Record<string, string>> = {
  "nodepool_info.type": "ess",
  "auto_scaling.enable": "false",
  "management.enable": "false",
  "scaling_group.system_disk_category": "cloud_efficiency",
  "scaling_group.multi_az_policy": "PRIORITY",
  "scaling_group.scaling_policy": "release",
  "scaling_group.security_hardening_os": "false",
  "kubernetes_config.runtime": "containerd",
  "kubernetes_config.cpu_policy": "none",
  "kubernetes_config.cms_enabled": "false",
};

/** Defaults in which the API document, the SDK and announcements differ, under the switch without which they mean nothing. */
const disputed: Readonly<Record<string, string>> = {
  "management.auto_repair": "management.enable",
  "management.auto_vul_fix": "management.enable",
  "management.auto_upgrade": "management.enable",
  "management.auto_repair_policy.approval_required": "management.auto_repair",
  "management.auto_vul_fix_policy.restart_node": "management.auto_vul_fix",
  "management.auto_upgrade_policy.auto_upgrade_runtime": "management.auto_upgrade",
};

/** What ACK will decide itself. */
export function defaults(request: JsonObject): readonly RequestNotice[] {
  const leftOut = (path: string): boolean => valueAt(request, path.split(".")) === undefined;
  const preferences = valueAt(request, ["scaling_group", "system_disk_categories"]);
  const several = Array.isArray(preferences) && preferences.length > 0;
  return [
    ...Object.entries(documented)
      .filter(([path]) => leftOut(path) && !(several && path === "scaling_group.system_disk_category"))
      .map(([path, value]): RequestNotice => ({ code: "default-applies", path, value })),
    ...Object.entries(disputed)
      .filter(([path, under]) => leftOut(path) && valueAt(request, under.split(".")) === true)
      .map(([path]): RequestNotice => ({ code: "default-uncertain", path })),
  ];
}
