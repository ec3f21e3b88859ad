import * as z from "zod";
import { largestPool } from "../../changes/scale.ts";
import { dataDisks, diskInit, performanceLevel, provisionedIops, systemDiskCategory } from "./disks.ts";
import { formattedText, listOf, nonEmptyText, textOfLength, wholeNumber } from "./field.ts";
import { instancePatterns } from "./instance-patterns.ts";

/** Images that the API document lists. Others are taken too: ACK adds some without the document (Ubuntu for one). */
export const listedImageTypes = [
  "AliyunLinux",
  "AliyunLinuxSecurity",
  "AliyunLinux3",
  "AliyunLinux3Arm64",
  "AliyunLinux3Security",
  "CentOS",
  "Windows",
  "WindowsCore",
  "ContainerOS",
  "AliyunLinux3ContainerOptimized",
] as const;

/** 8 to 30 characters with three of: upper case, lower case, digits, special characters (ACK: `login_password`). */
function strongEnough(password: string): boolean {
  const kinds = [/[A-Z]/, /[a-z]/, /\d/, /[^A-Za-z0-9]/].filter((kind) => kind.test(password));
  return password.length >= 8 && password.length <= 30 && kinds.length >= 3;
}

/** ACK: CreateClusterNodePool `scaling_group`. What a pool of ECS instances needs is a rule, as other kinds do without. */
export const scalingGroup = z.looseObject({
  vswitch_ids: listOf(nonEmptyText, 1, 8).optional(),
  instance_types: listOf(nonEmptyText, 1, 10).optional(),
  instance_patterns: z.array(instancePatterns).optional(),
  /** Nodes. Left out is not 0: such a pool has no desired size at all. */
  desired_size: wholeNumber(0, largestPool).optional(),

  // Billing
  instance_charge_type: z.enum(["PrePaid", "PostPaid"]).optional(),
  /** Of a subscription, in `period_unit`. */
  period: wholeNumber(1, 60).optional(),
  /** Default: Month. */
  period_unit: z.enum(["Week", "Month"]).optional(),
  /** Default: false. */
  auto_renew: z.boolean().optional(),
  /** In `period_unit`. Default: 1. */
  auto_renew_period: wholeNumber(1, 60).optional(),
  spot_strategy: z.enum(["NoSpot", "SpotWithPriceLimit", "SpotAsPriceGo"]).optional(),
  spot_price_limit: z
    .array(
      z.looseObject({
        instance_type: nonEmptyText.optional(),
        /** Text, per instance and hour: USD, on the Chinese site CNY. */
        price_limit: formattedText("price", /^\d+(?:\.\d+)?$/).optional(),
      }),
    )
    .optional(),
  /** Pay-as-you-go instances that come first. */
  on_demand_base_capacity: wholeNumber(0, 1000).optional(),
  /** Percent of pay-as-you-go instances among those above the base. */
  on_demand_percentage_above_base_capacity: wholeNumber(0, 100).optional(),
  /** Instance types over which spot instances are spread. */
  spot_instance_pools: wholeNumber(1, 10).optional(),
  spot_instance_remedy: z.boolean().optional(),
  compensate_with_on_demand: z.boolean().optional(),

  // Image and logon
  image_type: nonEmptyText.optional(),
  image_id: nonEmptyText.optional(),
  key_pair: nonEmptyText.optional(),
  login_password: formattedText("password", strongEnough).optional(),
  login_as_non_root: z.boolean().optional(),
  /** MLPS hardening. Fixed once the pool is made. */
  soc_enabled: z.boolean().optional(),
  /** Default: false. Fixed once the pool is made. */
  security_hardening_os: z.boolean().optional(),
  instance_metadata_options: z
    .looseObject({
      /** Default: optional. */
      http_tokens: z.enum(["optional", "required"]).optional(),
    })
    .optional(),
  cpu_options: z.looseObject({ nested_virtualization: z.enum(["enabled", "disabled"]).optional() }).optional(),
  ram_role_name: nonEmptyText.optional(),

  // Disks
  system_disk_category: systemDiskCategory.optional(),
  /** In order of preference. */
  system_disk_categories: z.array(systemDiskCategory).optional(),
  /** GiB. */
  system_disk_size: wholeNumber(20, 2048).optional(),
  system_disk_performance_level: performanceLevel.optional(),
  system_disk_encrypted: z.boolean().optional(),
  system_disk_kms_key_id: nonEmptyText.optional(),
  system_disk_encrypt_algorithm: z.enum(["aes-256"]).optional(),
  system_disk_bursting_enabled: z.boolean().optional(),
  system_disk_provisioned_iops: provisionedIops.optional(),
  system_disk_snapshot_policy_id: nonEmptyText.optional(),
  data_disks: dataDisks.optional(),
  disk_init: z.array(diskInit).optional(),
  enable_high_density_mode: z.boolean().optional(),

  // Network
  /** An ECS instance is in at most 5 (ACK: create a node pool). Their type is fixed once the pool is made. */
  security_group_ids: listOf(nonEmptyText, 0, 5).optional(),
  internet_charge_type: z.enum(["PayByBandwidth", "PayByTraffic"]).optional(),
  /** Mbit/s. */
  internet_max_bandwidth_out: wholeNumber(1, 100).optional(),
  rds_instances: z.array(nonEmptyText).optional(),

  // Where instances come from
  /** Default: PRIORITY. */
  multi_az_policy: z.enum(["PRIORITY", "COST_OPTIMIZED", "BALANCE"]).optional(),
  /** Default: release. */
  scaling_policy: z.enum(["release", "recycle"]).optional(),
  deploymentset_id: nonEmptyText.optional(),
  private_pool_options: z
    .looseObject({
      id: nonEmptyText.optional(),
      match_criteria: z.enum(["Open", "Target", "None"]).optional(),
    })
    .optional(),
  resource_pool_options: z
    .looseObject({
      /** Default: None. */
      strategy: z.enum(["PrivatePoolFirst", "PrivatePoolOnly", "None"]).optional(),
      private_pool_ids: listOf(nonEmptyText, 0, 20).optional(),
    })
    .optional(),
  /** Of ECS instances: 17, as ACK and Auto Scaling take 3 of the 20 (ACK: create a node pool). */
  tags: listOf(z.looseObject({ key: textOfLength(1, 128), value: textOfLength(0, 128).optional() }), 0, 17).optional(),

  // Deprecated
  cis_enabled: z.boolean().optional(),
  platform: z.string().optional(),
  security_group_id: z.string().optional(),
});
