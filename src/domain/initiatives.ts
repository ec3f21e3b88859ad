/** What ACK begins by itself: which of it needs an operation, and what has become of those that there are. */
import { hoursToMilliseconds, millisecondsToSeconds, minutesToMilliseconds } from "date-fns";
import type { ApproveRepairChange } from "./changes/approve-repair.ts";
import { type AutomatedPlanChange, hasBegun } from "./changes/automated-plan.ts";
import type { CancellationCause, PlanCancellationChange } from "./changes/plan-cancellation.ts";
import type { OperationPlan } from "./cloud.ts";
import type { Instant, OperationId } from "./ids.ts";
import { endedAt, hasEnded, type Operation } from "./operation.ts";
import type { Difference } from "./plan.ts";
import type { Requirement } from "./policy.ts";
import type { Warning } from "./preview.ts";

/** How long after a card that Slack did not take, or a call that ACK did not take, the same is tried again. */
const retryAfter = minutesToMilliseconds(10);
/** How long after it a node is asked about again where the label could not be set, or nobody can see whether it is still the same fault. */
const askAgain = hoursToMilliseconds(24);

/** An operation about the permission to repair a node. */
export interface RepairOperation extends Operation {
  readonly plan: Operation["plan"] & { readonly change: ApproveRepairChange };
}

/** An operation about a plan of ACK's own: the plan itself, or its cancellation by rule. */
export interface PlanOperation extends Operation {
  readonly plan: Operation["plan"] & { readonly change: AutomatedPlanChange | PlanCancellationChange };
}

export function isRepairOperation(operation: Operation): operation is RepairOperation {
  return operation.plan.change.kind === "approve-repair";
}

export function isPlanOperation(operation: Operation): operation is PlanOperation {
  const { change } = operation.plan;
  return change.kind === "automated-plan" || (change.kind === "cancel-plan" && change.cause !== null);
}

/** A plan of ACK's own that has not begun and that nobody has to sign off: "approved" would be said of something that nobody approved. */
export function isOnlyTold({ plan, requirement, state }: Pick<Operation, "plan" | "requirement" | "state">): boolean {
  const ahead = state.stage === "approved" || state.stage === "waiting";
  return plan.change.kind === "automated-plan" && requirement.approvals === 0 && ahead;
}

/**
 * Whether people have to be asked about a node that ACK asks about: once for each fault of a node, and again where nobody decided.
 * @param known operations about this node, in any order
 */
export function shouldAsk(asked: ApproveRepairChange, known: readonly RepairOperation[], now: Instant): boolean {
  if (known.some((operation) => !hasEnded(operation))) return false;
  const last = newest(known.filter(({ plan: { change } }) => sameInquiry(change, asked)));
  if (last === null) return true;
  const since = now - (endedAt(last) ?? now);
  switch (last.state.stage) {
    case "expired":
    case "stale":
      return true;
    case "withdrawn":
      return since >= retryAfter;
    case "succeeded":
      return asked.access === "by-hand";
    case "failed":
      // A repair that was permitted and did not help: ACK asks anew. What could not be permitted says on its card what to do by hand.
      return last.state.since !== null || since >= askAgain;
    default:
      return asked.access === "by-hand" && since >= askAgain;
  }
}

function sameInquiry(one: ApproveRepairChange, other: ApproveRepairChange): boolean {
  const faults = (of: ApproveRepairChange): string =>
    of.faults
      .map(({ type }) => type)
      .toSorted()
      .join();
  return (
    one.node === other.node &&
    one.uid === other.uid &&
    one.instanceId === other.instanceId &&
    one.faultySince === other.faultySince &&
    faults(one) === faults(other)
  );
}

/** What is to be done about a plan of ACK's at one moment. */
export type PlanStep =
  | { readonly kind: "nothing" }
  | {
      readonly kind: "card";
      readonly mode: AutomatedPlanChange["mode"];
      readonly requirement: Requirement;
      readonly warnings: readonly Warning[];
    }
  | { readonly kind: "cancel"; readonly cause: CancellationCause; readonly requirement: Requirement }
  | { readonly kind: "overtake"; readonly operation: OperationId; readonly differences: readonly Difference[] }
  /** ACK has begun it: its operation is looked at now. */
  | { readonly kind: "look"; readonly operation: PlanOperation };

/** What a step is decided on. */
export interface PlanSituation {
  /** null: ACK does not list it (any more). */
  readonly plan: OperationPlan | null;
  /** Operations about this plan, in any order. */
  readonly known: readonly PlanOperation[];
  /** The sign-off that the policies ask of it; no approvals: people are informed, and nothing more. */
  readonly requirement: Requirement;
  /** Name of the freeze in which it would begin; null: of none. */
  readonly freeze: string | null;
  readonly now: Instant;
  /** Milliseconds before its start at which it is cancelled where nobody has signed it off. */
  readonly margin: number;
}

const nothing: PlanStep = { kind: "nothing" };

export function planStep(situation: PlanSituation): PlanStep {
  const { plan, known } = situation;
  const live =
    known.find((operation) => operation.plan.change.kind === "automated-plan" && !hasEnded(operation)) ?? null;
  if (live !== null) return ofLive(live, situation);
  if (plan?.state === "scheduled") return ofScheduled(plan, situation);
  return plan?.state === "executing" ? ofUnasked(situation) : nothing;
}

/** Its card stands already: whether it still tells the truth. */
function ofLive(live: PlanOperation, { plan, requirement, freeze }: PlanSituation): PlanStep {
  const { change } = live.plan;
  const { stage } = live.state;
  const overtaken = (fact: string, planned: unknown, present: unknown): PlanStep => ({
    kind: "overtake",
    operation: live.id,
    differences: [{ fact, planned: String(planned), present: String(present) }],
  });
  if (change.kind !== "automated-plan") return nothing;
  if (stage !== "awaiting-sign-off" && stage !== "approved" && stage !== "waiting") return nothing;
  if (plan === null) return overtaken("plan-state", "scheduled", "gone");
  if (hasBegun(plan)) {
    return stage === "awaiting-sign-off"
      ? overtaken("plan-state", "scheduled", plan.state)
      : { kind: "look", operation: live };
  }
  if (plan.state !== "scheduled") return overtaken("plan-state", "scheduled", plan.state);
  if (plan.startsAt !== change.startsAt) return overtaken("plan-start", change.startsAt, plan.startsAt);
  if (change.mode === "inform" && requirement.approvals > 0) return overtaken("plan-mode", "inform", "hold");
  if (change.mode === "hold" && freeze !== null) return overtaken("plan-freeze", "none", freeze);
  return nothing;
}

/** It waits for its time, and no card of it does. */
function ofScheduled(plan: OperationPlan, situation: PlanSituation): PlanStep {
  const { known, requirement, freeze, now, margin } = situation;
  const cancellation = newest(known.filter((operation) => operation.plan.change.kind === "cancel-plan"));
  if (cancellation !== null && !mayRepeat(cancellation, now)) return nothing;
  const last = newest(
    known.filter(({ plan: { change } }) => change.kind === "automated-plan" && change.startsAt === plan.startsAt),
  );
  // What a card promised is kept, whatever the policies say by now.
  const broken = last === null ? null : brokenPromise(last);
  if (last !== null && broken !== null) return { kind: "cancel", cause: broken, requirement: byRule(last.requirement) };
  if (last !== null && !mayRepeat(last, now)) return nothing;
  if (requirement.approvals === 0) {
    const frozen: readonly Warning[] = freeze === null ? [] : [{ code: "plan-in-freeze", freeze }];
    return { kind: "card", mode: "inform", requirement, warnings: [{ code: "plan-runs-anyway" }, ...frozen] };
  }
  if (freeze !== null) {
    return { kind: "cancel", cause: { kind: "freeze", name: freeze }, requirement: byRule(requirement) };
  }
  const until = plan.startsAt === null ? null : plan.startsAt - margin;
  const seconds = until === null ? requirement.expiresIn : Math.floor(millisecondsToSeconds(until - now));
  if (seconds < 1) return { kind: "cancel", cause: { kind: "no-time" }, requirement: byRule(requirement) };
  return {
    kind: "card",
    mode: "hold",
    requirement: { ...requirement, expiresIn: seconds },
    warnings: [{ code: "plan-needs-sign-off", until }],
  };
}

/** ACK has begun it, and no card follows it: people see it run, and whether it should have waited for them. */
function ofUnasked({ known, requirement, now }: PlanSituation): PlanStep {
  const last = newest(known.filter((operation) => operation.plan.change.kind === "automated-plan"));
  const followed = last !== null && !["expired", "rejected", "stale"].includes(last.state.stage);
  if (followed && !mayRepeat(last, now)) return nothing;
  const held =
    requirement.approvals > 0 || (last?.requirement.approvals !== undefined && last.requirement.approvals > 0);
  return {
    kind: "card",
    mode: "inform",
    requirement: byRule(requirement),
    warnings: held ? [{ code: "plan-began-unsigned" }] : [{ code: "plan-runs-anyway" }],
  };
}

/** Why a plan that was held has to be cancelled; null: it has not. */
function brokenPromise({ id, plan: { change }, state }: PlanOperation): CancellationCause | null {
  if (change.kind !== "automated-plan" || change.mode !== "hold") return null;
  if (state.stage === "expired") return { kind: "no-sign-off", operation: id };
  return state.stage === "rejected" ? { kind: "rejected", operation: id, by: state.by } : null;
}

/** Whether what an operation was about may be tried again: it was overtaken, or neither seen nor taken, a while ago. */
function mayRepeat(operation: Operation, now: Instant): boolean {
  const { stage } = operation.state;
  if (stage === "stale") return true;
  return (stage === "withdrawn" || stage === "failed") && now - (endedAt(operation) ?? now) >= retryAfter;
}

/** A policy's own consequence needs no votes: the card names the policy. */
function byRule(requirement: Requirement): Requirement {
  return {
    ...requirement,
    approvals: 0,
    eachOf: [],
    inWindow: false,
    veto: false,
    escalateTo: null,
    reasonRequired: false,
    breakGlassBy: [],
    escalations: [],
  };
}

function newest<Of extends Operation>(operations: readonly Of[]): Of | null {
  return operations.toSorted((one, other) => other.requestedAt - one.requestedAt)[0] ?? null;
}
