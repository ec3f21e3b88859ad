import { describe, expect, it } from "vitest";
import { untilNextLook } from "../../src/domain/pace.ts";
import type { Operation, State } from "../../src/domain/operation.ts";
import { anOperation, minute, runningOperation, scalePlan, start } from "../support/builders.ts";

const interval = 10_000;
const next = (operations: readonly Operation[], failures = 0, now = start) =>
  untilNextLook(operations, interval, failures, now);
const waitingFor = (obstacle: Extract<State, { readonly stage: "waiting" }>["for"]): Operation =>
  anOperation({ state: { stage: "waiting", since: start, for: obstacle } });

const frozen = waitingFor({ kind: "freeze", name: "sale", until: start + 90 * minute });
const busy = waitingFor({ kind: "pool-state", state: "scaling" });

describe("how soon a cluster is looked at again", () => {
  it("is never where nothing is under way", () => {
    expect(next([])).toBeNull();
  });

  it("is soon where something moves or could start, whatever else waits there", () => {
    expect(next([runningOperation()])).toBe(interval);
    expect(next([busy])).toBe(interval);
    expect(next([frozen, runningOperation(), frozen])).toBe(interval);
  });

  it("is later where nothing is expected to move", () => {
    expect(next([frozen])).toBe(6 * interval);
    expect(next([waitingFor({ kind: "window", opens: null })])).toBe(6 * interval);
    const slow = runningOperation(scalePlan(6), { journal: [{ at: start, event: { kind: "submission-began" } }] });
    expect(next([slow], 0, start + 11 * minute)).toBe(2 * interval);
  });

  it("is at the moment itself where one is known, and not before the interval", () => {
    expect(next([frozen], 0, start + 90 * minute - 25_000)).toBe(25_000);
    expect(next([frozen], 0, start + 90 * minute - 1_000)).toBe(interval);
    expect(next([frozen], 0, start + 91 * minute)).toBe(interval);
  });

  it("is put off further with each look that came to nothing, to an end", () => {
    expect([1, 2, 3, 9].map((failures) => next([runningOperation()], failures))).toEqual([
      2 * interval,
      4 * interval,
      6 * interval,
      6 * interval,
    ]);
  });
});
