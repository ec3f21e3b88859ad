import { setImmediate as nextTurn, setTimeout as pause } from "node:timers/promises";

/** Told how long a request waited for its acknowledgement, in milliseconds. */
export type OnAcknowledged = (kind: string, milliseconds: number) => void;

/** A request, from its arrival on. */
export interface Arrival {
  /** It was acknowledged. Resolves when who serves it may go on, see {@link Acknowledgements.given}. */
  acknowledged(): Promise<void>;
  /** Bolt is through with it, acknowledged or not. */
  over(): void;
}

/** Follows requests until they are acknowledged, so that work can stand back for those who wait. */
export interface Acknowledgements {
  arrived(kind: string): Arrival;
  /**
   * Resolves in a turn of the event loop of its own, so that requests which came together are all seen, and when none of them waits for its
   * acknowledgement, or after a moment: requests without a pause must not stop all work.
   */
  given(): Promise<void>;
}

/** Milliseconds for which work stands back. */
const longest = 100;

export function createAcknowledgements(onAcknowledged: OnAcknowledged): Acknowledgements {
  const waiting = new Set<Arrival>();
  let standingBack: (() => void)[] = [];

  async function given(): Promise<void> {
    await nextTurn();
    if (waiting.size === 0) return;
    const all = new Promise<void>((resolve) => standingBack.push(resolve));
    await Promise.race([all, pause(longest, undefined, { ref: false })]);
  }

  return {
    arrived(kind) {
      const began = performance.now();
      const arrival = {
        async acknowledged() {
          const took = performance.now() - began;
          arrival.over();
          await given();
          onAcknowledged(kind, took);
        },
        over() {
          waiting.delete(arrival);
          if (waiting.size > 0) return;
          for (const goOn of standingBack) goOn();
          standingBack = [];
        },
      };
      // Choices for a menu are looked up in the cloud first: work would stand back for long.
      if (kind !== "block_suggestion") waiting.add(arrival);
      return arrival;
    },
    given,
  };
}
