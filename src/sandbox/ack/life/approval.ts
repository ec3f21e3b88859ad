/** Which pools ask before a node of theirs is repaired, and how (ACK: auto repair, auto repair policies). */
import { isObject, isOn, type JsonObject, listAt, textAt } from "../json.ts";
import type { ApprovalLabels } from "../node.ts";
import type { Cluster, NodePool } from "../state.ts";
import { repairKey } from "./nodes.ts";

const usual: ApprovalLabels = {
  inquiring: { key: repairKey, value: "Inquiring" },
  approved: { key: repairKey, value: "Approved" },
  removalApproves: true,
};

/** null: the pool does not ask, or does not repair by itself. */
export function approvalLabels(cluster: Cluster, { document }: NodePool): ApprovalLabels | null {
  if (!isOn(document, "management", "enable") || !isOn(document, "management", "auto_repair")) return null;
  const policy = cluster.repairPolicies.get(
    textAt(document, "management", "auto_repair_policy", "auto_repair_policy_id") ?? "",
  );
  if (policy !== undefined) return labelsOfPolicy(policy);
  return isOn(document, "management", "auto_repair_policy", "approval_required") ? usual : null;
}

/** The first step of the policy at which somebody has to approve. */
function labelsOfPolicy(policy: JsonObject): ApprovalLabels | null {
  const intervention = listAt(policy, "rules")
    .filter(isObject)
    .flatMap((rule) => listAt(rule, "repair_procedure").filter(isObject))
    .map((step) => step["intervention"])
    .filter(isObject)
    .find((one) => isOn(one, "enable"));
  if (intervention === undefined) return null;
  const label = (name: string, otherwise: string) => ({
    key: textAt(intervention, name, "key") ?? "k8s.aliyun.com/incident",
    value: textAt(intervention, name, "value") ?? otherwise,
  });
  return {
    inquiring: label("inquiring_label", "inquiring"),
    approved: label("approved_label", "approved"),
    removalApproves: false,
  };
}
