import * as z from "zod";
import { formattedText, listOf, nonEmptyText, wholeNumber } from "./field.ts";

/** Kinds of system disks (ACK: `scaling_group.system_disk_category`). Default: cloud_efficiency. */
export const systemDiskCategory = z.enum([
  "cloud_efficiency",
  "cloud_ssd",
  "cloud_essd",
  "cloud_auto",
  "cloud_essd_entry",
]);

export const performanceLevel = z.enum(["PL0", "PL1", "PL2", "PL3"]);

/** The most that any disk can be given; a disk's own size may allow less. */
export const provisionedIops = wholeNumber(0, 50_000);

/** ACK: the data type DataDisk. */
const dataDisk = z.looseObject({
  /** Default: cloud_efficiency. */
  category: z
    .enum([
      "cloud",
      "cloud_efficiency",
      "cloud_ssd",
      "cloud_essd",
      "cloud_auto",
      "cloud_essd_entry",
      "elastic_ephemeral_disk_premium",
      "elastic_ephemeral_disk_standard",
    ])
    .optional(),
  /** GiB. Default: 120. */
  size: wholeNumber(40, 32_768).optional(),
  /** Text, not a boolean: ACK cannot read a boolean here. Default: false. */
  encrypted: z.enum(["true", "false"]).optional(),
  kms_key_id: nonEmptyText.optional(),
  performance_level: performanceLevel.optional(),
  provisioned_iops: provisionedIops.optional(),
  bursting_enabled: z.boolean().optional(),
  /** The disk is made from it, and gets its size. */
  snapshot_id: nonEmptyText.optional(),
  auto_snapshot_policy_id: nonEmptyText.optional(),
  disk_name: formattedText("disk-name", /^\p{L}[\p{L}\p{N}:_-]{1,127}$/u).optional(),
  device: formattedText("device", /^\/dev\/xvd[b-z]$/).optional(),
  /** Deprecated in favour of `disk_init`, still taken. */
  auto_format: z.boolean().optional(),
  /** Deprecated in favour of `disk_init`, still taken. */
  file_system: z.enum(["ext4", "xfs"]).optional(),
  /** Deprecated in favour of `disk_init`, still taken. */
  mount_target: nonEmptyText.optional(),
});

/** Up to 64 by the type of the instance (ACK: create a node pool). */
export const dataDisks = listOf(dataDisk, 0, 64);

/** ACK: the data type DiskInit, how a data disk or a local disk is formatted and mounted. */
export const diskInit = z.looseObject({
  disk_name: nonEmptyText,
  local_disk: z.boolean().optional(),
  mkfs_type: nonEmptyText.optional(),
  mount_for_runtime: z.boolean().optional(),
  mount_target: nonEmptyText.optional(),
});
