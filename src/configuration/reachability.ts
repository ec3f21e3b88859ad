import type { ApproverGroup } from "../domain/approver-group.ts";
import type { UserId } from "../domain/ids.ts";
import { type Directory, IdentityError } from "../domain/person.ts";
import { demandsOf, type Shortage, shortageOf } from "../domain/policy-reach.ts";
import type { Configuration } from "./configuration.ts";
import { SetupError } from "./problem.ts";

/** A policy that cannot be satisfied, by its place in the file. */
interface UnsatisfiedPolicy {
  readonly index: number;
  readonly shortage: Shortage;
}

/** Policies that cannot be satisfied, as far as the members of their groups are known. */
export function shortagesOf(
  { policies, defaultApprovers, requesters }: Pick<Configuration, "policies" | "defaultApprovers" | "requesters">,
  membersOf: (group: ApproverGroup) => ReadonlySet<UserId> | null,
): readonly UnsatisfiedPolicy[] {
  const mayAsk = (user: UserId): boolean =>
    requesters === null || requesters.kind === "usergroup" || requesters.users.includes(user);
  return demandsOf(policies, defaultApprovers).flatMap((demand, index) => {
    const shortage = demand.policy === null ? null : shortageOf(demand, membersOf, mayAsk);
    return shortage === null ? [] : [{ index, shortage }];
  });
}

export function shortageMessage(shortage: Shortage): string {
  switch (shortage.kind) {
    case "too-few":
      return `can rise to ${shortage.most}, but ${shortage.groups.join(", ")} have ${shortage.people} people: nobody could satisfy it`;
    case "empty-group":
      return `wants somebody of ${shortage.group}, and nobody is in that group: nobody could satisfy it`;
    case "own-vote-missing":
      return `can rise to ${shortage.most}, and ${shortage.user} may ask but not approve: that leaves ${shortage.left}`;
  }
}

/**
 * Counts the members of Slack's user groups, which the file alone cannot. Throws SetupError where a policy has too few people; says
 * so in the log where Slack cannot be asked, or where only an approver's own request would be stuck.
 */
export async function refuseUnreachable(
  configuration: Configuration,
  directory: Directory,
  log: { warn(facts: object, message: string): void },
): Promise<void> {
  const members = new Map<string, ReadonlySet<UserId>>();
  const count = async (group: ApproverGroup): Promise<void> => {
    try {
      members.set(group.name, await directory.members(group.members));
    } catch (error) {
      if (!(error instanceof IdentityError)) throw error;
      log.warn({ err: error, group: group.name }, "members of a group could not be counted");
    }
  };
  await Promise.all(configuration.approvers.map(count));
  const short = shortagesOf(configuration, ({ name }) => members.get(name) ?? null);
  const lineOf = ({ index, shortage }: UnsatisfiedPolicy): string =>
    `policies[${index}].require.approvals (${configuration.policies[index]?.name ?? ""}) ${shortageMessage(shortage)}; add people to the group in Slack, or ask for fewer`;
  const hopeless = short.filter(({ shortage }) => shortage.kind !== "own-vote-missing");
  if (hopeless.length > 0) throw new SetupError(hopeless.map(lineOf));
  for (const each of short) log.warn({ policy: lineOf(each) }, "an approver's own request could not be signed off");
}
