import { type JsonObject, valueAt } from "../json.ts";
import { withOverrides } from "./overrides.ts";

/** Switches of a managed pool, each with the one it waits for beside `management.enable`; null: for none. */
const switches: Readonly<Record<string, string | null>> = {
  "management.auto_repair": null,
  "management.auto_repair_policy.restart_node": "management.auto_repair",
  "management.auto_repair_policy.approval_required": "management.auto_repair",
  "management.auto_upgrade": null,
  "management.auto_upgrade_policy.auto_upgrade_kubelet": "management.auto_upgrade",
  "management.auto_vul_fix": null,
  "management.auto_vul_fix_policy.restart_node": "management.auto_vul_fix",
};

/** Their paths, as ACK describes them. */
export const managementSwitches: readonly string[] = Object.keys(switches);

/**
 * A request in which every switch of a managed pool that takes effect is said: what is left out is off. ACK's defaults have changed
 * before, and its documents differ (ACK: announcement of 2025-08-31 against the SDK).
 */
export function withExplicitSwitches(request: JsonObject): JsonObject {
  const at = (path: string): unknown => valueAt(request, path.split("."));
  if (at("management.enable") !== true) return request;
  const silent = Object.entries(switches).filter(
    ([path, under]) => at(path) === undefined && (under === null || at(under) === true),
  );
  return withOverrides(request, Object.fromEntries(silent.map(([path]) => [path, false])));
}
