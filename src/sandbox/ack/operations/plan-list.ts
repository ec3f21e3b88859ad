import type { JsonObject } from "../json.ts";
import type { OperationPlan, RegionState } from "../state.ts";
import { zonedTime } from "../wire-times.ts";

/** Older ones are not in the list, which has no pages. */
const newest = 100;

/** The newest plans of the region, and of those the ones that belong. */
export const planList = (
  region: RegionState,
  belongs: (plan: OperationPlan, state: string) => boolean,
): readonly OperationPlan[] =>
  [...region.plans.values()]
    .toReversed()
    .slice(0, newest)
    .filter((plan) => belongs(plan, planState(region, plan)));

/** One of ACK's six states. What became of an execution is told by its task. */
export function planState({ tasks }: RegionState, { state, taskId }: OperationPlan): string {
  if (state !== "Executing") return state;
  const phase = tasks.get(taskId ?? "")?.phase ?? "success";
  if (phase === "running" || phase === "paused") return "Executing";
  return outcomes[phase];
}

const outcomes = { success: "Executed", fail: "Failed", canceled: "Canceled" } as const;

/** What both lists show, in the words of the newer one. */
export function wirePlan(region: RegionState, plan: OperationPlan): JsonObject {
  return {
    plan_id: plan.id,
    cluster_id: plan.clusterId,
    created: zonedTime(region.here(plan.created)),
    start_time: zonedTime(region.here(plan.start)),
    end_time: zonedTime(region.here(plan.end)),
    state: planState(region, plan),
    type: plan.type,
    target_type: plan.poolId === null ? "cluster" : region.assumptions.planPoolTarget,
    target_id: plan.poolId ?? plan.clusterId,
    task_id: plan.taskId ?? "",
  };
}
