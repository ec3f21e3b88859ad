import * as z from "zod";
import { valueAt } from "./json.ts";
import { label } from "./kubernetes-node.ts";
import type { NodePool } from "./node-pool.ts";

/** By which labels on a node ACK asks whether it may repair it, and is answered (ACK: auto repair). */
export const repairLabels = z.object({ inquiring: label, approved: label }).readonly();
export type RepairLabels = z.infer<typeof repairLabels>;

/** What ACK uses where a pool has no auto repair policy of its own (ACK: auto repair). */
export const usualRepairLabels: RepairLabels = {
  inquiring: { key: "alibabacloud.com/node-needrepair", value: "Inquiring" },
  approved: { key: "alibabacloud.com/node-needrepair", value: "Approved" },
};

/** Key of the taint that ACK puts on a node whose instance needs repair, and takes away when the fault is gone (ACK: auto repair). */
export const repairTaint = "alibabacloud.com/node-needrepair";

/** The pool's own auto repair policy; null: it has none. */
export function repairPolicyOf({ settings }: Pick<NodePool, "settings">): string | null {
  const id = valueAt(settings, ["management", "auto_repair_policy", "auto_repair_policy_id"]);
  return typeof id === "string" && id !== "" ? id : null;
}

/** Whether ACK may ask for permission before it repairs a node of this pool. */
export function mayInquire(pool: Pick<NodePool, "management" | "settings">): boolean {
  const { enabled, autoRepair, approvalRequired } = pool.management;
  return enabled && autoRepair && (approvalRequired || repairPolicyOf(pool) !== null);
}
