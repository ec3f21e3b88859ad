import { mayReview } from "./break-glass.ts";
import type { ControlAction } from "./control.ts";
import { mayAnswerProposal, mayVote, mayWithdraw, type Voter } from "./eligibility.ts";
import { type Operation, type Resolution, resolutions } from "./operation.ts";
import { controlsOf, isGoAhead, mayControl, mayResolve } from "./steering.ts";

/** What somebody can do about an operation; the same words as the ids of the buttons on its card. */
export type OperationAction =
  | "approve"
  | "reject"
  | "narrow"
  | "withdraw"
  | "review"
  | "take-proposal"
  | "decline-proposal"
  | "plan-again"
  | ControlAction
  | Resolution;

/** Somebody before an operation: with their own groups, and with the right by which they would vote. */
export interface Viewer {
  readonly own: Voter;
  readonly standing: Voter;
}

/** What a person may do about an operation at this moment. Only for what is shown to them: every press is judged anew. */
export function actionsOf(
  operation: Operation,
  { own, standing }: Viewer,
  homeTeamId: string,
): readonly OperationAction[] {
  const { person } = own;
  const { requester, requirement, proposal, state } = operation;
  const isOver = state.stage === "stale" || state.stage === "expired";
  const answers = proposal !== null && mayAnswerProposal(operation, proposal.plan.fingerprint, person.id).ok;
  return [
    ...(mayVote(operation, standing, homeTeamId).ok
      ? ([...(requirement.veto ? [] : (["approve"] as const)), "reject", "narrow"] as const)
      : []),
    ...(answers ? (["take-proposal", "decline-proposal"] as const) : []),
    ...(mayWithdraw(operation, person.id).ok ? (["withdraw"] as const) : []),
    ...controlsOf(operation).filter((action) => mayControl(operation, action, own, homeTeamId).ok),
    ...(mayResolve(operation, own, homeTeamId).ok ? resolutions : []),
    ...(mayReview(operation, own, homeTeamId).ok ? (["review"] as const) : []),
    ...(isOver && requester === person.id ? (["plan-again"] as const) : []),
  ];
}

/** Whether an operation stands still until this person, or another one with the same right, says something. */
export function waitsFor(operation: Operation, actions: readonly OperationAction[]): boolean {
  return actions.some(
    (action) =>
      action === "reject" ||
      action === "review" ||
      action === "look-again" ||
      (action === "resume" && isGoAhead(operation, action)),
  );
}
