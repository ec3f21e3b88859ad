import { alreadyHeard, type Delegation, standsInForRequester } from "./delegation.ts";
import type { Fingerprint, UserId } from "./ids.ts";
import { endedAt, type Operation, type Proposal } from "./operation.ts";
import { exclusionOf, type Person } from "./person.ts";
import { votersOf } from "./policy.ts";
import type { Refusal } from "./refusal.ts";
import { failure, type Result, success } from "./result.ts";

/** Somebody who wants to decide, with what Slack said of them at that moment. */
export interface Voter {
  readonly person: Person;
  /** Names of the groups that are asked about, and that the person is in; of a delegate, those that their delegator is in. */
  readonly groups: readonly string[];
  /** Whose right it is; left out: their own. */
  readonly onBehalfOf?: UserId;
  /** All delegations that hold at that moment; left out: there are none. */
  readonly delegations?: readonly Delegation[];
}

/** What a vote is about, from when it is asked for on. */
export type Ballot = Pick<Operation, "requester" | "requirement">;

/** Why the vote of an active full member counts for nothing, whoever else has voted. */
export type Bar = "own-request" | "delegator-asked" | "not-an-approver";

/** What stands between a person and a vote that counts; null: nothing. */
export function barOf(ballot: Ballot, voter: Voter): Bar | null {
  const own = voter.onBehalfOf === undefined;
  if (voter.person.id === ballot.requester && !(own && ballot.requirement.selfApproval)) return "own-request";
  if (standsInForRequester(ballot, voter)) return "delegator-asked";
  return voter.groups.length === 0 ? "not-an-approver" : null;
}

/** Whether a person may vote on an operation now. The order of the checks tells a stranger nothing about an operation. */
export function mayVote(operation: Operation, voter: Voter, homeTeamId: string): Result<Voter, Refusal> {
  const exclusion = exclusionOf(voter.person, homeTeamId);
  if (exclusion !== null) return failure({ code: "excluded", exclusion });
  const { id, state, requirement } = operation;
  if (state.stage !== "awaiting-sign-off") {
    return failure({
      code: "sign-off-closed",
      operation: id,
      stage: state.stage,
      at: endedAt(operation),
    });
  }
  const bar = barOf(operation, voter);
  if (bar === "not-an-approver") return failure({ code: bar, operation: id, groups: votersOf(requirement) });
  if (bar !== null) return failure({ code: bar, operation: id });
  const heard = alreadyHeard(operation, voter);
  if (heard === voter.person.id) return failure({ code: "voted-already", operation: id });
  if (heard !== null) return failure({ code: "counted-together", operation: id, by: heard });
  return success(voter);
}

/** Whether a person may answer what an approver proposed: only who asked for the operation, and only to the latest proposal. */
export function mayAnswerProposal(
  { id, requester, proposal, state }: Operation,
  to: Fingerprint,
  by: UserId,
): Result<Proposal, Refusal> {
  if (by !== requester) return failure({ code: "only-requester-answers", operation: id, requester });
  if (proposal === null || proposal.plan.fingerprint !== to || state.stage !== "awaiting-sign-off") {
    return failure({ code: "proposal-over", operation: id });
  }
  return success(proposal);
}

/** Whether a person may take an operation back: only who asked, and only until it is sent to ACK. */
export function mayWithdraw(operation: Operation, by: UserId): Result<UserId, Refusal> {
  const { id, requester, state } = operation;
  if (by !== requester) return failure({ code: "only-requester-withdraws", operation: id, requester });
  switch (state.stage) {
    case "requested":
    case "awaiting-sign-off":
    case "approved":
    case "waiting":
      return success(by);
    default:
      return failure({ code: "not-withdrawable", operation: id, stage: state.stage });
  }
}
