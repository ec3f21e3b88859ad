import type { ControlAction } from "./control.ts";
import type { Voter } from "./eligibility.ts";
import type { Operation } from "./operation.ts";
import { exclusionOf } from "./person.ts";
import { votersOf } from "./policy.ts";
import type { Refusal } from "./refusal.ts";
import type { Vote } from "./sign-off.ts";
import { failure, type Result, success } from "./result.ts";

/** What may be asked of an operation as it stands; which of it ACK takes is for the task to say. */
export function controlsOf({ state, plan }: Operation): readonly ControlAction[] {
  if (state.stage !== "running" && state.stage !== "paused") return [];
  if (state.taskId === null || !isSteerable(plan.change)) return [];
  // One wish at a time; a stop may always be asked for.
  const asked = state.control?.action ?? null;
  if (asked === "cancel") return [];
  if (asked !== null) return ["cancel"];
  return state.stage === "running" ? ["pause", "cancel"] : ["resume", "cancel"];
}

/** Work in batches can be held between two of them (ACK: upgrade, CVE fix); other tasks run through. */
function isSteerable(change: Operation["plan"]["change"]): boolean {
  return change.kind === "upgrade" || change.kind === "cve-fix";
}

/** Whether this is the sign-off for the next batch: ACK has paused after one, as the plan says. */
export function isGoAhead({ state }: Operation, action: ControlAction): boolean {
  return action === "resume" && state.stage === "paused" && state.needsGoAhead;
}

/** Whether a person may say what becomes of an outcome that nobody knows: who asked for it, and who may sign it off. */
export function mayResolve(operation: Operation, voter: Voter, homeTeamId: string): Result<Voter, Refusal> {
  const { id, state, requester, requirement } = operation;
  const exclusion = exclusionOf(voter.person, homeTeamId);
  if (exclusion !== null) return failure({ code: "excluded", exclusion });
  if (voter.person.id !== requester && voter.groups.length === 0) {
    return failure({ code: "not-an-approver", operation: id, groups: votersOf(requirement) });
  }
  if (state.stage !== "unknown") return failure({ code: "outcome-known", operation: id, stage: state.stage });
  return success(voter);
}

/**
 * Whether a person may pause, resume or cancel. Who asked for it and who may sign it off can; but going on after a batch is a sign-off
 * of its own, which nobody gives to a request of theirs.
 */
export function mayControl(
  operation: Operation,
  action: ControlAction,
  voter: Voter,
  homeTeamId: string,
): Result<Voter, Refusal> {
  const { id, state, requester, requirement } = operation;
  const exclusion = exclusionOf(voter.person, homeTeamId);
  if (exclusion !== null) return failure({ code: "excluded", exclusion });
  if (state.stage !== "running" && state.stage !== "paused") {
    return failure({ code: "not-controllable", operation: id, action, stage: state.stage });
  }
  const isRequester = voter.person.id === requester;
  const goesAhead = isGoAhead(operation, action);
  if (goesAhead && isRequester) return failure({ code: "go-ahead-by-other", operation: id });
  const hasSpoken = ({ by, onBehalfOf }: Vote): boolean => by === voter.person.id || onBehalfOf === voter.person.id;
  if (goesAhead && requirement.otherPersonGoesAhead && operation.votes.some(hasSpoken)) {
    return failure({ code: "go-ahead-by-new-person", operation: id });
  }
  if (!isRequester && voter.groups.length === 0) {
    return failure({ code: "not-an-approver", operation: id, groups: votersOf(requirement) });
  }
  if (state.taskId === null || !isSteerable(operation.plan.change)) {
    return failure({ code: "no-task-to-control", operation: id, action });
  }
  if (!controlsOf(operation).includes(action)) {
    return failure({ code: "not-controllable", operation: id, action, stage: state.stage });
  }
  return success(voter);
}
