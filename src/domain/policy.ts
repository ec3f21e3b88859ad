import { hoursToSeconds } from "date-fns";
import picomatch from "picomatch";
import { z } from "zod";
import { approverGroup, type ApproverGroup } from "./approver-group.ts";
import type { Change, ChangeKind } from "./change.ts";
import { poolNameOf } from "./changes/target.ts";
import type { Plan } from "./plan.ts";

/** The sign-off that one operation needs: a policy applied to a plan, and kept with it. */
export const requirement = z
  .object({
    /** Name of the policy that ruled; null: the built-in rule. */
    policy: z.string().nullable(),
    /** Votes in favour, each by another person. */
    approvals: z.int().min(0),
    /** Members of any of these may vote. */
    from: z.array(approverGroup).readonly(),
    /** Seconds from the request until the card expires. */
    expiresIn: z.int().min(1),
    reasonRequired: z.boolean(),
  })
  .readonly();
export type Requirement = z.infer<typeof requirement>;

/** A rule of the configuration: which changes it rules, and what it requires of them. */
export interface Policy {
  readonly name: string;
  readonly match: {
    /** Cluster names; null: every cluster. */
    readonly clusters: readonly string[] | null;
    /** Globs over pool names; null: every pool. */
    readonly pools: readonly string[] | null;
    readonly changes: readonly ChangeKind[] | null;
    /** Nodes that the change makes or removes at most; null: any number. */
    readonly largestStep: number | null;
  };
  readonly require: {
    readonly approvals: number;
    readonly from: readonly ApproverGroup[];
    /** Seconds; null: the default. */
    readonly expiresIn: number | null;
    readonly reason: boolean;
  };
}

/** A day: a card reaches approvers in every time zone once. */
const defaultExpiry = hoursToSeconds(24);

/** With no policy, a scale-out of so many nodes needs nobody's sign-off. */
const freeScaleOut = 10;

/** The sign-off that a plan needs. The first policy that matches rules; with none, the built-in rule does. */
export function requirementFor(plan: Plan, policies: readonly Policy[], defaultApprovers: ApproverGroup): Requirement {
  const policy = policies.find((candidate) => matches(candidate, plan));
  if (policy === undefined) {
    return {
      policy: null,
      approvals: isFree(plan.change) ? 0 : 1,
      from: [defaultApprovers],
      expiresIn: defaultExpiry,
      reasonRequired: false,
    };
  }
  return {
    policy: policy.name,
    approvals: policy.require.approvals,
    from: policy.require.from.length === 0 ? [defaultApprovers] : policy.require.from,
    expiresIn: policy.require.expiresIn ?? defaultExpiry,
    reasonRequired: policy.require.reason,
  };
}

function isFree(change: Change): boolean {
  return change.kind === "scale-out" && change.to - change.from <= freeScaleOut;
}

function matches({ match }: Policy, plan: Plan): boolean {
  const { change } = plan;
  const pool = poolNameOf(change.target);
  if (match.clusters !== null && !match.clusters.includes(change.target.cluster.name)) return false;
  if (match.pools !== null && (pool === null || !picomatch.isMatch(pool, [...match.pools]))) return false;
  if (match.changes !== null && !match.changes.includes(change.kind)) return false;
  return match.largestStep === null || stepOf(plan) <= match.largestStep;
}

/** Nodes by which a change moves the size of a pool; 0 where it leaves the size alone. */
function stepOf({ change, effect }: Plan): number {
  switch (change.kind) {
    case "scale-out":
    case "scale-in":
    case "create":
    case "clone":
    case "remove-nodes":
    case "delete":
      return effect.nodes;
    default:
      return 0;
  }
}
