import type { Voter } from "../domain/eligibility.ts";
import type { OperationId, UserId } from "../domain/ids.ts";
import type { Operation } from "../domain/operation.ts";
import { type Directory, IdentityError } from "../domain/person.ts";
import { votersOf } from "../domain/policy.ts";
import type { Refusal } from "../domain/refusal.ts";
import { failure, type Result, success } from "../domain/result.ts";
import type { OperationReader } from "./command.ts";

/** Somebody who wants to decide about an operation, with what Slack says of them at this moment. Fails closed. */
export async function findVoter(
  operations: OperationReader,
  directory: Directory,
  id: OperationId,
  user: UserId,
): Promise<Result<{ readonly operation: Operation; readonly voter: Voter }, Refusal>> {
  const operation = await operations.find(id);
  if (operation === null) return failure({ code: "unknown-operation", typed: id });
  try {
    const person = await directory.person(user);
    const memberships = await Promise.all(
      votersOf(operation.requirement).map(async (group) => ({
        name: group.name,
        member: (await directory.members(group.members)).has(user),
      })),
    );
    const groups = memberships.filter(({ member }) => member).map(({ name }) => name);
    return success({ operation, voter: { person, groups } });
  } catch (error) {
    if (error instanceof IdentityError) return failure({ code: "identity-unknown" });
    throw error;
  }
}
