import { hoursToMilliseconds, hoursToSeconds } from "date-fns";
import picomatch from "picomatch";
import * as z from "zod";
import { approverGroup, type ApproverGroup } from "./approver-group.ts";
import type { ChangeKind } from "./change.ts";
import { poolNameOf, type Target } from "./changes/target.ts";
import { type Hours, isWithin } from "./hours.ts";
import type { Instant } from "./ids.ts";
import type { Plan } from "./plan.ts";

/** Why an operation needs more approvals than its policy says at least; the card tells each. */
const escalation = z.discriminatedUnion("code", [
  z.object({ code: z.literal("share"), share: z.number(), above: z.number(), more: z.int() }),
  z.object({ code: z.literal("disk-replaced"), more: z.int() }),
  z.object({ code: z.literal("frozen"), freeze: z.string(), more: z.int() }),
  z.object({ code: z.literal("changed-lately"), hours: z.number(), more: z.int() }),
]);
export type Escalation = z.infer<typeof escalation>;

/** The sign-off that one operation needs: a policy applied to a plan, and kept with it. */
export const requirement = z
  .object({
    /** Name of the policy that ruled; null: the built-in rule. */
    policy: z.string().nullable(),
    /** Votes in favour, each by another person. */
    approvals: z.int().min(0),
    /** Members of any of these may vote. */
    from: z.array(approverGroup).readonly(),
    /** Of each of these at least one person has to be in favour; who is in two speaks for both. */
    eachOf: z.array(approverGroup).readonly(),
    /** People who have to be against it to reject it. */
    rejections: z.int().min(1),
    /** Seconds from the request until the card expires. */
    expiresIn: z.int().min(1),
    reasonRequired: z.boolean(),
    /** Whether who asked for it may vote, too. */
    selfApproval: z.boolean(),
    /** Whether the go-ahead after a batch has to come from somebody who has not voted yet. */
    otherPersonGoesAhead: z.boolean(),
    /** Whether it waits for the cluster's maintenance window. */
    inWindow: z.boolean(),
    /** Whether it runs at the end of its time unless somebody rejects it. */
    veto: z.boolean(),
    /** Who may vote, too, when three quarters of the time are over. */
    escalateTo: approverGroup.nullable(),
    /** Members of any of these may run it at once, without sign-off, and owe a review for it; none: nobody may. */
    breakGlassBy: z.array(approverGroup).default([]).readonly(),
    escalations: z.array(escalation).readonly(),
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
    /** Whether the pool is a managed one; null: both. */
    readonly managed: boolean | null;
    /** Labels that the pool gives its nodes, all of them: `tier: gold`. */
    readonly labels: Readonly<Record<string, string>>;
    /** When it was asked for; null: at any time. */
    readonly hours: Hours | null;
    /** Names of groups, of which the requester has to be in one; null: anybody. */
    readonly requesters: readonly string[] | null;
  };
  readonly require: {
    readonly approvals: number;
    readonly from: readonly ApproverGroup[];
    readonly eachOf: readonly ApproverGroup[];
    readonly rejections: number;
    /** Seconds; null: the default. */
    readonly expiresIn: number | null;
    readonly reason: boolean;
    readonly selfApproval: boolean;
    readonly otherPersonGoesAhead: boolean;
    readonly inWindow: boolean;
    /** Seconds after which it runs unless somebody rejects it; null: it needs votes. */
    readonly veto: number | null;
    readonly escalateTo: ApproverGroup | null;
    readonly breakGlassBy: readonly ApproverGroup[];
    /** More approvals where more is at stake. */
    readonly more: readonly MoreApprovals[];
  };
}

/** When a policy wants more approvals, and how many more. Every condition that is given has to hold. */
export interface MoreApprovals {
  readonly add: number;
  /** Percent of the pool's nodes that the change touches, more than which counts; null: does not matter. */
  readonly shareAbove: number | null;
  readonly diskReplaced: boolean;
  /** While a freeze lasts. */
  readonly frozen: boolean;
  /** Hours within which the pool was changed before; null: does not matter. */
  readonly changedWithin: number | null;
}

/** What of a plan a policy looks at. */
export interface PolicySubject {
  readonly kind: ChangeKind;
  readonly target: Target;
  /** Nodes that are made, removed or worked on. */
  readonly nodes: number;
  /** Nodes by which the size of a pool moves. */
  readonly step: number;
  readonly replacesSystemDisk: boolean;
}

export function subjectOf(plan: Plan): PolicySubject {
  const { change, effect } = plan;
  return {
    kind: change.kind,
    target: change.target,
    nodes: effect.nodes,
    step: movesSize(change.kind) ? effect.nodes : 0,
    replacesSystemDisk: change.kind === "upgrade" && change.replaceSystemDisk,
  };
}

/** What a policy looks at beside the plan. */
export interface PolicyContext {
  readonly at: Instant;
  /** Nodes that the pool has; null: there is no pool yet, or it is about a cluster. */
  readonly poolSize: number | null;
  readonly managed: boolean | null;
  /** Whether the pool asks for permission before repairs (ACK: `auto_repair_policy.approval_required`). */
  readonly repairsNeedApproval: boolean;
  readonly labels: readonly { readonly key: string; readonly value: string }[];
  /** Names of the approver groups that the requester is in. */
  readonly requesterGroups: readonly string[];
  /** Name of the freeze that lasts now. */
  readonly freeze: string | null;
  /** When the last operation on this target ended. */
  readonly lastChange: Instant | null;
}

/** A day: a card reaches approvers in every time zone once. */
const defaultExpiry = hoursToSeconds(24);

/** With no policy, a scale-out of so many nodes needs nobody's sign-off. */
const freeScaleOut = 10;

/** The sign-off that a plan needs. The first policy that matches rules; with none, the built-in rule does. */
export function requirementFor(
  subject: PolicySubject,
  policies: readonly Policy[],
  defaultApprovers: ApproverGroup,
  context: PolicyContext,
): Requirement {
  const policy = policies.find((candidate) => matches(candidate, subject, context)) ?? null;
  const rule = policy?.require ?? builtInRule(subject);
  const from = rule.from.length + rule.eachOf.length === 0 ? [defaultApprovers] : rule.from;
  const escalations = rule.more.flatMap((more) => escalationOf(more, subject, context));
  const approvals = rule.approvals + escalations.reduce((sum, { more }) => sum + more, 0);
  const needed = Math.max(approvals, leastApprovals(subject, context));
  return {
    policy: policy?.name ?? null,
    approvals: needed,
    from,
    eachOf: rule.eachOf,
    rejections: rule.rejections,
    expiresIn: rule.veto ?? rule.expiresIn ?? defaultExpiry,
    reasonRequired: rule.reason,
    selfApproval: rule.selfApproval,
    otherPersonGoesAhead: rule.otherPersonGoesAhead,
    inWindow: rule.inWindow,
    // What a pool asks for or what is at stake stands above a silent agreement.
    veto: rule.veto !== null && needed === 0,
    escalateTo: rule.escalateTo,
    // Nor can anybody break a glass that the pool itself has put up.
    breakGlassBy: leastApprovals(subject, context) > 0 ? [] : rule.breakGlassBy,
    escalations,
  };
}

/** All groups whose members may vote. */
export function votersOf({ from, eachOf }: Requirement): readonly ApproverGroup[] {
  return [...from, ...eachOf.filter((group) => !from.some(({ name }) => name === group.name))];
}

function builtInRule(subject: PolicySubject): Policy["require"] {
  return {
    approvals: isFree(subject) || subject.kind === "automated-plan" ? 0 : 1,
    from: [],
    eachOf: [],
    rejections: 1,
    expiresIn: null,
    reason: false,
    selfApproval: false,
    otherPersonGoesAhead: false,
    inWindow: false,
    veto: null,
    escalateTo: null,
    breakGlassBy: [],
    more: [],
  };
}

function isFree({ kind, step }: PolicySubject): boolean {
  return kind === "scale-out" && step <= freeScaleOut;
}

/** What a pool itself asks for stands above every policy. */
function leastApprovals({ kind }: PolicySubject, { repairsNeedApproval }: PolicyContext): number {
  // ACK asks a person: no policy answers in their place.
  if (kind === "approve-repair") return 1;
  return kind === "repair" && repairsNeedApproval ? 1 : 0;
}

function matches({ match }: Policy, { kind, target, step }: PolicySubject, context: PolicyContext): boolean {
  const pool = poolNameOf(target);
  const { clusters, pools, changes, largestStep, managed, labels, hours, requesters } = match;
  if (clusters !== null && !clusters.includes(target.cluster.name)) return false;
  if (pools !== null && (pool === null || !picomatch.isMatch(pool, [...pools]))) return false;
  if (changes !== null && !changes.includes(kind)) return false;
  // ACK's own plans are held up, and cancelled, only where a policy says so by name.
  if (changes === null && kind === "automated-plan") return false;
  if (largestStep !== null && step > largestStep) return false;
  if (managed !== null && context.managed !== managed) return false;
  if (hours !== null && !isWithin(hours, context.at)) return false;
  if (requesters !== null && !requesters.some((group) => context.requesterGroups.includes(group))) return false;
  return Object.entries(labels).every(([key, value]) =>
    context.labels.some((label) => label.key === key && label.value === value),
  );
}

function escalationOf(more: MoreApprovals, subject: PolicySubject, context: PolicyContext): readonly Escalation[] {
  const share = context.poolSize === null || context.poolSize === 0 ? 0 : (subject.nodes / context.poolSize) * 100;
  const since = context.lastChange === null ? null : (context.at - context.lastChange) / hoursToMilliseconds(1);
  const held = [
    more.shareAbove === null
      ? null
      : {
          holds: share > more.shareAbove,
          why: { code: "share" as const, share: Math.round(share), above: more.shareAbove },
        },
    more.diskReplaced ? { holds: subject.replacesSystemDisk, why: { code: "disk-replaced" as const } } : null,
    more.frozen
      ? { holds: context.freeze !== null, why: { code: "frozen" as const, freeze: context.freeze ?? "" } }
      : null,
    more.changedWithin === null
      ? null
      : {
          holds: since !== null && since <= more.changedWithin,
          why: { code: "changed-lately" as const, hours: more.changedWithin },
        },
  ].filter((condition) => condition !== null);
  const [first] = held;
  return first !== undefined && held.every(({ holds }) => holds) ? [{ ...first.why, more: more.add }] : [];
}

/** Whether a kind of change makes nodes come or go; bounds of auto scaling may do so at once. */
function movesSize(kind: ChangeKind): boolean {
  return ["scale-out", "scale-in", "autoscale", "create", "clone", "remove-nodes", "delete"].includes(kind);
}
