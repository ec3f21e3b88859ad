import type { Operation } from "./operation.ts";
import { planList, wirePlan } from "./plan-list.ts";

export const listOperationPlansForRegion: Operation = {
  action: "ListOperationPlansForRegion",
  method: "GET",
  path: "/regions/:region/operation/plans",
  answer({ region, params, query }) {
    const asked = (name: string, value: string): boolean => (query[name] || value) === value;
    const plans = planList(
      region,
      (plan, state) =>
        region.clusters.get(plan.clusterId)?.region === params["region"] &&
        asked("cluster_id", plan.clusterId) &&
        asked("type", plan.type) &&
        asked("state", state),
    );
    return {
      plans: plans.map((plan) => ({
        ...wirePlan(region, plan),
        ...(plan.reason === null ? {} : { state_reason: { ...plan.reason } }),
      })),
    };
  },
};
