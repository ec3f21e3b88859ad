import type { ApproverGroup } from "../domain/approver-group.ts";
import { type Delegation, standingOf } from "../domain/delegation.ts";
import type { Voter } from "../domain/eligibility.ts";
import type { OperationId, UserId } from "../domain/ids.ts";
import type { Operation } from "../domain/operation.ts";
import { type Directory, IdentityError, type Person } from "../domain/person.ts";
import { votersOf } from "../domain/policy.ts";
import type { Refusal } from "../domain/refusal.ts";
import { failure, type Result, success } from "../domain/result.ts";
import type { OperationReader } from "./command.ts";

/** Somebody who wants something of an operation, with their own groups as Slack has them at this moment. Fails closed. */
export async function findVoter(
  operations: OperationReader,
  directory: Directory,
  id: OperationId,
  user: UserId,
): Promise<Result<{ readonly operation: Operation; readonly voter: Voter }, Refusal>> {
  const operation = await operations.find(id);
  if (operation === null) return failure({ code: "unknown-operation", typed: id });
  try {
    const voter = await voterAmong(directory, votersOf(operation.requirement), await directory.person(user));
    return success({ operation, voter });
  } catch (error) {
    if (error instanceof IdentityError) return failure({ code: "identity-unknown" });
    throw error;
  }
}

/** Where voters are found: people, and who votes in whose place at this moment. */
interface VoterSources {
  readonly operations: OperationReader;
  readonly directory: Directory;
  readonly delegations: () => Promise<readonly Delegation[]>;
}

/** Somebody who wants to vote, by a right of their own or by one that was handed to them; rights are looked at anew each time. Fails closed. */
export async function findVoterOrDelegate(
  { operations, directory, delegations }: VoterSources,
  id: OperationId,
  user: UserId,
): Promise<Result<{ readonly operation: Operation; readonly voter: Voter }, Refusal>> {
  const found = await findVoter(operations, directory, id, user);
  if (!found.ok) return found;
  const { operation, voter: own } = found.value;
  try {
    const named = votersOf(operation.requirement);
    const voter = await standingAmong(directory, named, own, await delegations(), operation);
    return success({ operation, voter });
  } catch (error) {
    if (error instanceof IdentityError) return failure({ code: "identity-unknown" });
    throw error;
  }
}

/** By which right somebody would vote, after those who have voted. Throws IdentityError where Slack cannot be asked. */
export async function standingAmong(
  directory: Directory,
  groups: readonly ApproverGroup[],
  own: Voter,
  held: readonly Delegation[],
  after: Pick<Operation, "votes">,
): Promise<Voter> {
  const givers = own.groups.length > 0 ? [] : held.filter(({ to }) => to === own.person.id).map(({ from }) => from);
  const delegators = await Promise.all(
    givers.map(async (giver) => voterAmong(directory, groups, await directory.person(giver))),
  );
  return standingOf(after, own, delegators, held, directory.homeTeamId);
}

/** Somebody, with those of some groups that they are in at this moment. Throws IdentityError where Slack cannot be asked. */
export async function voterAmong(
  directory: Directory,
  groups: readonly ApproverGroup[],
  person: Person,
): Promise<Voter> {
  const memberships = await Promise.all(
    groups.map(async ({ name, members }) => ((await directory.members(members)).has(person.id) ? [name] : [])),
  );
  return { person, groups: memberships.flat() };
}
