import { describe, expect, it } from "vitest";
import { requirementFor, type Policy } from "../../src/domain/policy.ts";
import { driftOf, fingerprintOf } from "../../src/domain/plan.ts";
import { batchSizes } from "../../src/domain/rolling.ts";
import { remaining } from "../../src/domain/progress.ts";
import { aPool, aRequirement, people, scalePlan, upgradePlan } from "../support/builders.ts";

const sre = { name: "default", members: { kind: "users", users: [people.bob] } } as const;
const leads = { name: "leads", members: { kind: "users", users: [people.carol] } } as const;

function aPolicy(match: Partial<Policy["match"]>, require: Partial<Policy["require"]> = {}): Policy {
  return {
    name: "a policy",
    match: { clusters: null, pools: null, changes: null, largestStep: null, ...match },
    require: { approvals: 2, from: [leads], expiresIn: 60, reason: true, ...require },
  };
}

describe("the sign-off that a change needs", () => {
  it("is none for a scale-out of at most ten nodes, by the built-in rule", () => {
    expect(requirementFor(scalePlan(13), [], sre)).toMatchObject({ policy: null, approvals: 0 });
    expect(requirementFor(scalePlan(14), [], sre)).toMatchObject({ policy: null, approvals: 1, from: [sre] });
  });

  it.each([
    ["a scale-in", scalePlan(2)],
    ["an upgrade", upgradePlan()],
  ])("is one approval for %s, by the built-in rule", (_, plan) => {
    expect(requirementFor(plan, [], sre)).toMatchObject({ approvals: 1, from: [sre] });
  });

  it("is what the first policy says that matches", () => {
    const policies = [aPolicy({ changes: ["repair"] }), aPolicy({ pools: ["prod-*"] }), aPolicy({}, { approvals: 9 })];
    expect(requirementFor(scalePlan(4), policies, sre)).toEqual(
      aRequirement({ policy: "a policy", approvals: 2, from: [leads], expiresIn: 60, reasonRequired: true }),
    );
  });

  it.each([
    [{ clusters: ["staging"] }, null],
    [{ clusters: ["prod"] }, "a policy"],
    [{ pools: ["web-*", "*-pool"] }, "a policy"],
    [{ pools: ["web-*"] }, null],
    [{ changes: ["scale-out" as const] }, "a policy"],
    [{ changes: ["upgrade" as const] }, null],
    [{ largestStep: 3 }, "a policy"],
    [{ largestStep: 2 }, null],
  ])("matches %j: %s", (match, policy) => {
    expect(requirementFor(scalePlan(6), [aPolicy(match)], sre).policy).toBe(policy);
  });

  it("comes from the default group where a policy names none", () => {
    expect(requirementFor(scalePlan(6), [aPolicy({}, { from: [] })], sre).from).toEqual([sre]);
  });
});

describe("a fingerprint", () => {
  it("is the same for the same change of the same state, in whatever order it is written", () => {
    const { change, basis } = scalePlan(6);
    const reversed = Object.fromEntries(Object.entries(basis).toReversed());
    expect(fingerprintOf(change, reversed)).toBe(scalePlan(6).fingerprint);
  });

  it("is another one for another change, and for another state", () => {
    const moved = aPool({ sizing: { mode: "manual", desiredSize: 2 } });
    expect(new Set([scalePlan(6), scalePlan(7), scalePlan(6, moved)].map((plan) => plan.fingerprint)).size).toBe(3);
  });
});

describe("drift", () => {
  it("names each fact that moved, and nothing else", () => {
    expect(driftOf({ size: 3, image: null, version: "a" }, { size: 4, image: null, version: "a" })).toEqual([
      { fact: "size", planned: "3", present: "4" },
    ]);
    expect(driftOf({ size: 3 }, { size: 3 })).toEqual([]);
  });
});

describe("the time that is left", () => {
  const planned = { least: 10, most: 20 };

  it("comes from documented times at first", () => {
    expect(remaining(planned, 0, { done: 0, total: 4 })).toEqual({ least: 10, most: 20 });
    expect(remaining(planned, 5, { done: 1, total: 4 })).toEqual({ least: 5, most: 15 });
  });

  it("comes from the pace seen, once two nodes are done", () => {
    expect(remaining(planned, 6, { done: 2, total: 4 })).toEqual({ least: 3, most: 9 });
  });

  it("is never less than nothing, and never certain when it is late", () => {
    expect(remaining(planned, 60, { done: 0, total: 4 })).toEqual({ least: 0, most: 2 });
  });

  it("knows the batches that one cannot skip", () => {
    expect(batchSizes(3, 10)).toEqual([1, 2]);
  });
});
