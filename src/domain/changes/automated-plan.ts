import * as z from "zod";
import type { OperationPlan } from "../cloud.ts";
import { instant, type Instant } from "../ids.ts";
import type { NodePool } from "../node-pool.ts";
import type { Disruption, Preview, Warning } from "../preview.ts";
import { type Conduct, type Outlook, type Situation, usualConduct } from "./conduct.ts";
import { poolTarget, targetOf } from "./target.ts";

/** What ACK means to do to a node pool by itself (ACK: ListOperationPlansForRegion). Its sign-off sends nothing: ACK begins it at its time. */
export const automatedPlanChange = z.object({
  kind: z.literal("automated-plan"),
  target: poolTarget,
  planId: z.string(),
  /** `KUBELET_UPGRADE` for example. */
  planType: z.string(),
  startsAt: instant.nullable(),
  endsAt: instant.nullable(),
  /** `hold`: without sign-off in time it is cancelled. `inform`: it runs, whatever anybody says here. */
  mode: z.enum(["inform", "hold"]),
});
export type AutomatedPlanChange = z.infer<typeof automatedPlanChange>;

/** What workloads notice of each type, as the documents describe the same work when it is asked for. */
const disruptions: Readonly<Record<string, readonly Disruption[]>> = {
  CVE_FIX: ["nodes-drained-for-fix", "nodes-restart", "pods-restart"],
  CONTAINERD_UPGRADE: ["nodes-may-drain", "pods-restart", "connections-break"],
  KUBELET_UPGRADE: ["nodes-may-drain", "kubelet-restarts", "pods-restart"],
  NODEPOOL_UPDATE_OS: ["system-disk-replaced", "nodes-drained", "pods-restart", "connections-break"],
  IMAGE_UPGRADE: ["system-disk-replaced", "nodes-drained", "pods-restart", "connections-break"],
  NODEPOOL_CONFIG: ["components-restart"],
};

export function automatedPlan(
  pool: NodePool,
  plan: OperationPlan,
  mode: AutomatedPlanChange["mode"],
  warnings: readonly Warning[],
): Preview<AutomatedPlanChange> {
  const { startsAt, endsAt } = plan;
  const nodes = pool.nodes.total;
  const change: AutomatedPlanChange = {
    kind: "automated-plan",
    target: targetOf(pool),
    planId: plan.id,
    planType: plan.type,
    startsAt,
    endsAt,
    mode,
  };
  return {
    change,
    basis: basisOf(change, plan),
    effect: {
      nodes,
      batches: nodes === 0 ? [] : [nodes],
      disruptions: disruptions[plan.type] ?? ["nodes-may-drain", "pods-restart"],
      minutes: minutesOf(startsAt, endsAt, nodes),
    },
    warnings,
  };
}

/** ACK says until when; where it does not, 5 to 10 minutes a node are documented for upgrades. */
function minutesOf(startsAt: Instant | null, endsAt: Instant | null, nodes: number): { least: number; most: number } {
  const planned = startsAt === null || endsAt === null ? 0 : (endsAt - startsAt) / 60_000;
  return { least: 5, most: planned > 5 ? planned : Math.max(10, nodes * 10) };
}

/** States in which ACK carries a plan out, or has done so. */
const begun: ReadonlySet<string> = new Set(["executing", "executed", "failed"]);

export function hasBegun({ state }: Pick<OperationPlan, "state">): boolean {
  return begun.has(state);
}

/** A plan that ACK moved or took back is not the one that was looked at. Once it has begun, its time does not matter any more. */
function basisOf(
  { startsAt }: AutomatedPlanChange,
  plan: OperationPlan | null,
): { [fact: string]: string | number | null } {
  if (plan === null) return { "plan-state": "gone", "plan-start": startsAt };
  if (hasBegun(plan)) return { "plan-state": "scheduled", "plan-start": startsAt };
  return { "plan-state": plan.state, "plan-start": plan.startsAt };
}

function planIn({ evidence }: Situation): OperationPlan | null {
  return evidence.kind === "operation-plan" ? evidence.plan : null;
}

function outlookOf(_: AutomatedPlanChange, situation: Situation): Outlook | null {
  const plan = planIn(situation);
  switch (plan?.state) {
    case "executing":
      return { kind: "working" };
    case "executed":
      return { kind: "reached" };
    case "canceled":
      return { kind: "cancelled" };
    case "failed":
    case "validatingfailed":
      return { kind: "failed", problem: { kind: "plan-failed", state: plan.state, detail: plan.reason } };
    default:
      return null;
  }
}

export const automatedPlanConduct: Conduct<AutomatedPlanChange> = {
  ...usualConduct,
  basis: (change, situation) => basisOf(change, planIn(situation)),
  reached: () => null,
  taken: () => true,
  nodesDone: () => null,
  repeatable: true,
  startsIn: null,
  evidence: ({ planId }) => ({ kind: "operation-plan", id: planId }),
  carrier: () => "others",
  // ACK waits for no freeze: what a freeze means for its plans is decided before.
  waitsForFreeze: false,
  waitsFor(change, situation) {
    const plan = planIn(situation);
    return plan !== null && hasBegun(plan) ? null : { kind: "plan-start", at: change.startsAt };
  },
  outlook: outlookOf,
};
