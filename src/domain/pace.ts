import { minutesToMilliseconds } from "date-fns";
import type { Instant } from "./ids.ts";
import type { Operation } from "./operation.ts";

/** Before ACK begins a plan of its own, its cluster is worth looking at from so many milliseconds on. */
const shortlyBefore = minutesToMilliseconds(1);
/** How many intervals pass between two looks where nothing is expected to move. */
const patience = { still: 2, paused: 3, waiting: 6 } as const;
/** A task of which nothing was told for so long moves slowly. */
const stillAfter = minutesToMilliseconds(10);

/**
 * Milliseconds until a cluster is worth another look: soon where something moves or could start, later where it stands still, at the
 * moment itself where one is known. null: there is nothing to look for.
 * @param operations those of the cluster that may be sent or are under way
 * @param failures looks in a row that came to nothing
 */
export function untilNextLook(
  operations: readonly Operation[],
  interval: number,
  failures: number,
  now: Instant,
): number | null {
  if (operations.length === 0) return null;
  if (failures > 0) return interval * Math.min(2 ** failures, patience.waiting);
  const wait = Math.min(...operations.map((operation) => waitOf(operation, interval, now)));
  return wait === Number.POSITIVE_INFINITY ? null : wait;
}

function waitOf({ state, journal }: Operation, interval: number, now: Instant): number {
  switch (state.stage) {
    case "unknown":
      return interval * patience.waiting;
    case "paused":
      return interval * patience.paused;
    case "running": {
      const told = journal.at(-1)?.at ?? now;
      return now - told > stillAfter ? interval * patience.still : interval;
    }
    case "waiting": {
      // Days may pass until ACK begins a plan of its own, and whether it was moved shows in the plans of the region.
      if (state.for.kind === "plan-start") {
        return state.for.at === null || state.for.at - now > shortlyBefore ? Number.POSITIVE_INFINITY : interval;
      }
      const until = knownEnd(state.for);
      // It may be ended sooner than it says.
      return until === null ? interval : Math.min(Math.max(until - now, interval), interval * patience.waiting);
    }
    default:
      return interval;
  }
}

function knownEnd(obstacle: Extract<Operation["state"], { readonly stage: "waiting" }>["for"]): Instant | null {
  switch (obstacle.kind) {
    case "freeze":
    case "not-before":
      return obstacle.until;
    case "window":
      return obstacle.opens ?? Number.POSITIVE_INFINITY;
    default:
      return null;
  }
}
