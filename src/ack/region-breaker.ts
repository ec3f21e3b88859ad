import { BrokenCircuitError, circuitBreaker, CircuitState, ConsecutiveBreaker, handleAll } from "cockatiel";
import { regionUnavailable, toCloudError, UnusableAnswer } from "./errors.ts";

/** Calls of one region that get no answer, one after the other, before it is left alone; and milliseconds until it is tried again. */
export interface BreakerSettings {
  readonly silences: number;
  readonly pause: number;
}

export const usualBreaker: BreakerSettings = { silences: 5, pause: 10_000 };

/**
 * Spares everybody the wait for a region that keeps silent: calls to it fail at once, until one that reads finds it awake. Whatever
 * is an answer closes it, be it a refusal or throttling.
 */
export interface RegionBreaker {
  /** Throws CloudError `RegionUnavailable` instead of making a call: of a change, nothing was sent then. */
  run<Value>(action: string, kind: "read" | "write", work: () => Promise<Value>): Promise<Value>;
}

/** @param answers told when the region is found silent, and when it answers again */
export function createRegionBreaker(
  region: string,
  { silences, pause }: BreakerSettings,
  answers: (region: string, yes: boolean) => void,
): RegionBreaker {
  const breaker = circuitBreaker(handleAll, { halfOpenAfter: pause, breaker: new ConsecutiveBreaker(silences) });
  answers(region, true);
  breaker.onBreak(() => answers(region, false));
  breaker.onReset(() => answers(region, true));

  /** An answer that is an error is handed through as a value, so that it counts as an answer. */
  const listened = <Value>(work: () => Promise<Value>) =>
    work().then(
      (value) => () => value,
      (error: unknown) => {
        if (isSilence(error)) throw error;
        return (): Value => {
          throw error;
        };
      },
    );

  return {
    async run(action, kind, work) {
      // One call tries whether the region is awake, and never one that changes something; nobody waits for what comes of it.
      const { state } = breaker;
      if (state === CircuitState.HalfOpen || (state !== CircuitState.Closed && kind === "write")) {
        throw regionUnavailable(region, action, kind);
      }
      try {
        return (await breaker.execute(() => listened(work)))();
      } catch (error) {
        throw error instanceof BrokenCircuitError ? regionUnavailable(region, action, kind) : error;
      }
    },
  };
}

/** Nothing came back. An error by the region itself, or nonsense, shows that somebody is there. */
function isSilence(error: unknown): boolean {
  const known = toCloudError(error, "");
  return known.failure === "unreachable" && !(known instanceof UnusableAnswer);
}
