import * as z from "zod";
import { approverGroup } from "./approver-group.ts";
import type { Voter } from "./eligibility.ts";
import { fingerprint, type Instant, instant, userId } from "./ids.ts";
import type { Operation } from "./operation.ts";
import { exclusionOf } from "./person.ts";
import { votersOf } from "./policy.ts";
import type { Refusal } from "./refusal.ts";
import { failure, type Result, success } from "./result.ts";

/** Leave to run one exact plan without sign-off, as the engine gave it; the operation keeps it, and owes a review for it. */
export const breakGlassGrant = z
  .object({
    kind: z.literal("break-glass"),
    by: userId,
    /** Names of the groups that the policy names for this, and that the person was in at that moment. */
    groups: z.array(z.string()).readonly(),
    at: instant,
    fingerprint,
    /** Who has to look at it afterwards: any of these, and never who broke the glass. */
    reviewers: z.array(approverGroup).readonly(),
    /** Name of the freeze that lasted then, and did not hold it; null: none did. */
    freeze: z.string().nullable(),
  })
  .readonly();
export type BreakGlassGrant = z.infer<typeof breakGlassGrant>;

/** Somebody else has looked at what ran without sign-off. */
export const breakGlassReview = z.object({ by: userId, at: instant }).readonly();

type Asked = Pick<Operation, "plan" | "requirement" | "requester" | "reason">;

/**
 * Gives leave to run a plan without sign-off. It takes a reason, a group that the policy names for it, and no earlier one of the same
 * person that nobody has reviewed.
 * @param known operations among which are all that owe a review
 */
export function breakGlass(
  { plan, requirement, requester, reason }: Asked,
  voter: Voter,
  known: readonly Operation[],
  now: { readonly at: Instant; readonly freeze: string | null; readonly homeTeamId: string },
): Result<BreakGlassGrant, Refusal> {
  const exclusion = exclusionOf(voter.person, now.homeTeamId);
  if (exclusion !== null) return failure({ code: "excluded", exclusion });
  const { policy, breakGlassBy } = requirement;
  if (breakGlassBy.length === 0) return failure({ code: "break-glass-not-granted", policy });
  const groups = breakGlassBy.filter(({ name }) => voter.groups.includes(name)).map(({ name }) => name);
  if (voter.person.id !== requester || groups.length === 0) {
    return failure({ code: "break-glass-not-yours", groups: breakGlassBy });
  }
  if (!isReason(reason)) return failure({ code: "reason-required", policy: null });
  const debt = known.find((operation) => operation.requester === requester && owesReview(operation));
  if (debt !== undefined) return failure({ code: "break-glass-unreviewed", operation: debt.id });
  const { at, freeze } = now;
  const { fingerprint: digest } = plan;
  const reviewers = votersOf(requirement);
  return success({ kind: "break-glass", by: requester, groups, at, fingerprint: digest, reviewers, freeze });
}

/** The leave by which an operation runs without sign-off. null: it has none, or one that the rule does not carry. */
export function grantOf({ grant, plan, requirement, requester, reason }: Operation): BreakGlassGrant | null {
  if (grant === null || grant.groups.length === 0 || !isReason(reason)) return null;
  const named = new Set(requirement.breakGlassBy.map(({ name }) => name));
  const holds =
    grant.by === requester && grant.fingerprint === plan.fingerprint && grant.groups.every((name) => named.has(name));
  return holds ? grant : null;
}

/** Stages in which an operation ends that was never carried out. */
const unused: ReadonlySet<string> = new Set(["rejected", "withdrawn", "expired", "stale"]);

/** Whether an operation that ran, or is to run, without sign-off still waits for somebody else's look at it. */
export function owesReview({ grant, review, state }: Pick<Operation, "grant" | "review" | "state">): boolean {
  return grant !== null && review === null && !unused.has(state.stage);
}

/** Whether a person may close the review of an operation: an approver of its policy, and never who broke the glass. */
export function mayReview(operation: Operation, { person, groups }: Voter, homeTeamId: string): Result<null, Refusal> {
  const { id, grant, review } = operation;
  const exclusion = exclusionOf(person, homeTeamId);
  if (exclusion !== null) return failure({ code: "excluded", exclusion });
  if (grant !== null && review !== null) return failure({ code: "reviewed-already", operation: id, by: review.by });
  if (grant === null || !owesReview(operation)) return failure({ code: "nothing-to-review", operation: id });
  if (person.id === grant.by || person.id === operation.requester)
    return failure({ code: "own-review", operation: id });
  const counts = grant.reviewers.some(({ name }) => groups.includes(name));
  return counts ? success(null) : failure({ code: "not-a-reviewer", operation: id, groups: grant.reviewers });
}

function isReason(reason: string | null): boolean {
  return reason !== null && reason.trim() !== "";
}
