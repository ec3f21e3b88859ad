import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { clear } from "../../src/domain/observation.ts";
import { follow } from "../../src/domain/lifecycle.ts";
import { narrow, type NarrowingWish } from "../../src/domain/narrowing.ts";
import type { Operation, OperationEvent } from "../../src/domain/operation.ts";
import type { Plan } from "../../src/domain/plan.ts";
import { SignedOff } from "../../src/domain/signed-off.ts";
import {
  aCluster,
  aNode,
  anObservation,
  anOperation,
  aPool,
  aVote,
  minute,
  nodesOf,
  people,
  scalePlan,
  start,
  upgradePlan,
} from "../support/builders.ts";

const nothing: NarrowingWish = { nodes: null, parallelism: null, notBefore: null };
const pool = aPool({ nodes: nodesOf(6), sizing: { mode: "manual", desiredSize: 6 } });
const nodes = ["n1", "n2", "n3", "n4", "n5", "n6"].map((name) => aNode({ name }));
const seen = { pool, cluster: aCluster(), nodes };

function waiting(plan: Plan): Operation {
  return anOperation({ plan, state: { stage: "awaiting-sign-off", until: start + 60 * minute, reminded: false } });
}

function narrowed(plan: Plan, wish: Partial<NarrowingWish>): Plan {
  const made = narrow(waiting(plan), { ...nothing, ...wish }, seen, start);
  if (!made.ok) throw new Error(made.problem.code);
  return made.value;
}

function after(operation: Operation, ...events: readonly OperationEvent[]): Operation {
  return events.reduce((present, event) => follow(present, event, start + minute) ?? present, operation);
}

describe("narrowing a plan", () => {
  it("makes fewer nodes, or removes fewer, of a new size", () => {
    expect(narrowed(scalePlan(10, pool), { nodes: 2 }).change).toMatchObject({ kind: "scale-out", from: 6, to: 8 });
    expect(narrowed(scalePlan(2, pool), { nodes: 1 }).change).toMatchObject({ kind: "scale-in", from: 6, to: 5 });
  });

  it("takes the first nodes of an upgrade, fewer at once, with the batches and the time of that", () => {
    const plan = upgradePlan({ maxParallelism: 4, pause: "first" }, pool);
    const fewer = narrowed(plan, { nodes: 3, parallelism: 1 });
    expect(fewer.change).toMatchObject({
      nodes: ["n1", "n2", "n3"],
      rolling: { maxParallelism: 1, pause: "first", maxFailedNodes: 0 },
    });
    expect(fewer.effect).toMatchObject({ nodes: 3, batches: [1, 1, 1], minutes: { least: 15, most: 30 } });
    expect(fewer.basis).toEqual(plan.basis);
  });

  it.each([
    ["as many nodes", scalePlan(10, pool), { nodes: 4 }, { code: "not-narrower", asked: "nodes", largest: 3 }],
    ["as many at once", upgradePlan({ maxParallelism: 2 }, pool), { parallelism: 2 }, { code: "not-narrower" }],
    ["batches of a new size", scalePlan(10, pool), { parallelism: 1 }, { code: "nothing-to-narrow" }],
    ["fewer than one node", scalePlan(7, pool), { nodes: 1 }, { code: "nothing-to-narrow", asked: "nodes" }],
    ["an earlier begin", scalePlan(10, pool), { notBefore: start }, { code: "not-later", earliest: start }],
  ])("refuses %s", (_, plan, wish, problem) => {
    const made = narrow(waiting(plan), { ...nothing, ...wish }, seen, start);
    expect(made).toMatchObject({ ok: false, problem });
  });

  it("only ever gets smaller or later, and never touches anything else", () => {
    const upgrades = fc
      .record({ at: fc.integer({ min: 1, max: 10 }), replaceSystemDisk: fc.boolean() })
      .map(({ at, replaceSystemDisk }) => upgradePlan({ maxParallelism: at, replaceSystemDisk }, pool));
    const scales = fc
      .integer({ min: 0, max: 40 })
      .filter((to) => to !== 6)
      .map((to) => scalePlan(to, pool));
    const wishes = fc.record({
      nodes: fc.option(fc.integer({ min: 0, max: 50 })),
      parallelism: fc.option(fc.integer({ min: 0, max: 12 })),
      notBefore: fc.option(fc.integer({ min: start - 10, max: start + 1_000 })),
    });
    let narrower = 0;
    fc.assert(
      fc.property(fc.oneof(upgrades, scales), wishes, (plan, wish) => {
        const made = narrow(waiting(plan), wish, seen, start);
        if (!made.ok || (wish.nodes ?? wish.parallelism ?? wish.notBefore) === null) return;
        narrower += 1;
        const { change, effect, basis, notBefore, fingerprint } = made.value;
        expect(effect.nodes).toBe(wish.nodes ?? plan.effect.nodes);
        expect(Math.max(...effect.batches)).toBeLessThanOrEqual(Math.max(...plan.effect.batches));
        expect(notBefore ?? start).toBeGreaterThanOrEqual(start);
        expect(basis).toEqual(plan.basis);
        expect([change.kind, change.target]).toEqual([plan.change.kind, plan.change.target]);
        expect(effect.disruptions).toEqual(plan.effect.disruptions);
        expect(fingerprint).not.toBe(plan.fingerprint);
      }),
      { numRuns: 2_000 },
    );
    expect(narrower).toBeGreaterThan(50);
  });
});

describe("a proposal", () => {
  const wide = waiting(scalePlan(10, pool));
  const proposal = { by: people.bob, at: start, plan: narrowed(wide.plan, { nodes: 2 }) };
  const proposed: OperationEvent = { kind: "narrowing-proposed", proposal };
  const taken: OperationEvent = { kind: "narrowing-accepted", by: people.alice };

  it("changes nothing until who asked has taken it", () => {
    const open = after(wide, proposed);
    expect(open).toMatchObject({ plan: wide.plan, proposal, state: wide.state });
    expect(after(open, { kind: "narrowing-declined", by: people.alice })).toMatchObject({
      plan: wide.plan,
      proposal: null,
    });
  });

  it("becomes the plan, with both names in its fingerprint, and begins the vote anew", () => {
    const voted = after({ ...wide, requirement: { ...wide.requirement, approvals: 2 } }, proposed, {
      kind: "voted",
      vote: aVote({ by: people.carol, fingerprint: wide.plan.fingerprint }),
    });
    expect(voted.votes).toHaveLength(1);
    const smaller = after(voted, taken);
    expect(smaller).toMatchObject({ votes: [], proposal: null, state: { stage: "awaiting-sign-off" } });
    expect(smaller.plan).toMatchObject({
      narrowed: { by: people.bob, acceptedBy: people.alice },
      effect: { nodes: 2 },
    });
    const prints = [wide.plan, proposal.plan, smaller.plan].map(({ fingerprint }) => fingerprint);
    expect(new Set(prints).size).toBe(3);
    const other = after(after(wide, { ...proposed, proposal: { ...proposal, by: people.carol } }), taken);
    expect(other.plan.fingerprint).not.toBe(prints[2]);
    // A vote for the wider plan gives no leave to run the smaller one.
    const old = aVote({ fingerprint: wide.plan.fingerprint });
    expect(follow(smaller, { kind: "voted", vote: old }, start + minute)).toBeNull();
    expect(
      SignedOff.from({ ...smaller, votes: [old], state: { stage: "submitting", since: start, unclear: null } }),
    ).toBeNull();
    const voter = aVote({ by: people.carol, fingerprint: smaller.plan.fingerprint });
    expect(
      after(smaller, { kind: "voted", vote: voter }, { kind: "voted", vote: { ...voter, by: people.bob } }),
    ).toMatchObject({
      state: { stage: "approved" },
    });
  });

  it("is over with the sign-off", () => {
    const open = after(wide, proposed);
    expect(follow(open, taken, start + 60 * minute)).toBeNull();
    expect(follow(after(open, { kind: "withdrawn", by: people.alice }), taken, start + minute)).toBeNull();
    expect(follow(wide, taken, start + minute)).toBeNull();
  });

  it("that is for later holds the operation until then", () => {
    const notBefore = start + 30 * minute;
    const plan = narrowed(wide.plan, { notBefore });
    const approved = anOperation({ plan, state: { stage: "approved", since: start } });
    const at = (moment: number) => clear(approved, anObservation({ at: moment, pool }), [], []);
    expect(at(notBefore - 1)).toEqual({ kind: "held-up", by: { kind: "not-before", until: notBefore } });
    expect(at(notBefore)).toBe("submit");
  });
});
