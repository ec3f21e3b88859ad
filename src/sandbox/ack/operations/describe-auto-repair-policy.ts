import type { Operation } from "./operation.ts";
import { policyOf, wirePolicy } from "./repair-policies.ts";

export const describeAutoRepairPolicy: Operation = {
  action: "DescribeAutoRepairPolicy",
  method: "GET",
  path: "/clusters/:cluster/auto_repair_policies/:policy",
  served: ({ repairPoliciesServed }) => repairPoliciesServed,
  answer(call) {
    const { cluster, id, policy } = policyOf(call);
    return wirePolicy(cluster, id, policy);
  },
};
