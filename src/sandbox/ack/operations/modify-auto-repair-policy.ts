import { merge } from "../json.ts";
import type { Operation } from "./operation.ts";
import { policyOf } from "./repair-policies.ts";

export const modifyAutoRepairPolicy: Operation = {
  action: "ModifyAutoRepairPolicy",
  method: "PUT",
  path: "/clusters/:cluster/auto_repair_policies/:policy",
  served: ({ repairPoliciesServed }) => repairPoliciesServed,
  answer(call) {
    const { cluster, id, policy } = policyOf(call);
    cluster.repairPolicies.set(id, merge(policy, call.body));
    return { request_id: call.requestId };
  },
};
