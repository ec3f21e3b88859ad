import { hoursToMilliseconds } from "date-fns";
import type { OperationPlan } from "../cloud.ts";
import type { NodePool } from "../node-pool.ts";
import { taskId } from "../ids.ts";
import type { Memory, PlanMemory, Sight } from "./memory.ts";
import type { News } from "./news.ts";
import type { Happening } from "./story.ts";
import { kindOfPlan } from "./plan-kind.ts";
import { planHasCard } from "./told-by-cards.ts";

/** So long before its time a plan is told once more, in milliseconds. */
const soon = hoursToMilliseconds(1);

/**
 * Follows what ACK means to do by itself, up to its beginning; from there on its task tells, and where that cannot be seen the plan's
 * own end.
 */
export function noticePlans(
  known: Memory | null,
  { plans: seen, pools, tasks, at }: Pick<Sight, "plans" | "pools" | "tasks" | "at">,
  cards: boolean,
): { readonly plans: Memory["plans"]; readonly happenings: readonly Happening[] } {
  if (seen === null) return { plans: known?.plans ?? {}, happenings: [] };
  const plans: Record<string, PlanMemory> = {};
  const happenings: Happening[] = [];
  for (const plan of seen.toSorted((one, other) => (one.startsAt ?? 0) - (other.startsAt ?? 0))) {
    const pool = pools.find(({ id }) => id === plan.targetId) ?? null;
    const before = known?.plans[plan.id] ?? null;
    const first = known === null;
    const { phase, news, over } = next(plan, before, { at, first, hasTask: plan.taskId !== null && tasks !== null });
    plans[plan.id] = {
      story: `plan:${plan.id}`,
      type: plan.type,
      pool: pool?.id ?? before?.pool ?? null,
      phase,
      starts: plan.startsAt,
      taskId: plan.taskId === null ? null : taskId.parse(plan.taskId),
    };
    if (news !== null && concernsNodes(plan, pool) && !planHasCard(cards, plan, pool, before)) {
      const head = {
        key: `plan:${plan.id}`,
        kind: kindOfPlan(plan.type),
        pool: pool && { id: pool.id, name: pool.name },
      };
      happenings.push({ story: head, at, news, closes: over });
    }
  }
  // A plan that ACK lists no more is over; what runs of it is followed as a task.
  return { plans, happenings };
}

/** Add-ons are not what node pools are watched for. */
function concernsNodes({ type }: OperationPlan, pool: NodePool | null): boolean {
  return pool !== null || type !== "CLUSTER_UPGRADE_ADDON";
}

function next(
  { type, state, reason, startsAt, endsAt }: OperationPlan,
  before: PlanMemory | null,
  { at, first, hasTask }: { readonly at: number; readonly first: boolean; readonly hasTask: boolean },
): { readonly phase: PlanMemory["phase"]; readonly news: News | null; readonly over: boolean } {
  const phase = before?.phase ?? null;
  const quiet = (now: PlanMemory["phase"]) => ({ phase: now, news: null, over: false });
  if (phase === "over") return quiet("over");
  const told = phase !== null;
  switch (state) {
    case "scheduled": {
      if (first) return quiet("planned");
      const near = startsAt !== null && startsAt - at <= soon;
      if (near && phase !== "soon")
        return { phase: "soon", news: { kind: "plan-soon", plan: type, starts: startsAt }, over: false };
      if (phase !== null) return quiet(phase);
      return { phase: "planned", news: { kind: "plan-made", plan: type, starts: startsAt, ends: endsAt }, over: false };
    }
    case "canceled":
      if (!told) return quiet("over");
      return { phase: "over", news: { kind: "plan-cancelled", plan: type, reason }, over: true };
    case "validatingfailed":
      if (first) return quiet("over");
      return { phase: "over", news: { kind: "plan-refused", plan: type, reason }, over: true };
    // The task tells more, and when it began: what the plan says is for where there is none.
    case "executing":
      if (hasTask || phase === "begun" || first) return quiet("begun");
      return { phase: "begun", news: { kind: "started", plan: type, total: 0 }, over: false };
    case "executed":
      if (hasTask || first) return quiet("over");
      return { phase: "over", news: { kind: "finished", done: 0, total: 0, failed: [] }, over: true };
    case "failed":
      if (hasTask || first) return quiet("over");
      return { phase: "over", news: { kind: "failed", code: "unknown", detail: reason ?? "", nodes: [] }, over: true };
    default:
      return quiet(phase ?? "planned");
  }
}
