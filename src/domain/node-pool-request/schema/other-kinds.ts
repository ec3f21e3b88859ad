import * as z from "zod";
import { nonEmptyText } from "./field.ts";

/** ACK: CreateClusterNodePool `tee_config`, confidential computing. */
export const teeConfig = z.looseObject({ tee_enable: z.boolean().optional() });

/** ACK: CreateClusterNodePool `auto_mode`. Only in clusters that are in auto mode. */
export const autoMode = z.looseObject({ enable: z.boolean().optional() });

/** ACK: CreateClusterNodePool `eflo_node_group`, of Lingjun pools. */
export const efloNodeGroup = z.looseObject({
  cluster_id: nonEmptyText.optional(),
  group_id: nonEmptyText.optional(),
  auto_attach_enabled: z.boolean().optional(),
  worker_ram_role_name: nonEmptyText.optional(),
});

/** ACK: CreateClusterNodePool `interconnect_config`, of edge pools. Deprecated. */
export const interconnectConfig = z.looseObject({
  cen_id: z.string().optional(),
  ccn_id: z.string().optional(),
  ccn_region_id: z.string().optional(),
  /** Mbit/s. */
  bandwidth: z.number().optional(),
  /** Months, as text. */
  improved_period: z.string().optional(),
});

/** ACK: CreateClusterNodePool `interconnect_mode`, of edge pools. */
export const interconnectMode = z.enum(["basic", "private"]);
