import * as z from "zod";
import type { Cluster } from "../cluster.ts";
import type { OperationPlan } from "../cloud.ts";
import { instant, operationId, userId } from "../ids.ts";
import type { NodePool } from "../node-pool.ts";
import type { Preview } from "../preview.ts";
import type { Refusal } from "../refusal.ts";
import { failure, type Result, success } from "../result.ts";
import { type Conduct, usualConduct } from "./conduct.ts";
import { clusterTarget, clusterTargetOf } from "./target.ts";

/** Why Lifeguard itself calls a plan off, by a policy that holds ACK's plans for sign-off. */
const cancellationCause = z.discriminatedUnion("kind", [
  /** Its card expired. */
  z.object({ kind: z.literal("no-sign-off"), operation: operationId }),
  z.object({ kind: z.literal("rejected"), operation: operationId, by: userId }),
  /** It was found when there was no time left to decide. */
  z.object({ kind: z.literal("no-time") }),
  /** It would begin while changes are frozen. */
  z.object({ kind: z.literal("freeze"), name: z.string() }),
]);
export type CancellationCause = z.infer<typeof cancellationCause>;

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
  /** null: a person asked for it. */
  cause: cancellationCause.nullable().default(null),
});
export type PlanCancellationChange = z.infer<typeof planCancellationChange>;

export function planCancellation(
  cluster: Cluster,
  plan: OperationPlan,
  pool: Pick<NodePool, "name"> | null,
  cause: CancellationCause | null = null,
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
      cause,
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
  evidence: ({ planId }) => ({ kind: "operation-plan", id: planId }),
  taken: (_, { evidence }) => evidence.kind === "operation-plan" && evidence.plan?.state === "canceled",
  // A freeze is about work that is done; this keeps work from being done.
  waitsForFreeze: false,
  // ACK refuses to cancel what is cancelled.
  repeatable: true,
  endsAtOnce: true,
};
