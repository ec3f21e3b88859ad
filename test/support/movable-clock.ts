import type { Clock } from "../../src/engine/ports.ts";

/** This machine's time, and what somebody does to it. */
export interface MovableClock {
  readonly clock: Clock;
  /** Puts the clock forward by so many milliseconds, or back. */
  move(milliseconds: number): void;
}

export function movableClock(): MovableClock {
  let moved = 0;
  return {
    clock: {
      now: () => Date.now() + moved,
      elapsed: () => performance.now(),
      after(milliseconds, call) {
        const timer = setTimeout(call, milliseconds);
        return () => clearTimeout(timer);
      },
    },
    move(milliseconds) {
      moved += milliseconds;
    },
  };
}
