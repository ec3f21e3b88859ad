import { hoursToMilliseconds } from "date-fns";
import type { PolicySubject } from "../domain/policy.ts";
import { clusterTargetOf, poolIdOf } from "../domain/changes/target.ts";
import { freezeOver } from "../domain/freeze.ts";
import { endedAt } from "../domain/operation.ts";
import type { Person } from "../domain/person.ts";
import type { PolicyContext } from "../domain/policy.ts";
import type { CommandContext } from "./command.ts";

type Sources = Pick<CommandContext, "cloud" | "operations" | "directory" | "rules" | "now">;

/**
 * What the policies look at beside the plan. What cannot be found out is thrown (CloudError, IdentityError): a rule that was skipped
 * because nobody could look would be a weaker one.
 */
export async function policyContextFor(
  change: Pick<PolicySubject, "kind" | "target">,
  asker: Person,
  sources: Sources,
): Promise<PolicyContext> {
  const { cloud, rules, now } = sources;
  const id = poolIdOf(change.target);
  const [pool, requesterGroups, lastChange] = await Promise.all([
    id === null ? null : cloud.nodePool({ ...clusterTargetOf(change.target.cluster), id }),
    groupsOf(asker, sources),
    lastChangeOf(change, sources),
  ]);
  return {
    at: now,
    poolSize: pool?.nodes.total ?? null,
    managed: pool?.management.enabled ?? null,
    repairsNeedApproval: pool?.management.approvalRequired ?? false,
    labels: pool?.labels ?? [],
    requesterGroups,
    freeze: freezeOver(rules.freezes, change, now)?.name ?? null,
    lastChange,
  };
}

/** Asked of Slack only where a policy wants to know. */
async function groupsOf(asker: Person, { rules, directory }: Sources): Promise<readonly string[]> {
  if (rules.policies.every(({ match }) => match.requesters === null)) return [];
  const memberships = await Promise.all(
    rules.approvers.map(async ({ name, members }) => ((await directory.members(members)).has(asker.id) ? [name] : [])),
  );
  return memberships.flat();
}

/** Looked up only where a policy wants to know, and no further back than the policies look. */
async function lastChangeOf(
  change: Pick<PolicySubject, "target">,
  { rules, operations, now }: Sources,
): Promise<number | null> {
  const pool = poolIdOf(change.target);
  const hours = rules.policies.flatMap(({ require }) => require.more.flatMap((more) => more.changedWithin ?? []));
  if (pool === null || hours.length === 0) return null;
  // The past is found by when it was asked for: what ended lately may have been asked for a day before.
  const since = now - hoursToMilliseconds(Math.max(...hours) + 24);
  const { operations: past } = await operations.past({ about: pool, since, limit: 20 });
  const changed = past.filter(({ state }) => state.stage === "succeeded" || state.stage === "failed");
  const ends = changed.flatMap((each) => endedAt(each) ?? []);
  return ends.length === 0 ? null : Math.max(...ends);
}
