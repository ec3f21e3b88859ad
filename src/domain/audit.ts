import { createHmac, timingSafeEqual } from "node:crypto";
import { configure } from "safe-stable-stringify";
import * as z from "zod";
import type { Change } from "./change.ts";
import type { Delegation } from "./delegation.ts";
import type { TypedFreeze } from "./freeze.ts";
import { channelId, fingerprint, instant, type OperationId, operationId, userId } from "./ids.ts";
import type { Operation, OperationEvent } from "./operation.ts";
import { failure, type Result, success } from "./result.ts";

/** One thing that happened and that somebody may have to answer for. */
export const auditEntry = z
  .object({
    at: instant,
    /** What happened: an event of an operation, or `denied`. */
    kind: z.string(),
    operation: operationId.nullable(),
    /** Its place in the operation's journal; null where it has none, as what was denied. */
    step: z.int().nullable(),
    /** Who did it; null: the bot, or time. */
    by: userId.nullable(),
    /** The exact plan it is about. */
    fingerprint: fingerprint.nullable(),
    /** The message in which it was done. */
    message: z.object({ channel: channelId, ts: z.string() }).nullable(),
    facts: z.record(z.string(), z.unknown()).readonly(),
  })
  .readonly();
export type AuditEntry = z.infer<typeof auditEntry>;

const link = z.object({
  /** Counts up from 1, without a gap. */
  sequence: z.int().min(1),
  entry: z.unknown(),
  /** Seal of the record before; of the first one, {@link emptyChain}'s. */
  previous: z.string(),
  /** HMAC-SHA256 over all of the above. */
  seal: z.string(),
});

/** What has to be known of a record to see whether it holds: what is in it is vouched for by its seal. */
export const chainLink = link.readonly();
export type ChainLink = z.infer<typeof chainLink>;

/** An entry in its place in the chain. */
export const auditRecord = link.extend({ entry: auditEntry }).readonly();
export type AuditRecord = z.infer<typeof auditRecord>;

/** Where a chain ends: what is posted outside, so that a chain that was cut short can be told. */
export interface ChainHead {
  readonly count: number;
  readonly seal: string;
}

export const emptyChain: ChainHead = { count: 0, seal: "0".repeat(64) };

/** What is wrong with a record: its place, what it follows, or what it says. */
export interface ChainFault {
  readonly sequence: number;
  readonly fault: "out-of-order" | "does-not-follow" | "changed";
}

const canonical = configure({ deterministic: true, strict: true });

function sealOf(key: string, sequence: number, entry: unknown, previous: string): string {
  return createHmac("sha256", key)
    .update(String(canonical({ sequence, entry, previous })))
    .digest("hex");
}

/** Puts an entry at the end of a chain. */
export function chainOn(key: string, head: ChainHead, entry: AuditEntry): AuditRecord {
  const sequence = head.count + 1;
  return { sequence, entry, previous: head.seal, seal: sealOf(key, sequence, entry, head.seal) };
}

/** Whether a record belongs behind a head, unchanged; the new head where it does. */
export function follows(key: string, head: ChainHead, record: ChainLink): Result<ChainHead, ChainFault> {
  const { sequence, entry, previous, seal } = record;
  if (sequence !== head.count + 1) return failure({ sequence, fault: "out-of-order" });
  if (previous !== head.seal) return failure({ sequence, fault: "does-not-follow" });
  const expected = Buffer.from(sealOf(key, sequence, entry, previous));
  const found = Buffer.from(seal);
  if (expected.length !== found.length || !timingSafeEqual(expected, found)) {
    return failure({ sequence, fault: "changed" });
  }
  return success({ count: sequence, seal });
}

/** What the audit log keeps of one line of an operation's journal. */
export function entryOf(operation: Operation, step: number): AuditEntry | null {
  const line = operation.journal[step];
  if (line === undefined) return null;
  const { kind } = line.event;
  return {
    at: line.at,
    kind,
    operation: operation.id,
    step,
    by: actorOf(operation, line.event),
    fingerprint: operation.plan.fingerprint,
    message: messageOf(operation, line.event),
    facts: kind === "requested" ? requestFacts(operation) : factsOf(line.event),
  };
}

function actorOf({ requester }: Operation, event: OperationEvent): AuditEntry["by"] {
  switch (event.kind) {
    case "requested":
      return requester;
    case "voted":
      return event.vote.by;
    case "glass-broken":
      return event.grant.by;
    case "withdrawn":
    case "control-asked":
    case "reviewed":
    case "resolved":
    case "narrowing-accepted":
    case "narrowing-declined":
      return event.by;
    case "narrowing-proposed":
      return event.proposal.by;
    default:
      return null;
  }
}

/** People decide on the card. */
function messageOf({ publication: { card } }: Operation, { kind }: OperationEvent): AuditEntry["message"] {
  const isDoneOnCard =
    ["voted", "withdrawn", "control-asked", "reviewed", "resolved"].includes(kind) || kind.startsWith("narrowing");
  return isDoneOnCard ? card : null;
}

function factsOf(event: OperationEvent): AuditEntry["facts"] {
  if (event.kind === "narrowing-proposed") {
    const { plan } = event.proposal;
    return { change: withoutSecrets(plan.change), notBefore: plan.notBefore, fingerprint: plan.fingerprint };
  }
  const { kind: _, ...facts } = event;
  return facts;
}

function requestFacts({ plan, requirement, reason, request }: Operation): AuditEntry["facts"] {
  return {
    change: withoutSecrets(plan.change),
    basis: plan.basis,
    policy: requirement.policy,
    approvals: requirement.approvals,
    reason,
    channel: request.channel,
  };
}

/** Fields of a request that hold secrets, or may. */
const secretFields = new Set(["login_password", "user_data", "pre_user_data"]);

function withoutSecrets(change: Change): unknown {
  return JSON.parse(
    JSON.stringify(change, (name: string, value: unknown) => (secretFields.has(name) ? "hidden" : value)),
  );
}

/** Somebody tried what was not theirs to do. */
export function denial(facts: {
  readonly at: AuditEntry["at"];
  readonly by: NonNullable<AuditEntry["by"]>;
  readonly operation: OperationId | null;
  readonly message: AuditEntry["message"];
  readonly action: string;
  readonly code: string;
}): AuditEntry {
  const { at, by, operation, message, action, code } = facts;
  return { at, kind: "denied", operation, step: null, by, fingerprint: null, message, facts: { action, code } };
}

/** Somebody's authenticator was set up, or is not asked for a while. */
export function stepUpEntry(
  kind: "step-up-enrolled" | "step-up-locked",
  by: NonNullable<AuditEntry["by"]>,
  operation: OperationId | null,
  at: AuditEntry["at"],
  facts: AuditEntry["facts"],
): AuditEntry {
  return { at, kind, operation, step: null, by, fingerprint: null, message: null, facts };
}

/** Somebody handed their right to vote over, or took it back. */
export function delegationEntry(
  kind: "delegated" | "undelegated",
  { from, to, until, reason }: Delegation,
  at: AuditEntry["at"],
): AuditEntry {
  const facts = { to, until, reason };
  return { at, kind, operation: null, step: null, by: from, fingerprint: null, message: null, facts };
}

/** Somebody held changes, or let them go on. */
export function freezeEntry(
  kind: "frozen" | "unfrozen",
  freeze: TypedFreeze,
  by: NonNullable<AuditEntry["by"]>,
  at: AuditEntry["at"],
): AuditEntry {
  const { cluster, pool, to, reason } = freeze;
  const facts = { cluster, pool, to, reason };
  return { at, kind, operation: null, step: null, by, fingerprint: null, message: null, facts };
}
