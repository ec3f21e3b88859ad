import type { ApproverGroup } from "./approver-group.ts";
import type { Finding } from "./diagnosis.ts";
import type { UserId } from "./ids.ts";
import type { Policy } from "./policy.ts";

/** What a policy, or the rule where none matches, takes of people. */
export interface Demand {
  /** null: the rule where no policy matches. */
  readonly policy: string | null;
  readonly approvals: number;
  /** With all that it adds where more is at stake. */
  readonly mostApprovals: number;
  readonly selfApproval: boolean;
  readonly from: readonly ApproverGroup[];
  /** Groups in each of which there has to be somebody. */
  readonly each: readonly ApproverGroup[];
}

export function demandsOf(policies: readonly Policy[], defaultApprovers: ApproverGroup): readonly Demand[] {
  const ruled = policies.map(({ name, require }): Demand => {
    const { approvals, more, selfApproval, from, eachOf, breakGlassBy, escalateTo, veto } = require;
    const voters = from.length + eachOf.length === 0 ? [defaultApprovers] : from;
    return {
      policy: name,
      approvals,
      mostApprovals: approvals === 0 ? 0 : approvals + more.reduce((sum, { add }) => sum + add, 0),
      selfApproval,
      from: [...voters, ...eachOf],
      each: [
        ...eachOf,
        ...breakGlassBy,
        ...(escalateTo === null ? [] : [escalateTo]),
        // Somebody has to be able to say no.
        ...(veto === null ? [] : voters),
      ],
    };
  });
  const builtIn = { policy: null, approvals: 1, mostApprovals: 1, selfApproval: false } as const;
  return [...ruled, { ...builtIn, from: [defaultApprovers], each: [] }];
}

/** People of one group that it takes at most to be sure about every demand; more need not be looked up. */
export function enoughFor(demands: readonly Demand[]): number {
  return 1 + Math.max(1, ...demands.map(({ mostApprovals }) => mostApprovals));
}

/** @param active people of each group, by its name, that count as of now; a group that could not be read is left out */
export function judgeReach(
  demands: readonly Demand[],
  active: ReadonlyMap<string, ReadonlySet<UserId>>,
): readonly Finding[] {
  const findings = demands.flatMap(({ policy, approvals, mostApprovals, selfApproval, from, each }) => {
    const known = [...from, ...each].every(({ name }) => active.has(name));
    if (!known) return [];
    const empty = each.filter(({ name }) => active.get(name)?.size === 0);
    const able = new Set(from.flatMap(({ name }) => [...(active.get(name) ?? [])])).size;
    const needed = mostApprovals + (selfApproval || mostApprovals === 0 ? 0 : 1);
    return [
      ...empty.map(({ name }) => ({ code: "group-empty", policy, group: name }) as const),
      ...(able < approvals ? [{ code: "policy-unreachable", policy, needed: approvals, able } as const] : []),
      ...(able >= approvals && able < needed ? [{ code: "policy-tight", policy, needed, able } as const] : []),
    ];
  });
  const sound = demands.every(({ from, each }) => [...from, ...each].every(({ name }) => active.has(name)));
  return findings.length === 0 && sound ? [{ code: "policies-reachable", count: demands.length }] : findings;
}

/** Why nobody, or not everybody who may ask, can get the sign-off that a policy can come to require. */
export type Shortage =
  /** Fewer people than votes. */
  | { readonly kind: "too-few"; readonly most: number; readonly people: number; readonly groups: readonly string[] }
  /** Somebody of each of these has to be in favour, and nobody is in this one. */
  | { readonly kind: "empty-group"; readonly group: string }
  /** Enough for everybody but one of the approvers, who may ask and not approve it. */
  | { readonly kind: "own-vote-missing"; readonly most: number; readonly user: UserId; readonly left: number };

/**
 * Whether a policy cannot be satisfied at all, or not for one of its approvers.
 * @param membersOf people of a group; null: nobody knows, and then nothing is concluded
 */
export function shortageOf(
  { mostApprovals: most, selfApproval, from, each }: Demand,
  membersOf: (group: ApproverGroup) => ReadonlySet<UserId> | null,
  mayAsk: (user: UserId) => boolean,
): Shortage | null {
  if (most === 0) return null;
  const people = new Set<UserId>();
  for (const group of from) {
    const members = membersOf(group);
    if (members === null) return null;
    for (const user of members) people.add(user);
    if (members.size === 0 && each.includes(group)) return { kind: "empty-group", group: group.name };
  }
  if (most > people.size) {
    return { kind: "too-few", most, people: people.size, groups: from.map(({ name }) => name) };
  }
  const stuck = selfApproval || most < people.size ? undefined : [...people].find(mayAsk);
  return stuck === undefined ? null : { kind: "own-vote-missing", most, user: stuck, left: people.size - 1 };
}
