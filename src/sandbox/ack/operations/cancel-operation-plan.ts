import { refuse } from "../errors.ts";
import type { Operation } from "./operation.ts";
import { planState } from "./plan-list.ts";

/** Calls one execution off; what made the plan goes on making others. */
export const cancelOperationPlan: Operation = {
  action: "CancelOperationPlan",
  method: "DELETE",
  path: "/operation/plans/:plan",
  answer({ region, params, requestId }) {
    const { planNotFound, planNotCancelable } = region.assumptions;
    const id = params["plan"] ?? "";
    const plan = region.plans.get(id);
    if (plan === undefined) throw refuse(planNotFound.status, planNotFound.code, `plan ${id} not found`);
    if (plan.state !== "Scheduled") {
      const message = `plan ${id} is in state ${planState(region, plan)}`;
      throw refuse(planNotCancelable.status, planNotCancelable.code, message);
    }
    plan.state = "Canceled";
    plan.reason = { code: "CanceledByUser", message: "plan has been canceled by user" };
    return { request_id: requestId };
  },
};
