import * as z from "zod";
import { formattedText, wholeNumber } from "./field.ts";

/** `5` (1 to 100000) or `10%` (1% to 100%). Both are text. */
const numberOrPercent = formattedText("number-or-percent", /^(?:[1-9]\d{0,4}|100000|(?:[1-9]\d?|100)%)$/).optional();

/** ACK: `management.auto_repair_policy`. */
const autoRepairPolicy = z.looseObject({
  /** Default: true. */
  restart_node: z.boolean().optional(),
  approval_required: z.boolean().optional(),
  /** Text, not a number. Default: 1. */
  max_parallel_repairing_nodes: numberOrPercent,
  /** Text, not a number. Above it nothing is repaired. Default: 100%. */
  max_unhealthy_nodes_threshold: numberOrPercent,
});

/** ACK: `management.auto_upgrade_policy`. */
const autoUpgradePolicy = z.looseObject({
  /** Default: true. */
  auto_upgrade_kubelet: z.boolean().optional(),
  /** Default: false in the API document, true in the SDK. */
  auto_upgrade_runtime: z.boolean().optional(),
  /** Default: false. */
  auto_upgrade_os: z.boolean().optional(),
});

/** ACK: `management.auto_vul_fix_policy`. */
const autoVulFixPolicy = z.looseObject({
  /** Default: false in the API document, true in the SDK. */
  restart_node: z.boolean().optional(),
  /** High, medium and low, by commas. Default: asap. */
  vul_level: formattedText("vulnerability-levels", /^(?:asap|later|nntf)(?:,(?:asap|later|nntf))*$/).optional(),
  /** Packages, by commas. Default: kernel. */
  exclude_packages: z.string().optional(),
});

/** ACK: `management.upgrade_config`, of which `auto_upgrade` is deprecated. */
const upgradeConfig = z.looseObject({
  /** Deprecated. */
  auto_upgrade: z.boolean().optional(),
  /** Extra nodes while an upgrade runs. */
  surge: wholeNumber(0, Number.MAX_SAFE_INTEGER).optional(),
  /** Extra nodes in percent of those there are. */
  surge_percentage: wholeNumber(0, Number.MAX_SAFE_INTEGER).optional(),
  /** Nodes. Default: 1. */
  max_unavailable: wholeNumber(1, 1000).optional(),
});

/** ACK: CreateClusterNodePool `management`. What stands beside `enable` takes effect only while that is true. */
export const management = z.looseObject({
  /** Default: false. */
  enable: z.boolean().optional(),
  /** Default: true in the SDK, false by the announcement of 2025-08-31. */
  auto_repair: z.boolean().optional(),
  auto_repair_policy: autoRepairPolicy.optional(),
  /** Default: as `auto_repair`. */
  auto_vul_fix: z.boolean().optional(),
  auto_vul_fix_policy: autoVulFixPolicy.optional(),
  /** Default: as `auto_repair`. */
  auto_upgrade: z.boolean().optional(),
  auto_upgrade_policy: autoUpgradePolicy.optional(),
  upgrade_config: upgradeConfig.optional(),
  auto_fault_diagnosis: z.boolean().optional(),
  /** Only of pools in auto mode. */
  drift_enabled: z.boolean().optional(),
});
