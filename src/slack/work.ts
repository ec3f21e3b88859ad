import { randomUUID } from "node:crypto";
import PQueue from "p-queue";
import type { OperationId } from "../domain/ids.ts";
import { RecordsUnavailable } from "../domain/records.ts";
import type { Refusal } from "../domain/refusal.ts";
import type { Claim } from "./claims.ts";

/** Requests worked on at once, and those that may wait: beyond that, people are told to come back. */
const bounds = { atOnce: 32, waiting: 500 };
/** A hundred pieces a second: where many have waited for a region that turns out to be dead, their ends leave room for who comes then. */
const pace = { interval: 20, intervalCap: 2 };

/** What a piece of work is, for the log. */
export interface Task {
  readonly what: string;
  /** null: it is about none that there is. */
  readonly operation: OperationId | null;
  /** Of the request that it is of. */
  readonly claim: Claim;
}

/** What goes on after a request was acknowledged. */
export interface Work {
  /**
   * Takes a piece of work, or refuses it where there is too much already and answers false. A piece that fails is logged under a
   * reference, which the refusal tells the person.
   */
  take(task: Task, piece: () => Promise<void>, refuse: (refusal: Refusal) => Promise<void>): boolean;
  /** Until then what is taken waits: Slack sends requests before the bot has taken up what it left off at. */
  begin(): void;
  /** How much there is to do at this moment. */
  length(): { readonly waiting: number; readonly running: number };
  /** Resolves when everything taken is done, or after so many milliseconds. */
  settled(within: number): Promise<void>;
}

/**
 * Work of a request begins when it is written down that the request was taken, and not at all where somebody took it before. Each piece begins in a
 * turn of the event loop of its own, and not while other requests wait for their acknowledgement.
 * @param acknowledged resolves in a turn of its own, when none waits
 */
export function createWork(
  acknowledged: () => Promise<void>,
  log: { warn(facts: object, message: string): void; error(facts: object, message: string): void },
): Work {
  const queue = new PQueue({ concurrency: bounds.atOnce, autoStart: false });
  const beginnings = new PQueue({ concurrency: 1, ...pace });
  const turn = (): Promise<void> => beginnings.add(acknowledged);
  return {
    take({ what, operation, claim }, piece, refuse) {
      const tell = (refusal: Refusal): Promise<void> =>
        refuse(refusal).catch((error: unknown) =>
          log.error({ err: error, what, operation, refusal }, "nobody was told"),
        );
      const work = async (): Promise<void> => {
        try {
          if (!(await claim())) {
            log.warn({ what, operation }, "request was taken elsewhere");
            return;
          }
          await turn();
          await piece();
        } catch (error) {
          const reference = randomUUID().slice(0, 8);
          const code = error instanceof RecordsUnavailable ? "records-unavailable" : "internal";
          log.error({ err: error, what, operation, reference }, "request failed");
          await tell({ code, reference });
        }
      };
      const hasPlace = queue.size < bounds.waiting;
      void (hasPlace ? queue.add(work) : turn().then(() => tell({ code: "too-busy" })));
      return hasPlace;
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
