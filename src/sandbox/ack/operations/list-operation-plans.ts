import type { PlanType } from "../state.ts";
import type { Operation } from "./operation.ts";
import { planList, planState, wirePlan } from "./plan-list.ts";

/** The older list: its states and types are in lower case, and it gives no reasons. */
export const listOperationPlans: Operation = {
  action: "ListOperationPlans",
  method: "GET",
  path: "/operation/plans",
  answer({ region, query }) {
    const plans = planList(
      region,
      ({ clusterId, type }) =>
        (query["cluster_id"] || clusterId) === clusterId && (query["type"] || oldType(type)) === oldType(type),
    );
    return {
      plans: plans.map((plan) => ({
        ...wirePlan(region, plan),
        state: planState(region, plan).toLowerCase(),
        type: oldType(plan.type),
      })),
    };
  },
};

const oldType = (type: PlanType): string =>
  type === "CLUSTER_UPGRADE_MASTER" ? "cluster_upgrade" : type.toLowerCase();
