import { invalidParameter } from "../errors.ts";
import { textAt } from "../json.ts";
import { clusterOf } from "./guards.ts";
import type { Operation } from "./operation.ts";

export const createAutoRepairPolicy: Operation = {
  action: "CreateAutoRepairPolicy",
  method: "POST",
  path: "/clusters/:cluster/auto_repair_policies",
  served: ({ repairPoliciesServed }) => repairPoliciesServed,
  answer(call) {
    const { region, body, requestId } = call;
    const cluster = clusterOf(call);
    if ((textAt(body, "name") ?? "") === "") throw invalidParameter("name is required");
    const id = `r-${region.draw.letters(20)}`;
    cluster.repairPolicies.set(id, { resource_type: "nodepool", resource_sub_type: "ess", rules: [], ...body });
    return { policy_id: id, request_id: requestId };
  },
};
