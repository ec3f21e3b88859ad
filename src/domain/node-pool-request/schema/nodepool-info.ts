import * as z from "zod";
import { formattedText, nonEmptyText } from "./field.ts";

/** Kinds of pools (ACK: `nodepool_info.type`): ECS instances, edge, Lingjun, hybrid cloud. */
const poolTypes = ["ess", "edge", "lingjun", "hybrid"] as const;

/** ACK: CreateClusterNodePool `nodepool_info`. */
export const nodepoolInfo = z.looseObject({
  /** 1 to 63 digits, letters, Chinese characters and hyphens, not beginning with a hyphen; one of its name per cluster. */
  name: formattedText("pool-name", /^[A-Za-z0-9\p{Script=Han}][A-Za-z0-9\p{Script=Han}-]{0,62}$/u),
  /** Fixed once the pool is made. */
  type: z.enum(poolTypes).optional(),
  resource_group_id: nonEmptyText.optional(),
});
