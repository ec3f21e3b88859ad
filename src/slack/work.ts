import { randomUUID } from "node:crypto";
import PQueue from "p-queue";

/** Requests worked on at once, and those that may wait: beyond that, people are told to come back. */
const bounds = { atOnce: 32, waiting: 500 };

/** What goes on after a request was acknowledged. */
export interface Work {
  /**
   * Takes a piece of work, or answers false where there is too much already. A piece that fails is logged under a reference,
   * which `onFailure` can tell the person.
   */
  take(what: string, piece: () => Promise<void>, onFailure: (reference: string) => Promise<void>): boolean;
  /** Resolves when everything taken is done, or after so many milliseconds. */
  settled(within: number): Promise<void>;
}

/** @param before resolves when work that was taken may have an effect */
export function createWork(
  log: { error(facts: object, message: string): void },
  before: () => Promise<void> = () => Promise.resolve(),
): Work {
  const queue = new PQueue({ concurrency: bounds.atOnce });
  return {
    take(what, piece, onFailure) {
      if (queue.size >= bounds.waiting) return false;
      void queue.add(async () => {
        try {
          await before();
          await piece();
        } catch (error) {
          const reference = randomUUID().slice(0, 8);
          log.error({ err: error, what, reference }, "request failed");
          await onFailure(reference).catch((last: unknown) => log.error({ err: last, reference }, "nobody was told"));
        }
      });
      return true;
    },
    async settled(within) {
      let timer: NodeJS.Timeout | undefined;
      const late = new Promise<void>((resolve) => {
        timer = setTimeout(resolve, within);
      });
      await Promise.race([queue.onIdle(), late]);
      clearTimeout(timer);
    },
  };
}
