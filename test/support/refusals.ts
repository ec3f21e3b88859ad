import { controlActions } from "../../src/domain/control.ts";
import { channelId, operationId } from "../../src/domain/ids.ts";
import { formats, type ProblemCode, type RequestProblem } from "../../src/domain/node-pool-request/problem.ts";
import type { Exclusion } from "../../src/domain/person.ts";
import type { Expectation, Refusal, RefusalCode } from "../../src/domain/refusal.ts";
import { aRequirement, people, start } from "./builders.ts";

/** Figures alone: every letter in what is written about them is a word of ours. */
const name = "47";
const operation = operationId.parse("op-2347");
const pool = name;
const verb = name;
const field = name;
const groups = aRequirement().from;
const by = people.bob;
const until = start;
const range = { smallest: 1, largest: 9 };
const exclusions: readonly Exclusion[] = ["bot", "deactivated", "guest", "stranger", "other-workspace"];
const channel = channelId.parse("C0OPS");
const narrowable = ["nodes", "parallelism"] as const;
const stages = ["running", "succeeded", "waiting"] as const;

type Without<Name extends string, Of> = Of extends unknown ? Omit<Of, Name> : never;
type Examples<Code extends string, Of extends { readonly code: string }> = {
  readonly [Each in Code]: readonly Without<"code", Extract<Of, { readonly code: Each }>>[];
};

const expectations: readonly Expectation[] = [
  { kind: "size" },
  { kind: "whole-number", ...range },
  { kind: "choice", choices: [name, name] },
  { kind: "runtime" },
  { kind: "operation-id" },
  { kind: "pairs", example: name },
  { kind: "number-or-percent" },
  { kind: "time-span" },
  { kind: "person" },
  { kind: "moment" },
  { kind: "days" },
  { kind: "time-of-day" },
  { kind: "hours" },
];

const problemExamples: Examples<ProblemCode, RequestProblem> = {
  "not-a-request": [{ path: "" }],
  missing: [{ path: field }],
  empty: [{ path: field }],
  "wrong-type": (["text", "number", "boolean", "list", "object"] as const).map((expected) => ({
    path: field,
    expected,
  })),
  "out-of-range": [
    { path: field, min: 1, max: 9 },
    { path: field, min: 1, max: Number.MAX_SAFE_INTEGER },
  ],
  "wrong-length": [{ path: field, least: 1, most: 9 }],
  "wrong-count": [{ path: field, least: 1, most: 9 }],
  "not-allowed": [
    { path: field, allowed: [name] },
    { path: field, allowed: [name, name] },
  ],
  "bad-format": formats.map((format) => ({ path: field, format })),
  deprecated: [
    { path: field, successor: null },
    { path: field, successor: name },
  ],
  exclusive: [{ path: field, other: name }],
  "needed-by": [{ path: field, other: name, value: name }],
  "only-with": [{ path: field, other: name, allowed: [name, name] }],
  "never-with": [{ path: field, other: name, value: name }],
  "below-other": [{ path: field, other: name, least: 3 }],
  "disk-too-small": [{ path: field, level: name, above: 460 }],
  "iops-above-disk": [{ path: field, most: 50_000, size: 40 }],
  "growth-too-large": [{ path: field, most: 500 }],
  "above-deployment-set": [{ path: field, most: 40, zones: 2 }],
  duplicate: [{ path: field, key: name }],
  "reserved-text": [{ path: field, prefixes: [name, name], nowhere: [name] }],
  "reserved-domain": [{ path: field, domains: [name], exceptions: [name, name] }],
  "node-name-too-long": [{ path: field, longest: 70, most: 64 }],
  "name-taken": [{ path: field, name }],
  "cluster-too-new": [{ path: field, value: name, newest: name, cluster: name }],
  "cluster-too-old": [{ path: field, oldest: name, cluster: name }],
};

const refusalExamples: Examples<RefusalCode, Refusal> = {
  "unclosed-quote": [{}],
  "unknown-verb": [
    { typed: name, nearest: null },
    { typed: name, nearest: name },
  ],
  "missing-argument": [{ verb, argument: name }],
  "too-many-arguments": [{ verb, extra: name }],
  "unknown-option": [
    { verb, typed: name, nearest: null },
    { verb, typed: name, nearest: name },
  ],
  "option-without-value": [{ verb, option: name }],
  "option-not-with": [{ verb, option: name, other: name }],
  "nothing-asked": [{ verb }],
  "bad-value": expectations.map((expected) => ({ verb, parameter: name, typed: name, expected })),
  "unknown-pool": [
    { typed: name, nearest: [] },
    { typed: name, nearest: [name, name] },
  ],
  "ambiguous-pool": [{ typed: name, candidates: [name, name] }],
  "unknown-cluster": [{ typed: name, known: [name, name] }],
  "unknown-operation": [{ typed: name }],
  "cluster-not-running": [{ cluster: name, state: name }],
  "pool-not-workable": [{ pool, state: name }],
  "pool-of-other-kind": [{ pool, type: name }],
  "pool-scales-itself": [{ pool, minimum: 1, maximum: 9 }],
  "pool-without-desired-size": [{ pool }],
  "pool-without-nodes": [{ pool }],
  "size-out-of-range": [{ size: 10, ...range }],
  "already-this-size": [{ pool, size: 3 }],
  "already-this-version": [{ pool, version: name }],
  "growth-too-large": [{ from: 1, to: 900, largest: 500 }],
  "above-deployment-set": [{ pool, to: 90, largest: 40 }],
  "not-a-version": [{ value: name, example: name }],
  "newer-than-control-plane": [{ wanted: name, controlPlane: name }],
  "too-old-for-control-plane": [{ wanted: name, controlPlane: name }],
  "image-needs-disk-replacement": [{}],
  "parallelism-out-of-range": [{ value: 10, ...range }],
  "field-is-fixed": [{ field }],
  "nothing-changes": [{ pool }],
  "pool-name-taken": [{ name, cluster: name }],
  // All problems that there are, below.
  "request-invalid": [],
  "cluster-needed": [{ name, known: [name, name] }],
  "field-has-verb": [{ field, verb, pool }],
  "field-stays": [{ field }],
  "file-unreadable": [{ reason: name }],
  "request-unreadable": [{ detail: name }],
  "auto-scaling-already": [
    { pool, on: true },
    { pool, on: false },
  ],
  "bounds-out-of-order": [{ minimum: 9, maximum: 1 }],
  "bounds-needed": [{ pool }],
  "secret-not-taken": [{ field }],
  "pool-not-manageable": [{ pool }],
  "nothing-to-repair": [{ pool }],
  "unknown-vulnerabilities": [{ pool, names: [name, name] }],
  "nothing-to-fix": [{ pool }],
  "default-pool-stays": [{ pool }],
  "pool-has-nodes": [{ pool, count: 3 }],
  "deletion-not-confirmed": [{ pool }],
  "window-unchanged": [{ cluster: name }],
  "unknown-plan": [{ typed: name }],
  "plan-not-cancellable": [{ plan: name, state: name }],
  "unknown-nodes": [{ pool, nodes: [name, name] }],
  "freeze-in-the-past": [{ until }],
  "not-frozen": [{ name }],
  "channel-takes-no-news": ["is_archived", name].map((slackCode) => ({ channel, slackCode })),
  "not-watched": [{ name }],
  excluded: exclusions.map((exclusion) => ({ exclusion })),
  "not-a-requester": [{}],
  "channel-not-served": [{ served: [channelId.parse("C0OPS"), channelId.parse("C0TEAM")] }],
  "reason-required": [{ policy: null }, { policy: name }],
  "identity-unknown": [{}],
  "own-request": [{ operation }],
  "not-an-approver": [{ operation, groups }],
  "voted-already": [{ operation }],
  "sign-off-closed": stages.flatMap((stage) => [
    { operation, stage, at: null },
    { operation, stage, at: start },
  ]),
  "break-glass-not-granted": [{ policy: null }, { policy: name }],
  "break-glass-not-yours": [{ groups }],
  "break-glass-unreviewed": [{ operation }],
  "nothing-to-review": [{ operation }],
  "reviewed-already": [{ operation, by }],
  "own-review": [{ operation }],
  "not-a-reviewer": [{ operation, groups }],
  "delegate-is-oneself": [{}],
  "nothing-to-delegate": [{}],
  "delegate-excluded": exclusions.map((exclusion) => ({ to: by, exclusion })),
  "delegation-over": [{ until }],
  "not-delegated": [{ to: null }, { to: by }],
  "delegator-asked": [{ operation }],
  "counted-together": [{ operation, by }],
  "code-needed": [{ operation }],
  "code-wrong": [{ left: 1 }, { left: 3 }],
  "code-used": [{}],
  "code-not-of-new-secret": [{}],
  "enrolment-over": [{}],
  "step-up-not-enrolled": [{}],
  "step-up-locked": [{ until }],
  "step-up-off": [{}],
  "plan-drifted": [{ operation }],
  "plan-superseded": [{ operation }],
  "nothing-to-narrow": narrowable.map((asked) => ({ operation, asked })),
  "not-narrower": narrowable.flatMap((asked) => [
    { operation, asked, largest: 1 },
    { operation, asked, largest: 4 },
  ]),
  "not-later": [{ operation, earliest: start }],
  "only-requester-answers": [
    { operation, requester: by },
    { operation, requester: null },
  ],
  "proposal-over": [{ operation }],
  "only-requester-withdraws": [
    { operation, requester: by },
    { operation, requester: null },
  ],
  "not-withdrawable": stages.map((stage) => ({ operation, stage })),
  "empty-reason": [{}],
  "not-controllable": controlActions.map((action) => ({ operation, action, stage: "running" as const })),
  "outcome-known": stages.map((stage) => ({ operation, stage })),
  "no-task-to-control": controlActions.map((action) => ({ operation, action })),
  "go-ahead-by-new-person": [{ operation }],
  "go-ahead-by-other": [{ operation }],
  cloud: (["not-found", "denied", "refused", "throttled", "unreachable"] as const).flatMap((failure) => [
    { failure, cloudCode: name, detail: name, action: name, requestId: null },
    { failure, cloudCode: "QuotaExceeded.Node", detail: name, action: name, requestId: name },
  ]),
  "card-not-posted": ["is_archived", "not_in_channel", name].map((slackCode) => ({
    operation,
    channel,
    slackCode,
  })),
  "too-busy": [{}],
  "records-unavailable": [{ reference: name }],
  internal: [{ reference: name }],
};

/** Each example with its code, which the type of the table has paired with it. */
function withCodes<Of extends { readonly code: string }>(examples: Readonly<Record<string, readonly object[]>>): Of[] {
  const all = Object.entries(examples).flatMap(([code, some]) => some.map((each) => ({ ...each, code })));
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- Object.entries forgets the pairing
  return all as unknown as Of[];
}

/** At least one of every problem that a request can have. */
export const everyProblem = withCodes<RequestProblem>(problemExamples);

/** At least one of every refusal that there is. */
export const everyRefusal: readonly Refusal[] = [
  ...withCodes<Refusal>(refusalExamples),
  { code: "request-invalid", problems: everyProblem },
];
