import { isDeepStrictEqual } from "node:util";
import { secondsToMilliseconds } from "date-fns";
import { grantOf, owesReview } from "./break-glass.ts";
import type { Instant } from "./ids.ts";
import { acceptedPlan } from "./narrowing.ts";
import type { Operation, OperationEvent, Resolution, Stage, State, StateOf } from "./operation.ts";
import { batchesDone } from "./rolling.ts";
import { principalOf, tally, type Vote } from "./sign-off.ts";

/**
 * The life of an operation: its next state, for every event, or null where the event does not belong to the present stage.
 * Nothing else moves an operation.
 */
export function follow(operation: Operation, event: OperationEvent, at: Instant): Operation | null {
  const next = stateAfter(operation, event, at);
  if (next === null) return null;
  return {
    ...operation,
    ...agreementAfter(operation, event),
    revision: operation.revision + 1,
    review: event.kind === "reviewed" ? { by: event.by, at } : operation.review,
    state: next,
    journal: isNotable(operation, event) ? [...operation.journal, { at, event }] : operation.journal,
  };
}

/** What is to be signed off, by whom, and by whom it was. */
function agreementAfter(
  { plan, requirement, votes, proposal }: Operation,
  event: OperationEvent,
): Pick<Operation, "plan" | "requirement" | "votes" | "proposal"> {
  const present = { plan, requirement, votes, proposal };
  switch (event.kind) {
    case "voted":
      return { ...present, votes: [...votes, event.vote] };
    case "escalated":
      return { ...present, requirement: escalated(requirement) };
    case "narrowing-proposed":
      return { ...present, proposal: event.proposal };
    case "narrowing-declined":
      return { ...present, proposal: null };
    case "narrowing-accepted":
      // Another plan: what was voted on the wider one counts no more, and everybody may vote anew.
      return proposal === null
        ? present
        : { requirement, plan: acceptedPlan(proposal, event.by), votes: [], proposal: null };
    default:
      return present;
  }
}

function stateAfter(operation: Operation, event: OperationEvent, at: Instant): State | null {
  const { state } = operation;
  switch (event.kind) {
    case "requested":
    case "glass-broken":
      return null;
    case "reviewed":
      return owesReview(operation) ? state : null;
    case "card-posted":
      return state.stage === "requested" ? afterPosting(operation, at) : null;
    case "card-refused":
      return state.stage === "requested" ? { stage: "withdrawn", at, by: null, unpostable: event.code } : null;
    case "voted":
      return state.stage === "awaiting-sign-off" ? afterVote(operation, state, event.vote, at) : null;
    case "narrowing-proposed":
      return state.stage === "awaiting-sign-off" && at < state.until ? state : null;
    case "narrowing-accepted":
    case "narrowing-declined":
      return state.stage === "awaiting-sign-off" && at < state.until && operation.proposal !== null ? state : null;
    case "withdrawn":
      return isOneOf(state, ["requested", "awaiting-sign-off", "approved", "waiting"])
        ? { stage: "withdrawn", at, by: event.by, unpostable: null }
        : null;
    case "expired":
      return isOver(state, at) && !operation.requirement.veto ? { stage: "expired", at } : null;
    case "agreed":
      return isOver(state, at) && operation.requirement.veto ? { stage: "approved", since: at } : null;
    case "reminded":
      return state.stage === "awaiting-sign-off" && !state.reminded ? { ...state, reminded: true } : null;
    case "escalated":
      return state.stage === "awaiting-sign-off" && operation.requirement.escalateTo !== null ? state : null;
    case "held-up":
      // The same obstacle, met again at the next look, is no news.
      if (state.stage === "waiting" && isDeepStrictEqual(state.for, event.by)) return null;
      return isOneOf(state, ["approved", "waiting", "submitting"])
        ? { stage: "waiting", since: state.stage === "waiting" ? state.since : at, for: event.by }
        : null;
    case "drifted":
      return isOneOf(state, ["awaiting-sign-off", "approved", "waiting"])
        ? { stage: "stale", at, differences: event.differences }
        : null;
    case "submission-began":
      return isOneOf(state, ["approved", "waiting"]) ? { stage: "submitting", since: at, unclear: null } : null;
    case "submission-unclear":
      return state.stage === "submitting" ? { ...state, unclear: event.detail } : null;
    case "not-submitted":
      return state.stage === "submitting" ? { stage: "approved", since: at } : null;
    case "outcome-unknown":
      return state.stage === "submitting"
        ? { stage: "unknown", since: state.since, noticed: at, detail: event.detail }
        : null;
    case "resolved":
      return state.stage === "unknown" ? resolved(operation, state, event.resolution, at) : null;
    case "started":
      return isOneOf(state, ["submitting", "unknown"])
        ? { stage: "running", ...freshWork(operation, event.taskId, at) }
        : null;
    case "control-asked":
      return isOneOf(state, ["running", "paused"])
        ? { ...state, control: { action: event.action, by: event.by, at, sent: false } }
        : null;
    case "control-sent":
      return isOneOf(state, ["running", "paused"]) && state.control?.action === event.action
        ? { ...state, control: { ...state.control, sent: true } }
        : null;
    case "control-refused":
      return isOneOf(state, ["running", "paused"]) && state.control?.action === event.action
        ? { ...state, control: null }
        : null;
    case "progressed":
      return isOneOf(state, ["running", "paused"]) ? { ...state, progress: event.progress, trouble: null } : null;
    case "lost-sight":
      return isOneOf(state, ["running", "paused"]) && state.trouble?.code !== event.code
        ? { ...state, trouble: { since: state.trouble?.since ?? at, code: event.code, detail: event.detail } }
        : null;
    case "paused":
      return state.stage === "running" ? paused(operation, state, at) : null;
    case "resumed":
      return state.stage === "paused" ? resumed(state) : null;
    case "succeeded":
      return isOneOf(state, ["running", "paused"])
        ? { stage: "succeeded", at, since: state.since, nodes: event.nodes }
        : null;
    case "failed":
      return isOneOf(state, ["submitting", "unknown", "running", "paused"])
        ? {
            stage: "failed",
            at,
            since: isOneOf(state, ["running", "paused"]) ? state.since : null,
            problem: event.problem,
          }
        : null;
    case "cancelled":
      return isOneOf(state, ["running", "paused"])
        ? {
            stage: "cancelled",
            at,
            since: state.since,
            done: state.progress.done,
            total: state.progress.total,
          }
        : null;
  }
}

function isOneOf<Of extends Stage>(state: State, stages: readonly Of[]): state is StateOf<Of> {
  return stages.some((stage) => stage === state.stage);
}

function isOver(state: State, at: Instant): boolean {
  return state.stage === "awaiting-sign-off" && at >= state.until;
}

function afterPosting(operation: Operation, at: Instant): State {
  const { requirement, requestedAt } = operation;
  if (grantOf(operation) !== null) return { stage: "approved", since: at };
  return requirement.approvals === 0 && !requirement.veto
    ? { stage: "approved", since: at }
    : {
        stage: "awaiting-sign-off",
        until: requestedAt + secondsToMilliseconds(requirement.expiresIn),
        reminded: false,
      };
}

/** The second group may vote from now on, beside the first. */
function escalated(requirement: Operation["requirement"]): Operation["requirement"] {
  const { escalateTo, from } = requirement;
  return escalateTo === null ? requirement : { ...requirement, from: [...from, escalateTo], escalateTo: null };
}

function afterVote(
  { requirement, votes, plan }: Operation,
  state: StateOf<"awaiting-sign-off">,
  vote: Vote,
  at: Instant,
): State | null {
  if (at >= state.until || vote.fingerprint !== plan.fingerprint) return null;
  if (votes.some((cast) => cast.by === vote.by || principalOf(cast) === principalOf(vote))) return null;
  const count = tally(requirement, [...votes, vote]);
  // Nobody has to agree where silence does: a vote in favour changes nothing before the time is over.
  if (requirement.veto && count.verdict === "approved") return state;
  switch (count.verdict) {
    case "pending":
      return state;
    case "approved":
      return { stage: "approved", since: at };
    case "rejected":
      return { stage: "rejected", at, by: count.by, reason: count.reason };
  }
}

function resolved(operation: Operation, state: StateOf<"unknown">, resolution: Resolution, at: Instant): State {
  switch (resolution) {
    case "look-again":
      return state;
    case "adopt":
      return { stage: "running", ...freshWork(operation, null, at) };
    case "give-up":
      return { stage: "failed", at, since: null, problem: { kind: "outcome-unknown", detail: state.detail } };
  }
}

function freshWork(
  { plan }: Operation,
  taskId: StateOf<"running">["taskId"],
  at: Instant,
): Omit<StateOf<"running">, "stage"> {
  return {
    taskId,
    since: at,
    progress: {
      done: 0,
      total: plan.effect.nodes,
      failed: 0,
      stage: null,
      seenAt: at,
      settlingSince: null,
    },
    trouble: null,
    control: null,
  };
}

/** A pause that nobody asked for is the one that the plan provides after a batch. */
function paused({ plan: { change } }: Operation, state: StateOf<"running">, at: Instant): State {
  const asked = state.control?.action === "pause";
  const planned = change.kind === "upgrade" && change.rolling.pause !== "never";
  const control = asked ? null : state.control;
  return { ...state, stage: "paused", control, pausedAt: at, needsGoAhead: planned && !asked };
}

function resumed({ taskId, since, progress, trouble, control }: StateOf<"paused">): State {
  return { stage: "running", taskId, since, progress, trouble, control: control?.action === "resume" ? null : control };
}

/** Progress is told once per finished batch; the rest of it only moves the card. Trouble is told once, when it begins. */
function isNotable({ state, plan }: Operation, event: OperationEvent): boolean {
  const working = state.stage === "running" || state.stage === "paused" ? state : null;
  if (event.kind === "control-sent") return false;
  if (event.kind === "lost-sight") return working !== null && working.trouble === null;
  if (event.kind === "held-up") {
    return state.stage !== "waiting" || state.for.kind !== event.by.kind;
  }
  if (event.kind !== "progressed") return true;
  if (working === null) return false;
  if (working.trouble !== null) return true;
  const { batches } = plan.effect;
  return batches.length > 1 && batchesDone(batches, event.progress.done) > batchesDone(batches, working.progress.done);
}
