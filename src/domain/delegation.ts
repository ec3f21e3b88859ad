import * as z from "zod";
import type { Voter } from "./eligibility.ts";
import { type Instant, instant, type UserId, userId } from "./ids.ts";
import type { Operation } from "./operation.ts";
import { exclusionOf, type Person } from "./person.ts";
import type { Refusal } from "./refusal.ts";
import { failure, type Result, success } from "./result.ts";

/** Somebody's right to vote, handed to somebody else for a time; there is one at a time for two people. */
export const delegation = z
  .object({ from: userId, to: userId, since: instant, until: instant, reason: z.string().nullable() })
  .readonly();
export type Delegation = z.infer<typeof delegation>;

/** Those that hold now: one that is over does nothing. */
export function lasting(delegations: readonly Delegation[], now: Instant): readonly Delegation[] {
  return delegations.filter(({ since, until }) => since <= now && now < until);
}

/** Whether a right to vote can be handed over: by an approver, to another active full member, for a time that is to come. */
export function mayDelegate(
  wanted: Delegation,
  delegator: Voter,
  delegate: Person,
  homeTeamId: string,
): Result<Delegation, Refusal> {
  const exclusion = exclusionOf(delegator.person, homeTeamId);
  if (exclusion !== null) return failure({ code: "excluded", exclusion });
  if (wanted.from === wanted.to) return failure({ code: "delegate-is-oneself" });
  // Rights of one's own only: what was delegated to somebody is not theirs to hand on.
  if (delegator.groups.length === 0) return failure({ code: "nothing-to-delegate" });
  const unfit = exclusionOf(delegate, homeTeamId);
  if (unfit !== null) return failure({ code: "delegate-excluded", to: wanted.to, exclusion: unfit });
  if (wanted.until <= wanted.since) return failure({ code: "delegation-over", until: wanted.until });
  return success(wanted);
}

/**
 * By which right somebody decides about an operation. Their own goes first; else it is that of the first delegator who still has one and
 * is not in the way of it. Rights are never put together: one vote is by the groups of one person.
 * @param own the person, with their own groups
 * @param delegators everybody who delegates to them, each with their own groups at this moment
 * @param delegations those that hold now
 */
export function standingOf(
  operation: Pick<Operation, "votes">,
  own: Voter,
  delegators: readonly Voter[],
  delegations: readonly Delegation[],
  homeTeamId: string,
): Voter {
  const standing = { ...own, delegations };
  if (own.groups.length > 0) return standing;
  const able = delegators.filter(
    ({ person, groups }) =>
      groups.length > 0 &&
      exclusionOf(person, homeTeamId) === null &&
      delegations.some(({ from, to }) => from === person.id && to === own.person.id),
  );
  const free = able.find(({ person, groups }) => {
    const candidate = { ...standing, groups, onBehalfOf: person.id };
    return alreadyHeard(operation, candidate) === null;
  });
  const chosen = free ?? able[0];
  return chosen === undefined ? standing : { ...standing, groups: chosen.groups, onBehalfOf: chosen.person.id };
}

/** Who has spoken already with the one voice that they and this person have together; null: nobody. */
export function alreadyHeard({ votes }: Pick<Operation, "votes">, voter: Voter): UserId | null {
  const one = new Set(oneVoice(voter));
  return votes.find(({ by, onBehalfOf }) => one.has(by) || (onBehalfOf !== null && one.has(onBehalfOf)))?.by ?? null;
}

/** Whether the operation was asked for by somebody whose right this person holds. */
export function standsInForRequester(
  { requester }: Pick<Operation, "requester">,
  { person, delegations = [], onBehalfOf }: Voter,
): boolean {
  return onBehalfOf === requester || delegations.some(({ from, to }) => to === person.id && from === requester);
}

/** A person, who they speak for, and everybody who delegates to or from these two: together they count once. */
function oneVoice({ person, onBehalfOf, delegations = [] }: Voter): readonly UserId[] {
  const selves = onBehalfOf === undefined ? [person.id] : [person.id, onBehalfOf];
  const partners = delegations.flatMap(({ from, to }) => [
    ...(selves.includes(from) ? [to] : []),
    ...(selves.includes(to) ? [from] : []),
  ]);
  return [...selves, ...partners];
}
