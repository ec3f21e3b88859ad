import type { Operation } from "./operation.ts";
import { policyOf } from "./repair-policies.ts";

export const deleteAutoRepairPolicy: Operation = {
  action: "DeleteAutoRepairPolicy",
  method: "DELETE",
  path: "/clusters/:cluster/auto_repair_policies/:policy",
  served: ({ repairPoliciesServed }) => repairPoliciesServed,
  answer(call) {
    const { cluster, id } = policyOf(call);
    cluster.repairPolicies.delete(id);
    return { request_id: call.requestId };
  },
};
