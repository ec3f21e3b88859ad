import * as z from "zod";
import { largestPool } from "../../changes/scale.ts";
import { wholeNumber } from "./field.ts";

/** ACK: CreateClusterNodePool `auto_scaling`. Bounds do not count nodes that were added by hand. */
export const autoScaling = z.looseObject({
  /** Default: false. */
  enable: z.boolean().optional(),
  /** Default: cpu. Fixed once the pool is made. */
  type: z.enum(["cpu", "gpu", "gpushare", "spot"]).optional(),
  /** Nodes, from `min_instances`. Default: 0. */
  max_instances: wholeNumber(0, largestPool).optional(),
  /** Nodes, to `max_instances`. Default: 0. */
  min_instances: wholeNumber(0, largestPool).optional(),
  /** Deprecated. Default: false. */
  is_bond_eip: z.boolean().optional(),
  /** Deprecated. Default: PayByBandwidth. */
  eip_internet_charge_type: z.enum(["PayByBandwidth", "PayByTraffic"]).optional(),
  /** Deprecated. In Mbit/s. */
  eip_bandwidth: z.number().optional(),
});
