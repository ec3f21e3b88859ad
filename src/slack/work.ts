import { randomUUID } from "node:crypto";
import { setImmediate as nextTurn } from "node:timers/promises";
import PQueue from "p-queue";
import type { OperationId } from "../domain/ids.ts";
import { RecordsUnavailable } from "../domain/records.ts";
import type { Refusal } from "../domain/refusal.ts";
import { claimOfRequest, duringRequest } from "./current-request.ts";

/** Requests worked on at once, and those that may wait: beyond that, people are told to come back. */
const bounds = { atOnce: 32, waiting: 500 };

/** What a piece of work is, for the log. */
export interface Task {
  readonly what: string;
  /** null: it is about none that there is. */
  readonly operation: OperationId | null;
}

/** What goes on after a request was acknowledged. */
export interface Work {
  /**
   * Takes a piece of work, or answers false where there is too much already. A piece that fails is logged under a reference,
   * which the refusal tells the person.
   */
  take(task: Task, piece: () => Promise<void>, onFailure: (refusal: Refusal) => Promise<void>): boolean;
  /** Until then what is taken waits: Slack sends requests before the bot has taken up what it left off at. */
  begin(): void;
  /** How much there is to do at this moment. */
  length(): { readonly waiting: number; readonly running: number };
  /** Resolves when everything taken is done, or after so many milliseconds. */
  settled(within: number): Promise<void>;
}

/**
 * Work of a request begins when it is written down that the request was taken, and not at all where somebody took it before. Each piece begins in a
 * turn of the event loop of its own: requests that come meanwhile are acknowledged between two of them, not behind all.
 */
export function createWork(log: {
  warn(facts: object, message: string): void;
  error(facts: object, message: string): void;
}): Work {
  const queue = new PQueue({ concurrency: bounds.atOnce, autoStart: false });
  const beginnings = new PQueue({ concurrency: 1 });
  return {
    take(task, piece, onFailure) {
      if (queue.size >= bounds.waiting) return false;
      const claim = claimOfRequest();
      const work = async (): Promise<void> => {
        try {
          if (!(await claim())) {
            log.warn({ ...task }, "request was taken elsewhere");
            return;
          }
          await beginnings.add(() => nextTurn());
          await piece();
        } catch (error) {
          const reference = randomUUID().slice(0, 8);
          const code = error instanceof RecordsUnavailable ? "records-unavailable" : "internal";
          log.error({ err: error, ...task, reference }, "request failed");
          await onFailure({ code, reference }).catch((last: unknown) =>
            log.error({ err: last, reference }, "nobody was told"),
          );
        }
      };
      void queue.add(() => duringRequest(claim, work));
      return true;
    },
    begin: () => void queue.start(),
    length: () => ({ waiting: queue.size, running: queue.pending }),
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
