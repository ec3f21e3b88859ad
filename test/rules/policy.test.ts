import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { isWithin } from "../../src/domain/hours.ts";
import { type MoreApprovals, type Policy, requirementFor, subjectOf } from "../../src/domain/policy.ts";
import { driftOf, fingerprintOf } from "../../src/domain/plan.ts";
import { batchSizes } from "../../src/domain/rolling.ts";
import { remaining } from "../../src/domain/progress.ts";
import {
  aPolicyContext,
  aPool,
  aRequirement,
  minute,
  people,
  scalePlan,
  start,
  upgradePlan,
} from "../support/builders.ts";

const sre = { name: "default", members: { kind: "users", users: [people.bob] } } as const;
const leads = { name: "leads", members: { kind: "users", users: [people.carol] } } as const;

function aPolicy(match: Partial<Policy["match"]>, require: Partial<Policy["require"]> = {}): Policy {
  return {
    name: "a policy",
    match: {
      clusters: null,
      pools: null,
      changes: null,
      largestStep: null,
      managed: null,
      labels: {},
      hours: null,
      requesters: null,
      ...match,
    },
    require: {
      approvals: 2,
      from: [leads],
      eachOf: [],
      rejections: 1,
      expiresIn: 60,
      reason: true,
      selfApproval: false,
      otherPersonGoesAhead: false,
      inWindow: false,
      veto: null,
      escalateTo: null,
      breakGlassBy: [],
      more: [],
      ...require,
    },
  };
}

describe("the sign-off that a change needs", () => {
  it("is none for a scale-out of at most ten nodes, by the built-in rule", () => {
    expect(requirementFor(subjectOf(scalePlan(13)), [], sre, aPolicyContext())).toMatchObject({
      policy: null,
      approvals: 0,
    });
    expect(requirementFor(subjectOf(scalePlan(14)), [], sre, aPolicyContext())).toMatchObject({
      policy: null,
      approvals: 1,
      from: [sre],
    });
  });

  it.each([
    ["a scale-in", scalePlan(2)],
    ["an upgrade", upgradePlan()],
  ])("is one approval for %s, by the built-in rule", (_, plan) => {
    expect(requirementFor(subjectOf(plan), [], sre, aPolicyContext())).toMatchObject({ approvals: 1, from: [sre] });
  });

  it("is what the first policy says that matches", () => {
    const policies = [aPolicy({ changes: ["repair"] }), aPolicy({ pools: ["prod-*"] }), aPolicy({}, { approvals: 9 })];
    expect(requirementFor(subjectOf(scalePlan(4)), policies, sre, aPolicyContext())).toEqual(
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
    expect(requirementFor(subjectOf(scalePlan(6)), [aPolicy(match)], sre, aPolicyContext()).policy).toBe(policy);
  });

  it("comes from the default group where a policy names none", () => {
    expect(requirementFor(subjectOf(scalePlan(6)), [aPolicy({}, { from: [] })], sre, aPolicyContext()).from).toEqual([
      sre,
    ]);
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

describe("a policy's conditions", () => {
  const hours = { days: ["Monday", "Friday"] as const, from: 9 * 60, to: 18 * 60, zone: 8 * 60 };
  // 08:00 UTC on a Saturday is Saturday afternoon in Hangzhou.
  const friday = start - 24 * 60 * minute;

  it.each([
    ["managed pools", { managed: true }, {}, "a policy"],
    ["unmanaged pools", { managed: false }, {}, null],
    ["a tier", { labels: { tier: "gold" } }, { labels: [{ key: "tier", value: "gold" }] }, "a policy"],
    ["another tier", { labels: { tier: "gold" } }, { labels: [{ key: "tier", value: "tin" }] }, null],
    ["a requester's group", { requesters: ["oncall"] }, { requesterGroups: ["oncall"] }, "a policy"],
    ["nobody's group", { requesters: ["oncall"] }, { requesterGroups: ["default"] }, null],
    ["hours of the week", { hours }, { at: friday }, "a policy"],
    ["another day", { hours }, { at: start }, null],
    ["another hour", { hours }, { at: friday + 3 * 60 * minute }, null],
  ])("match %s", (_, match, context, policy) => {
    const policies = [aPolicy(match)];
    expect(requirementFor(subjectOf(upgradePlan()), policies, sre, aPolicyContext(context)).policy).toBe(policy);
  });

  it("count a night to the day on which it begins", () => {
    const night = { days: ["Friday"] as const, from: 22 * 60, to: 6 * 60, zone: 0 };
    const midnight = Date.parse("2026-11-21T00:00:00Z");
    expect(isWithin(night, midnight - minute)).toBe(true);
    expect(isWithin(night, midnight + 5 * 60 * minute)).toBe(true);
    expect(isWithin(night, midnight + 6 * 60 * minute)).toBe(false);
    expect(isWithin(night, midnight - 24 * 60 * minute)).toBe(false);
  });
});

describe("how many approvals", () => {
  const half: MoreApprovals = { add: 1, shareAbove: 50, diskReplaced: false, frozen: false, changedWithin: null };
  const needed = (
    more: readonly Partial<MoreApprovals>[],
    context: Parameters<typeof aPolicyContext>[0],
    plan = upgradePlan(),
  ) =>
    requirementFor(
      subjectOf(plan),
      [aPolicy({}, { approvals: 1, more: more.map((each) => ({ ...half, shareAbove: null, ...each })) })],
      sre,
      aPolicyContext(context),
    );

  it("grows with the share of nodes, with disks that are replaced, in a freeze, and soon after another change", () => {
    expect(needed([{ shareAbove: 50 }], { poolSize: 3 })).toMatchObject({
      approvals: 2,
      escalations: [{ code: "share", share: 100, above: 50, more: 1 }],
    });
    expect(needed([{ shareAbove: 50 }], { poolSize: 30 })).toMatchObject({ approvals: 1, escalations: [] });
    const byDisk = upgradePlan({ replaceSystemDisk: true });
    expect(needed([{ diskReplaced: true, add: 2 }], {}, byDisk)).toMatchObject({ approvals: 3 });
    expect(needed([{ frozen: true }], { freeze: "sale" })).toMatchObject({ escalations: [{ freeze: "sale" }] });
    expect(needed([{ changedWithin: 2 }], { lastChange: start - 60 * minute })).toMatchObject({ approvals: 2 });
    expect(needed([{ changedWithin: 2 }], { lastChange: start - 180 * minute })).toMatchObject({ approvals: 1 });
  });

  it("grows only where every condition of a rule holds", () => {
    expect(needed([{ shareAbove: 50, frozen: true }], { poolSize: 3 })).toMatchObject({ approvals: 1 });
  });

  it("is never less than what the pool itself asks for", () => {
    const repair = { ...subjectOf(upgradePlan()), kind: "repair" as const };
    const free = [aPolicy({}, { approvals: 0 })];
    expect(requirementFor(repair, free, sre, aPolicyContext())).toMatchObject({ approvals: 0 });
    expect(requirementFor(repair, free, sre, aPolicyContext({ repairsNeedApproval: true }))).toMatchObject({
      approvals: 1,
    });
  });

  it("never shrinks when more rules are added", () => {
    const rule = fc.record({
      add: fc.integer({ min: 1, max: 3 }),
      shareAbove: fc.option(fc.integer({ min: 0, max: 100 })),
      diskReplaced: fc.boolean(),
      frozen: fc.boolean(),
      changedWithin: fc.option(fc.integer({ min: 1, max: 48 })),
    });
    fc.assert(
      fc.property(fc.array(rule, { maxLength: 4 }), rule, fc.nat(20), (rules, another, poolSize) => {
        const context = { poolSize, freeze: "sale", lastChange: start - 60 * minute };
        expect(needed([...rules, another], context).approvals).toBeGreaterThanOrEqual(needed(rules, context).approvals);
      }),
    );
  });
});
