import { z } from "zod";
import type { Cluster } from "../cluster.ts";
import type { OperationPlan } from "../cloud.ts";
import { instant } from "../ids.ts";
import type { NodePool } from "../node-pool.ts";
import type { Preview } from "../preview.ts";
import type { Refusal } from "../refusal.ts";
import { failure, type Result, success } from "../result.ts";
import { type Conduct, usualConduct } from "./conduct.ts";
import { clusterTarget, clusterTargetOf } from "./target.ts";

/** ACK's own plan that is not to happen (ACK: CancelOperationPlan). It cancels this one time; a new plan comes later. */
export const planCancellationChange = z.object({
  kind: z.literal("cancel-plan"),
  target: clusterTarget,
  planId: z.string(),
  /** `KUBELET_UPGRADE` for example. */
  planType: z.string(),
  /** The node pool that the plan is about; null: the cluster itself. */
  pool: z.string().nullable(),
  startsAt: instant.nullable(),
});
export type PlanCancellationChange = z.infer<typeof planCancellationChange>;

export function planCancellation(
  cluster: Cluster,
  plan: OperationPlan,
  pool: Pick<NodePool, "name"> | null,
): Result<Preview<PlanCancellationChange>, Refusal> {
  if (plan.state !== "scheduled") return failure({ code: "plan-not-cancellable", plan: plan.id, state: plan.state });
  return success({
    change: {
      kind: "cancel-plan",
      target: clusterTargetOf(cluster),
      planId: plan.id,
      planType: plan.type,
      pool: pool?.name ?? null,
      startsAt: plan.startsAt,
    },
    basis: {},
    effect: { nodes: 0, batches: [], disruptions: [], minutes: { least: 0, most: 1 } },
    warnings: [{ code: "plan-comes-again" }],
  });
}

export const planCancellationConduct: Conduct<PlanCancellationChange> = {
  ...usualConduct,
  basis: () => ({}),
  reached: () => null,
  nodesDone: () => 0,
  // ACK refuses to cancel what is cancelled.
  repeatable: true,
  endsAtOnce: true,
};
