import type { Instant, OperationId } from "./ids.ts";
import { endedAt, hasEnded, type Operation, type OperationEvent } from "./operation.ts";

/** A count that was known at one moment. */
export interface Sample {
  readonly at: Instant;
  readonly value: number;
}

/** A time in which an operation was carried out. */
export interface Span {
  readonly operation: OperationId;
  readonly from: Instant;
  /** null: it goes on. */
  readonly to: Instant | null;
  readonly outcome: "well" | "badly" | "under-way";
}

/** What is known of a count over a time: moments at which it was known, and what was done meanwhile. Between two moments nobody looked. */
export interface Course {
  readonly from: Instant;
  readonly to: Instant;
  /** Oldest first. */
  readonly samples: readonly Sample[];
  /** Oldest first. */
  readonly spans: readonly Span[];
  /** Times in which an operation stood still. */
  readonly pauses: readonly { readonly from: Instant; readonly to: Instant }[];
}

/**
 * How many nodes a pool had, as far as its operations tell: the count from which each began, the one
 * after each of its batches, and the one at its end. What others did to the pool meanwhile shows only with the next of these.
 * @param present the count now, where it could be read
 */
export function nodesOverTime(
  operations: readonly Operation[],
  present: number | null,
  { since, now }: { readonly since: Instant; readonly now: Instant },
): Course {
  const carriedOut = operations.filter((operation) => beginOf(operation) !== null);
  const samples = carriedOut.flatMap(samplesOf);
  const spans = carriedOut.flatMap(spanOf).filter(({ to }) => to === null || to >= since);
  const known = [...samples, ...(present === null ? [] : [{ at: now, value: present }])]
    .filter(({ at }) => at >= since)
    .toSorted((one, other) => one.at - other.at);
  return {
    from: Math.min(now, known[0]?.at ?? now, ...spans.map(({ from }) => Math.max(from, since))),
    to: now,
    samples: known,
    spans: spans.toSorted((one, other) => one.from - other.from),
    pauses: [],
  };
}

/** How many nodes an operation was done with, from its begin to its end; null: it was never carried out, or says nothing of nodes. */
export function nodesDoneOverTime(operation: Operation): Course | null {
  const from = beginOf(operation);
  const to = endedAt(operation);
  const total = operation.plan.effect.nodes;
  if (from === null || to === null || total === 0) return null;
  const progressed = operation.journal.flatMap(({ at, event }): readonly Sample[] => {
    if (event.kind === "progressed") return [{ at, value: event.progress.done }];
    return event.kind === "succeeded" ? [{ at, value: total }] : [];
  });
  const { state } = operation;
  const stopped = state.stage === "cancelled" ? [{ at: to, value: state.done }] : [];
  return {
    from,
    to,
    samples: [{ at: from, value: 0 }, ...progressed, ...stopped],
    spans: spanOf(operation),
    pauses: pausesOf(operation),
  };
}

/** When it was sent to ACK. */
function beginOf({ journal }: Operation): Instant | null {
  return journal.find(({ event }) => event.kind === "submission-began")?.at ?? null;
}

function spanOf(operation: Operation): readonly Span[] {
  const from = beginOf(operation);
  if (from === null) return [];
  const { id, state } = operation;
  const outcome = hasEnded(operation) ? (state.stage === "succeeded" ? "well" : "badly") : "under-way";
  return [{ operation: id, from, to: endedAt(operation), outcome }];
}

function samplesOf(operation: Operation): readonly Sample[] {
  const { journal } = operation;
  return journal.flatMap(({ at, event }): readonly Sample[] => {
    const value = countAfter(operation, event);
    return value === null ? [] : [{ at, value }];
  });
}

/** The pool's nodes as an event of one of its operations tells them; null: it does not. */
function countAfter({ plan: { change, effect } }: Operation, event: OperationEvent): number | null {
  switch (event.kind) {
    case "submission-began":
      return countWith(0);
    case "progressed":
      return countWith(event.progress.done);
    case "succeeded":
      return change.kind === "create" || change.kind === "clone" ? event.nodes : countWith(effect.nodes);
    default:
      return null;
  }

  function countWith(done: number): number | null {
    switch (change.kind) {
      case "scale-out":
        return change.from + done;
      case "scale-in":
      case "remove-nodes":
        return change.from - done;
      case "create":
      case "clone":
        return done;
      case "delete":
        return change.nodes - done;
      case "upgrade":
        // Of some nodes alone it tells nothing of the others.
        return change.nodes === null ? effect.nodes : null;
      default:
        return null;
    }
  }
}

function pausesOf({ journal }: Operation): Course["pauses"] {
  const pauses: { from: Instant; to: Instant }[] = [];
  let since: Instant | null = null;
  for (const { at, event } of journal) {
    if (event.kind === "paused") since ??= at;
    if (
      since !== null &&
      (event.kind === "resumed" || event.kind === "cancelled" || event.kind === "failed" || event.kind === "succeeded")
    ) {
      pauses.push({ from: since, to: at });
      since = null;
    }
  }
  return pauses;
}
