import type { ApproverGroup } from "./approver-group.ts";
import type { CloudFailure } from "./cloud.ts";
import type { ControlAction } from "./control.ts";
import type { ChannelId, Instant, OperationId, UserId } from "./ids.ts";
import type { Stage } from "./operation.ts";
import type { RequestProblem } from "./node-pool-request/problem.ts";
import type { Exclusion } from "./person.ts";

/** What a value had to be: the catalogues have words for each. */
export type Expectation =
  | { readonly kind: "size" }
  | { readonly kind: "whole-number"; readonly smallest: number; readonly largest: number }
  | { readonly kind: "choice"; readonly choices: readonly string[] }
  | { readonly kind: "runtime" }
  | { readonly kind: "operation-id" }
  | { readonly kind: "pairs"; readonly example: string }
  | { readonly kind: "number-or-percent" }
  | { readonly kind: "time-span" }
  | { readonly kind: "person" }
  | { readonly kind: "moment" }
  | { readonly kind: "days" }
  | { readonly kind: "time-of-day" }
  | { readonly kind: "hours" };

/**
 * Everything that can be expected to go wrong, as data, by code. A refusal has words in every catalogue: what happened, why, and
 * what to do next. What is not in this list is a bug or an outage, is thrown, and is logged.
 */
interface Refusals {
  // What was typed
  readonly "unclosed-quote": object;
  readonly "unknown-verb": { readonly typed: string; readonly nearest: string | null };
  readonly "missing-argument": { readonly verb: string; readonly argument: string };
  readonly "too-many-arguments": { readonly verb: string; readonly extra: string };
  readonly "unknown-option": {
    readonly verb: string;
    readonly typed: string;
    readonly nearest: string | null;
  };
  readonly "option-without-value": { readonly verb: string; readonly option: string };
  readonly "option-not-with": { readonly verb: string; readonly option: string; readonly other: string };
  readonly "nothing-asked": { readonly verb: string };
  readonly "bad-value": {
    readonly verb: string;
    readonly parameter: string;
    readonly typed: string;
    readonly expected: Expectation;
  };
  readonly "unknown-pool": { readonly typed: string; readonly nearest: readonly string[] };
  readonly "ambiguous-pool": { readonly typed: string; readonly candidates: readonly string[] };
  readonly "unknown-cluster": { readonly typed: string; readonly known: readonly string[] };
  readonly "unknown-operation": { readonly typed: string };
  // What the change would do
  readonly "cluster-not-running": { readonly cluster: string; readonly state: string };
  readonly "pool-not-workable": { readonly pool: string; readonly state: string };
  readonly "pool-of-other-kind": { readonly pool: string; readonly type: string };
  readonly "pool-scales-itself": {
    readonly pool: string;
    readonly minimum: number;
    readonly maximum: number;
  };
  readonly "pool-without-desired-size": { readonly pool: string };
  readonly "pool-without-nodes": { readonly pool: string };
  readonly "size-out-of-range": {
    readonly size: number;
    readonly smallest: number;
    readonly largest: number;
  };
  readonly "already-this-size": { readonly pool: string; readonly size: number };
  readonly "already-this-version": { readonly pool: string; readonly version: string };
  readonly "growth-too-large": {
    readonly from: number;
    readonly to: number;
    readonly largest: number;
  };
  readonly "above-deployment-set": { readonly pool: string; readonly to: number; readonly largest: number };
  readonly "not-a-version": { readonly value: string; readonly example: string };
  readonly "newer-than-control-plane": { readonly wanted: string; readonly controlPlane: string };
  readonly "too-old-for-control-plane": { readonly wanted: string; readonly controlPlane: string };
  readonly "image-needs-disk-replacement": object;
  readonly "parallelism-out-of-range": {
    readonly value: number;
    readonly smallest: number;
    readonly largest: number;
  };
  readonly "field-is-fixed": { readonly field: string };
  readonly "nothing-changes": { readonly pool: string };
  readonly "pool-name-taken": { readonly name: string; readonly cluster: string };
  readonly "request-invalid": { readonly problems: readonly RequestProblem[] };
  readonly "cluster-needed": { readonly name: string; readonly known: readonly string[] };
  readonly "field-has-verb": { readonly field: string; readonly verb: string; readonly pool: string };
  readonly "field-stays": { readonly field: string };
  readonly "file-unreadable": { readonly reason: string };
  readonly "request-unreadable": { readonly detail: string };
  readonly "auto-scaling-already": { readonly pool: string; readonly on: boolean };
  readonly "bounds-out-of-order": { readonly minimum: number; readonly maximum: number };
  readonly "bounds-needed": { readonly pool: string };
  readonly "secret-not-taken": { readonly field: string };
  readonly "pool-not-manageable": { readonly pool: string };
  readonly "nothing-to-repair": { readonly pool: string };
  readonly "unknown-vulnerabilities": { readonly pool: string; readonly names: readonly string[] };
  readonly "nothing-to-fix": { readonly pool: string };
  readonly "default-pool-stays": { readonly pool: string };
  readonly "pool-has-nodes": { readonly pool: string; readonly count: number };
  readonly "deletion-not-confirmed": { readonly pool: string };
  readonly "window-unchanged": { readonly cluster: string };
  readonly "unknown-plan": { readonly typed: string };
  readonly "plan-not-cancellable": { readonly plan: string; readonly state: string };
  readonly "unknown-nodes": { readonly pool: string; readonly nodes: readonly string[] };
  // Freezes
  readonly "freeze-in-the-past": { readonly until: Instant };
  readonly "not-frozen": { readonly name: string };
  // What channels are told of
  readonly "channel-takes-no-news": { readonly channel: ChannelId; readonly slackCode: string };
  readonly "not-watched": { readonly name: string };
  // Who asks, and where
  readonly excluded: { readonly exclusion: Exclusion };
  readonly "not-a-requester": object;
  readonly "channel-not-served": { readonly served: readonly ChannelId[] };
  readonly "reason-required": { readonly policy: string | null };
  readonly "identity-unknown": object;
  // Who decides
  readonly "own-request": { readonly operation: OperationId };
  readonly "not-an-approver": {
    readonly operation: OperationId;
    readonly groups: readonly ApproverGroup[];
  };
  readonly "voted-already": { readonly operation: OperationId };
  readonly "sign-off-closed": {
    readonly operation: OperationId;
    readonly stage: Stage;
    readonly at: Instant | null;
  };
  // Who runs without sign-off, and who looks at it afterwards
  readonly "break-glass-not-granted": { readonly policy: string | null };
  readonly "break-glass-not-yours": { readonly groups: readonly ApproverGroup[] };
  readonly "break-glass-unreviewed": { readonly operation: OperationId };
  readonly "nothing-to-review": { readonly operation: OperationId };
  readonly "reviewed-already": { readonly operation: OperationId; readonly by: UserId };
  readonly "own-review": { readonly operation: OperationId };
  readonly "not-a-reviewer": { readonly operation: OperationId; readonly groups: readonly ApproverGroup[] };
  // Who votes in whose place
  readonly "delegate-is-oneself": object;
  readonly "nothing-to-delegate": object;
  readonly "delegate-excluded": { readonly to: UserId; readonly exclusion: Exclusion };
  readonly "delegation-over": { readonly until: Instant };
  readonly "not-delegated": { readonly to: UserId | null };
  readonly "delegator-asked": { readonly operation: OperationId };
  readonly "counted-together": { readonly operation: OperationId; readonly by: UserId };
  // Codes of authenticators
  readonly "code-needed": { readonly operation: OperationId };
  readonly "code-wrong": { readonly left: number };
  readonly "code-used": object;
  readonly "code-not-of-new-secret": object;
  readonly "enrolment-over": object;
  readonly "step-up-not-enrolled": object;
  readonly "step-up-locked": { readonly until: Instant };
  readonly "step-up-off": object;
  readonly "plan-drifted": { readonly operation: OperationId };
  readonly "plan-superseded": { readonly operation: OperationId };
  // Who would rather sign off something smaller
  readonly "nothing-to-narrow": { readonly operation: OperationId; readonly asked: "nodes" | "parallelism" };
  readonly "not-narrower": {
    readonly operation: OperationId;
    readonly asked: "nodes" | "parallelism";
    readonly largest: number;
  };
  readonly "not-later": { readonly operation: OperationId; readonly earliest: Instant };
  readonly "only-requester-answers": { readonly operation: OperationId; readonly requester: UserId | null };
  readonly "proposal-over": { readonly operation: OperationId };
  readonly "only-requester-withdraws": {
    readonly operation: OperationId;
    /** null: nobody asked for it. */
    readonly requester: UserId | null;
  };
  readonly "not-withdrawable": { readonly operation: OperationId; readonly stage: Stage };
  readonly "empty-reason": object;
  // Who steers what runs
  readonly "not-controllable": {
    readonly operation: OperationId;
    readonly action: ControlAction;
    readonly stage: Stage;
  };
  readonly "outcome-known": { readonly operation: OperationId; readonly stage: Stage };
  readonly "no-task-to-control": { readonly operation: OperationId; readonly action: ControlAction };
  readonly "go-ahead-by-new-person": { readonly operation: OperationId };
  readonly "go-ahead-by-other": { readonly operation: OperationId };
  // What stands behind
  readonly cloud: {
    readonly failure: CloudFailure;
    readonly cloudCode: string;
    readonly detail: string;
    readonly action: string;
    readonly requestId: string | null;
  };
  readonly "card-not-posted": {
    readonly operation: OperationId;
    readonly channel: ChannelId;
    readonly slackCode: string;
  };
  readonly "too-busy": object;
  /** Its disk is full or gone, or its database does not answer. */
  readonly "records-unavailable": { readonly reference: string };
  readonly internal: { readonly reference: string };
}

export type RefusalCode = keyof Refusals;

/** A refusal of one code, or of any. */
export type Refusal<Code extends RefusalCode = RefusalCode> = {
  readonly [Each in Code]: { readonly code: Each } & Refusals[Each];
}[Code];
