import * as z from "zod";
import { breakGlassGrant, breakGlassReview, owesReview } from "./break-glass.ts";
import { control, controlActions } from "./control.ts";
import { channelId, type Instant, instant, operationId, taskId, userId } from "./ids.ts";
import { difference, plan } from "./plan.ts";
import { requirement } from "./policy.ts";
import { progress } from "./progress.ts";
import { vote } from "./sign-off.ts";

/** What an approved operation waits for. */
const obstacle = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("operation"), id: operationId }),
  /** ACK works on the pool for somebody else. */
  z.object({ kind: z.literal("pool-state"), state: z.string() }),
  /** ACK upgrades one pool of a cluster at a time. */
  z.object({ kind: z.literal("cluster-upgrade"), pool: z.string() }),
  /** null: the cluster has no maintenance window. */
  z.object({ kind: z.literal("window"), opens: instant.nullable() }),
  /** An approver wanted it later. */
  z.object({ kind: z.literal("not-before"), until: instant }),
  z.object({ kind: z.literal("freeze"), name: z.string(), until: instant }),
  /** ACK begins it by itself, at its time; null: ACK does not say when. */
  z.object({ kind: z.literal("plan-start"), at: instant.nullable() }),
  z.object({ kind: z.literal("cloud"), code: z.string(), detail: z.string() }),
]);
export type Obstacle = z.infer<typeof obstacle>;

/** Why an operation failed. */
const problem = z.discriminatedUnion("kind", [
  /** ACK refused the call: nothing was done. */
  z.object({
    kind: z.literal("refused"),
    code: z.string(),
    detail: z.string(),
    requestId: z.string().nullable(),
  }),
  /** ACK took the work and its task failed. */
  z.object({
    kind: z.literal("task-failed"),
    code: z.string(),
    detail: z.string(),
    nodes: z.array(z.string()).readonly(),
  }),
  /** The task ended well and single nodes did not. */
  z.object({ kind: z.literal("nodes-failed"), nodes: z.array(z.string()).readonly() }),
  /** The task ended well and the pool did not reach the wanted size. */
  z.object({ kind: z.literal("size-not-reached"), wanted: z.int(), present: z.int() }),
  /** ACK gave the pool up. */
  z.object({ kind: z.literal("pool-broken"), state: z.string() }),
  /** The task ended well, and the target does not show what was wanted. */
  z.object({ kind: z.literal("not-reached") }),
  z.object({ kind: z.literal("pool-gone") }),
  /** ACK forgot the task, and the pool does not show what became of it. */
  z.object({ kind: z.literal("task-lost"), taskId: taskId.nullable() }),
  /** A repair that was permitted did not end well. */
  z.object({
    kind: z.literal("repair-failed"),
    node: z.string(),
    why: z.enum(["node-gone", "asks-again", "not-healed", "overtime"]),
  }),
  /** ACK says that its own plan failed, or the check before it. */
  z.object({ kind: z.literal("plan-failed"), state: z.string(), detail: z.string().nullable() }),
  /** The call to ACK was never answered, and nothing in the cloud shows whether it was taken. Never sent again. */
  z.object({
    kind: z.literal("outcome-unknown"),
    /** null: the process stopped while the call was made. */ detail: z.string().nullable(),
  }),
]);
export type Problem = z.infer<typeof problem>;

const trouble = z.object({ since: instant, code: z.string(), detail: z.string() });
/** The cloud cannot be asked at present: the work there goes on, unseen. */
export type Trouble = z.infer<typeof trouble>;

const work = {
  taskId: taskId.nullable(),
  since: instant,
  progress,
  trouble: trouble.nullable(),
  control: control.nullable(),
};

/** Where an operation stands. Each stage carries what is true in it and nothing else. */
const state = z.discriminatedUnion("stage", [
  /** Recorded; its card is not posted yet, so nobody has seen it. */
  z.object({ stage: z.literal("requested") }),
  z.object({ stage: z.literal("awaiting-sign-off"), until: instant, reminded: z.boolean() }),
  z.object({ stage: z.literal("approved"), since: instant }),
  z.object({ stage: z.literal("waiting"), since: instant, for: obstacle }),
  /** Written down before ACK is called: from here on the call may have been made. */
  z.object({ stage: z.literal("submitting"), since: instant, unclear: z.string().nullable() }),
  /** The call may have been taken, and nothing in the cloud shows it: people say what becomes of it, or the cloud does later. */
  z.object({
    stage: z.literal("unknown"),
    since: instant,
    noticed: instant,
    /** null: the process stopped while the call was made. */ detail: z.string().nullable(),
  }),
  z.object({ stage: z.literal("running"), ...work }),
  z.object({
    stage: z.literal("paused"),
    ...work,
    /** Since when it stands still: ACK clears away what is paused for more than 15 days. */
    pausedAt: instant,
    /** Whether ACK paused by itself after a batch, as the plan says: going on needs a go-ahead of its own. */
    needsGoAhead: z.boolean(),
  }),
  z.object({ stage: z.literal("succeeded"), at: instant, since: instant, nodes: z.int() }),
  z.object({ stage: z.literal("failed"), at: instant, since: instant.nullable(), problem }),
  z.object({
    stage: z.literal("cancelled"),
    at: instant,
    since: instant,
    done: z.int(),
    total: z.int(),
  }),
  z.object({
    stage: z.literal("rejected"),
    at: instant,
    by: userId,
    reason: z.string().nullable(),
  }),
  z.object({
    stage: z.literal("withdrawn"),
    at: instant,
    by: userId.nullable(),
    unpostable: z.string().nullable(),
  }),
  z.object({ stage: z.literal("expired"), at: instant }),
  z.object({ stage: z.literal("stale"), at: instant, differences: z.array(difference).readonly() }),
]);
export type State = z.infer<typeof state>;
export type Stage = State["stage"];
export type StateOf<Of extends Stage> = Extract<State, { readonly stage: Of }>;

/** A smaller plan that an approver would rather sign off. */
const proposal = z.object({ by: userId, at: instant, plan });
export type Proposal = z.infer<typeof proposal>;

/** What people can make of an outcome that nobody knows: look at the cloud again, follow it as taken by ACK, or end it. */
export const resolutions = ["look-again", "adopt", "give-up"] as const;
export type Resolution = (typeof resolutions)[number];

/** Something that happened to an operation. */
const event = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("requested") }),
  /** It runs without sign-off; told when it is asked for. */
  z.object({ kind: z.literal("glass-broken"), grant: breakGlassGrant }),
  /** Somebody else has looked at what ran without sign-off. */
  z.object({ kind: z.literal("reviewed"), by: userId }),
  z.object({ kind: z.literal("card-posted") }),
  z.object({ kind: z.literal("card-refused"), code: z.string() }),
  z.object({ kind: z.literal("voted"), vote }),
  /** An approver would sign off something smaller. */
  z.object({ kind: z.literal("narrowing-proposed"), proposal }),
  /** Who asked agrees: votes count for the smaller plan from now on. */
  z.object({ kind: z.literal("narrowing-accepted"), by: userId }),
  z.object({ kind: z.literal("narrowing-declined"), by: userId }),
  z.object({ kind: z.literal("withdrawn"), by: userId }),
  z.object({ kind: z.literal("expired") }),
  /** The time is over and nobody rejected it, where silence is the agreement. */
  z.object({ kind: z.literal("agreed") }),
  /** Half of the time is over. */
  z.object({ kind: z.literal("reminded") }),
  /** Three quarters of the time are over: a second group may vote, too. */
  z.object({ kind: z.literal("escalated") }),
  z.object({ kind: z.literal("held-up"), by: obstacle }),
  z.object({ kind: z.literal("drifted"), differences: z.array(difference).readonly() }),
  z.object({ kind: z.literal("submission-began") }),
  z.object({ kind: z.literal("submission-unclear"), detail: z.string() }),
  /** ACK has done nothing, and may be asked again. */
  z.object({ kind: z.literal("not-submitted"), detail: z.string().nullable() }),
  /** Nobody knows whether ACK has taken it, and nothing shows it. */
  z.object({
    kind: z.literal("outcome-unknown"),
    /** null: the process stopped while the call was made. */ detail: z.string().nullable(),
  }),
  /** What somebody makes of an outcome that nobody knows; null: nobody did in time. */
  z.object({ kind: z.literal("resolved"), resolution: z.enum(resolutions), by: userId.nullable() }),
  z.object({
    kind: z.literal("started"),
    taskId: taskId.nullable(),
    requestId: z.string().nullable(),
  }),
  z.object({ kind: z.literal("progressed"), progress }),
  z.object({ kind: z.literal("lost-sight"), code: z.string(), detail: z.string() }),
  /** Somebody asked for a pause, to go on, or to stop. */
  z.object({ kind: z.literal("control-asked"), action: z.enum(controlActions), by: userId }),
  z.object({ kind: z.literal("control-sent"), action: z.enum(controlActions) }),
  z.object({
    kind: z.literal("control-refused"),
    action: z.enum(controlActions),
    code: z.string(),
    detail: z.string(),
  }),
  z.object({ kind: z.literal("paused") }),
  z.object({ kind: z.literal("resumed") }),
  z.object({ kind: z.literal("succeeded"), nodes: z.int() }),
  z.object({ kind: z.literal("failed"), problem }),
  z.object({ kind: z.literal("cancelled") }),
]);
export type OperationEvent = z.infer<typeof event>;

/** One line of an operation's history: every state it was in can be explained from these. */
const journalEntry = z.object({ at: instant, event });

/** What of an operation stands in Slack; kept so that nothing is posted twice and every end is told. */
const publication = z.object({
  /** The one message of the operation. */
  card: z.object({ channel: channelId, ts: z.string() }).nullable(),
  /** The revision that the card shows. */
  shown: z.int(),
  /** How many journal entries the card's thread tells. */
  told: z.int(),
  /** A line in each other channel that should know: where it was asked for, and where teams follow upgrades. */
  pointers: z.array(z.object({ channel: channelId, ts: z.string(), shown: z.int() })).readonly(),
  /** A message that was on its way when this was written: it may stand there, and nobody has noted where. null: there is none. */
  attempt: z
    .object({
      part: z.enum(["card", "thread", "pointer"]),
      channel: channelId,
      /** Of the thread: how many journal entries are told with it. */
      told: z.int(),
      at: instant,
    })
    .nullable()
    .default(null),
});
export type Publication = z.infer<typeof publication>;

/** One change on its way through sign-off, execution and tracking to its end. */
export const operation = z.object({
  id: operationId,
  /** Grows with every event, and with nothing else. */
  revision: z.int(),
  plan,
  requirement,
  /** null: nobody; ACK began it, or Lifeguard itself by a rule of the configuration. */
  requester: userId.nullable(),
  reason: z.string().nullable(),
  requestedAt: instant,
  /** Where it was asked for, and the words typed, without the slash command: asking again takes these. null: nobody typed any. */
  request: z.object({ channel: channelId, line: z.string().nullable() }),
  /** Where its card lives. */
  cardChannel: channelId,
  votes: z.array(vote).readonly(),
  /** The last one that nobody has answered; null: there is none. */
  proposal: proposal.nullable().default(null),
  /** Leave to run without sign-off, given by the engine alone; null: it needs votes. */
  grant: breakGlassGrant.nullable().default(null),
  /** null: there is none (yet). */
  review: breakGlassReview.nullable().default(null),
  state,
  journal: z.array(journalEntry).readonly(),
  publication,
});
export type Operation = z.infer<typeof operation>;

const ends: ReadonlySet<Stage> = new Set([
  "succeeded",
  "failed",
  "cancelled",
  "rejected",
  "withdrawn",
  "expired",
  "stale",
]);

export function hasEnded(of: Operation): boolean {
  return ends.has(of.state.stage);
}

/** Whether nothing can happen to it any more: it has ended, everybody was told, and nobody has to look at it afterwards. */
export function isClosed(of: Operation): boolean {
  return hasEnded(of) && isPublished(of) && !owesReview(of);
}

/** When an operation ended; null while it has not. */
export function endedAt({ state: present }: Operation): Instant | null {
  return "at" in present ? present.at : null;
}

/** Whether ACK may be working on it: its target is taken. */
export function occupiesTarget(of: Operation): boolean {
  return ["submitting", "unknown", "running", "paused"].includes(of.state.stage);
}

/** Whether everything that happened stands in Slack, too. */
export function isPublished({ publication: shown, revision, journal }: Operation): boolean {
  // Without a card there is nothing to keep current, once it is certain that none is on its way.
  if (shown.card === null) return shown.shown >= revision;
  const linesAreCurrent = shown.pointers.every((pointer) => pointer.shown >= revision);
  return shown.shown >= revision && shown.told >= journal.length && linesAreCurrent;
}
