import type { Instant, OperationId } from "../domain/ids.ts";
import type { Operation } from "../domain/operation.ts";
import type { Clock } from "./ports.ts";

/**
 * How long ago moments were that are written down, one for each key. When this process first hears of one, the clock on the wall says so; from
 * then on the time that passes does, so that whoever puts the clock forward or back ends no waiting early, and none late.
 */
export interface Passing<Key> {
  /** Whole milliseconds since a moment, never less than none. Another moment of the same key takes its place. */
  since(key: Key, moment: Instant): number;
  /** Forgets what is not asked for any more. */
  keepOnly(isKept: (key: Key) => boolean): void;
}

interface Heard {
  readonly moment: Instant;
  /** By {@link Clock.elapsed}. */
  readonly began: number;
}

export function createPassing<Key>(clock: Pick<Clock, "now" | "elapsed">): Passing<Key> {
  const heard = new Map<Key, Heard>();
  return {
    since(key, moment) {
      const present = clock.elapsed();
      const known = heard.get(key);
      if (known?.moment === moment) return Math.floor(present - known.began);
      // A moment ahead is one of a clock that was put back since: its time begins now.
      const passed = Math.max(0, clock.now() - moment);
      heard.set(key, { moment, began: present - passed });
      return passed;
    },
    keepOnly(isKept) {
      for (const key of heard.keys()) if (!isKept(key)) heard.delete(key);
    },
  };
}

/** When a look is: by what has passed since the moment from which the operation waits for something, or else by the clock. */
export function momentOfLook(operation: Operation, passing: Passing<OperationId>, clock: Pick<Clock, "now">): Instant {
  const from = waitsSince(operation);
  return from === null ? clock.now() : from + passing.since(operation.id, from);
}

/** Since when patience with the cloud counts; null: it does not at present. */
function waitsSince({ state }: Operation): Instant | null {
  switch (state.stage) {
    case "submitting":
      return state.since;
    case "unknown":
      return state.noticed;
    case "running":
    case "paused":
      return state.progress.settlingSince;
    default:
      return null;
  }
}
