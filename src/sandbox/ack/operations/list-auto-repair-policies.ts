import { clusterOf } from "./guards.ts";
import type { Operation } from "./operation.ts";
import { wirePolicy } from "./repair-policies.ts";

export const listAutoRepairPolicies: Operation = {
  action: "ListAutoRepairPolicies",
  method: "GET",
  path: "/clusters/:cluster/auto_repair_policies",
  served: ({ repairPoliciesServed }) => repairPoliciesServed,
  answer(call) {
    const cluster = clusterOf(call);
    return { items: [...cluster.repairPolicies].map(([id, policy]) => wirePolicy(cluster, id, policy)) };
  },
};
