/**
 * Random people click at random on an operation under random requirements. What becomes of it is compared, after every step, with a
 * count written here from the promises alone: it shares nothing with the program but the names of stages.
 */
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { controlActions } from "../../src/domain/control.ts";
import { mayAnswerProposal, mayVote, mayWithdraw, type Voter } from "../../src/domain/eligibility.ts";
import { taskId, userId } from "../../src/domain/ids.ts";
import { follow } from "../../src/domain/lifecycle.ts";
import { narrow } from "../../src/domain/narrowing.ts";
import type { Operation, OperationEvent } from "../../src/domain/operation.ts";
import type { Plan } from "../../src/domain/plan.ts";
import type { Requirement } from "../../src/domain/policy.ts";
import { tally } from "../../src/domain/sign-off.ts";
import { SignedOff, Steered } from "../../src/domain/signed-off.ts";
import { mayControl } from "../../src/domain/steering.ts";
import {
  anOperation,
  aPerson,
  aPool,
  aRequirement,
  aVote,
  homeTeam,
  nodesOf,
  start,
  upgradePlan,
} from "../support/builders.ts";

const requester = "U0ALICE";
const groups: Readonly<Record<string, readonly string[]>> = {
  default: ["U0ALICE", "U0BOB", "U0CAROL", "U0GUEST", "U0GONE"],
  leads: ["U0CAROL", "U0DAVE", "U0STRANGER"],
  security: ["U0ALICE", "U0DAVE", "U0FRANK", "U0ROBOT"],
};
const groupNames = Object.keys(groups);
/** In groups, and still nobody. */
const withoutRights: Readonly<Record<string, Parameters<typeof aPerson>[0]>> = {
  U0GUEST: { guest: true },
  U0GONE: { deactivated: true },
  U0STRANGER: { stranger: true, teamId: "T0ELSEWHERE" },
  U0ROBOT: { bot: true },
};
const everybody = [...new Set([...Object.values(groups).flat(), "U0OUTSIDE"])];

interface Wish {
  readonly approvals: number;
  readonly from: readonly string[];
  readonly eachOf: readonly string[];
  readonly rejections: number;
  readonly self: boolean;
  readonly veto: boolean;
}

const wishes: fc.Arbitrary<Wish> = fc
  .record({
    approvals: fc.integer({ min: 1, max: 3 }),
    from: fc.subarray(groupNames, { minLength: 1 }),
    eachOf: fc.oneof({ weight: 2, arbitrary: fc.constant([]) }, { weight: 1, arbitrary: fc.subarray(groupNames) }),
    rejections: fc.integer({ min: 1, max: 2 }),
    self: fc.boolean(),
    veto: fc.oneof({ weight: 3, arbitrary: fc.constant(false) }, { weight: 1, arbitrary: fc.constant(true) }),
  })
  .map((wish) => ({ ...wish, approvals: wish.veto ? 0 : wish.approvals }));

type Step =
  | { readonly kind: "vote"; readonly by: string; readonly verdict: "approve" | "reject"; readonly oldButton: boolean }
  | { readonly kind: "withdraw"; readonly by: string }
  /** An approver proposes less, and somebody answers the proposal. */
  | { readonly kind: "propose" | "take" | "decline"; readonly by: string }
  | { readonly kind: "time-over" | "drift" | "plan-again" | "submit" | "start" }
  | { readonly kind: "control"; readonly by: string; readonly action: (typeof controlActions)[number] };

const somebody = fc.constantFrom(...everybody);
const steps: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 30,
    arbitrary: fc.record({
      kind: fc.constant("vote" as const),
      by: somebody,
      verdict: fc.constantFrom("approve", "approve", "approve", "reject" as const),
      oldButton: fc.oneof({ weight: 9, arbitrary: fc.constant(false) }, { weight: 1, arbitrary: fc.constant(true) }),
    }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant("withdraw" as const), by: somebody }) },
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constantFrom("propose", "take", "decline" as const),
      by: fc.oneof({ weight: 1, arbitrary: somebody }, { weight: 1, arbitrary: fc.constant(requester) }),
    }),
  },
  { weight: 1, arbitrary: fc.constantFrom("time-over", "drift").map((kind) => ({ kind })) },
  { weight: 10, arbitrary: fc.constantFrom("plan-again", "submit", "start").map((kind) => ({ kind })) },
  {
    weight: 6,
    arbitrary: fc.record({
      kind: fc.constant("control" as const),
      by: somebody,
      action: fc.constantFrom(...controlActions),
    }),
  },
);

/** The count: who is for it, who is against it, and where that leads. */
class Count {
  readonly inFavour = new Set<string>();
  readonly against = new Set<string>();
  stage = "awaiting-sign-off";
  wished = false;
  proposed = false;
  readonly #wish: Wish;

  constructor(wish: Wish) {
    this.#wish = wish;
  }

  get rejected(): boolean {
    return this.against.size >= this.#wish.rejections;
  }

  /** Enough people, each group heard, nobody too many against. */
  get complete(): boolean {
    const { approvals, eachOf, veto } = this.#wish;
    if (this.rejected) return false;
    if (veto) return true;
    const heard = (name: string): boolean => (groups[name] ?? []).some((user) => this.inFavour.has(user));
    return this.inFavour.size >= approvals && eachOf.every(heard);
  }

  mayDecide(user: string): boolean {
    const { from, eachOf, self } = this.#wish;
    if (user in withoutRights) return false;
    return (user !== requester || self) && [...from, ...eachOf].some((name) => (groups[name] ?? []).includes(user));
  }

  take(step: Step): void {
    switch (step.kind) {
      case "vote": {
        const { by, verdict, oldButton } = step;
        const voted = this.inFavour.has(by) || this.against.has(by);
        if (this.stage !== "awaiting-sign-off" || oldButton || voted || !this.mayDecide(by)) return;
        (verdict === "approve" ? this.inFavour : this.against).add(by);
        if (this.rejected) this.stage = "rejected";
        else if (this.complete && !this.#wish.veto) this.stage = "approved";
        return;
      }
      case "withdraw":
        if (step.by === requester && ["awaiting-sign-off", "approved"].includes(this.stage)) this.stage = "withdrawn";
        return;
      case "propose": {
        const voted = this.inFavour.has(step.by) || this.against.has(step.by);
        if (this.stage === "awaiting-sign-off" && !voted && this.mayDecide(step.by)) this.proposed = true;
        return;
      }
      case "take":
      case "decline":
        if (this.stage !== "awaiting-sign-off" || !this.proposed || step.by !== requester) return;
        this.proposed = false;
        if (step.kind === "decline") return;
        this.inFavour.clear();
        this.against.clear();
        return;
      case "time-over":
        if (this.stage === "awaiting-sign-off") this.stage = this.#wish.veto ? "approved" : "expired";
        return;
      case "drift":
        if (["awaiting-sign-off", "approved"].includes(this.stage)) this.stage = "stale";
        return;
      case "submit":
        if (this.stage === "approved") this.stage = "submitting";
        return;
      case "start":
        if (this.stage === "submitting") this.stage = "running";
        return;
      case "control":
        if (this.stage !== "running" || step.action === "resume") return;
        if (step.by in withoutRights || !(step.by === requester || this.inAnyGroup(step.by))) return;
        if (this.wished && step.action !== "cancel") return;
        this.wished = true;
        return;
      case "plan-again":
        return;
    }
  }

  private inAnyGroup(user: string): boolean {
    const { from, eachOf } = this.#wish;
    return [...from, ...eachOf].some((name) => (groups[name] ?? []).includes(user));
  }
}

function requirementOf({ approvals, from, eachOf, rejections, self, veto }: Wish): Requirement {
  const named = (names: readonly string[]): Requirement["from"] =>
    names.map((name) => ({
      name,
      members: { kind: "users" as const, users: (groups[name] ?? []).map((user) => userId.parse(user)) },
    }));
  return aRequirement({ approvals, from: named(from), eachOf: named(eachOf), rejections, selfApproval: self, veto });
}

/** A person as Slack tells of them, with their groups among those that the requirement names. */
function voterOf(user: string, { from, eachOf }: Wish): Voter {
  const person = aPerson({ id: userId.parse(user), name: user, ...withoutRights[user] });
  const named = [...new Set([...from, ...eachOf])];
  return { person, groups: named.filter((name) => (groups[name] ?? []).includes(user)) };
}

const plans = [3, 4, 5, 6, 7].map((count) => upgradePlan({}, aPool({ nodes: nodesOf(count) })));

function waiting(wish: Wish, plan: Plan): Operation {
  const until = start + 3_600_000;
  return anOperation({
    plan,
    requirement: requirementOf(wish),
    requester: userId.parse(requester),
    state: { stage: "awaiting-sign-off", until, reminded: false },
  });
}

/** One step of the program, judged as the engine judges it. */
function play(operation: Operation, step: Step, wish: Wish): Operation {
  const carry = (event: OperationEvent, at = start + 1): Operation => follow(operation, event, at) ?? operation;
  switch (step.kind) {
    case "vote": {
      const voter = voterOf(step.by, wish);
      if (!mayVote(operation, voter, homeTeam).ok) return operation;
      const current = operation.plan.fingerprint;
      const other = plans.find(({ fingerprint }) => fingerprint !== current)?.fingerprint ?? current;
      const vote = aVote({
        by: voter.person.id,
        verdict: step.verdict,
        groups: voter.groups,
        fingerprint: step.oldButton ? other : current,
      });
      return carry({ kind: "voted", vote });
    }
    case "withdraw":
      return mayWithdraw(operation, userId.parse(step.by)).ok
        ? carry({ kind: "withdrawn", by: userId.parse(step.by) })
        : operation;
    case "propose": {
      const voter = voterOf(step.by, wish);
      if (!mayVote(operation, voter, homeTeam).ok) return operation;
      const later = { nodes: null, parallelism: null, notBefore: (operation.plan.notBefore ?? start) + 60_000 };
      const plan = narrow(operation, later, null, start);
      if (!plan.ok) throw new Error(plan.problem.code);
      return carry({ kind: "narrowing-proposed", proposal: { by: voter.person.id, at: start, plan: plan.value } });
    }
    case "take":
    case "decline": {
      const by = userId.parse(step.by);
      const to = operation.proposal?.plan.fingerprint ?? operation.plan.fingerprint;
      if (!mayAnswerProposal(operation, to, by).ok) return operation;
      return carry({ kind: step.kind === "take" ? "narrowing-accepted" : "narrowing-declined", by });
    }
    case "time-over":
      return carry({ kind: wish.veto ? "agreed" : "expired" }, start + 3_600_000);
    case "drift":
      return carry({ kind: "drifted", differences: [{ fact: "nodes", planned: "3", present: "4" }] });
    case "submit":
      return carry({ kind: "submission-began" });
    case "start":
      return carry({ kind: "started", taskId: taskId.parse("T-1"), requestId: null });
    case "control": {
      const voter = voterOf(step.by, wish);
      const asked = mayControl(operation, step.action, voter, homeTeam).ok;
      return asked ? carry({ kind: "control-asked", action: step.action, by: voter.person.id }) : operation;
    }
    case "plan-again":
      return operation;
  }
}

function check(operation: Operation, count: Count, wish: Wish): void {
  const { state, votes } = operation;
  expect(state.stage).toBe(count.stage);
  const voters = votes.map(({ by }) => by);
  expect(new Set(voters).size).toBe(voters.length);
  expect(!wish.self && voters.some((user) => user === requester)).toBe(false);
  expect(voters.filter((user) => user in withoutRights || user === "U0OUTSIDE")).toEqual([]);

  // Leave to change the cloud: under submission and complete, or not at all; whatever stage one would make up for it.
  expect(SignedOff.from(operation) !== null).toBe(count.stage === "submitting" && count.complete);
  const madeUp: Operation = { ...operation, state: { stage: "submitting", since: start, unclear: null } };
  expect(SignedOff.from(madeUp) !== null).toBe(count.complete);
  // For another plan no vote counts: only silence, where silence is the agreement, goes for it.
  const others = plans.filter(({ fingerprint }) => fingerprint !== operation.plan.fingerprint);
  expect(others.filter((plan) => SignedOff.from({ ...madeUp, plan }) !== null && !wish.veto)).toEqual([]);
  expect(Steered.from(operation) !== null).toBe(count.stage === "running" && count.complete && count.wished);
}

describe("sign-off, by a model", () => {
  it("is what a plain count of random clicks says, at every step", () => {
    const reached = new Map<string, number>();
    fc.assert(
      fc.property(wishes, fc.array(steps, { minLength: 5, maxLength: 40 }), (wish, clicks) => {
        let number = 0;
        let operation = waiting(wish, plans[0] ?? upgradePlan());
        let count = new Count(wish);
        check(operation, count, wish);
        for (const step of clicks) {
          operation = play(operation, step, wish);
          count.take(step);
          // What is out of date is planned again: another operation, with no votes.
          if (step.kind === "plan-again" && count.stage === "stale") {
            number += 1;
            operation = waiting(wish, plans[number % plans.length] ?? upgradePlan());
            count = new Count(wish);
          }
          check(operation, count, wish);
          reached.set(count.stage, (reached.get(count.stage) ?? 0) + 1);
        }
      }),
      { numRuns: 1_500 },
    );
    // It went everywhere: a model that never gets to an approval proves nothing.
    const all = ["approved", "rejected", "withdrawn", "expired", "stale", "submitting", "running"];
    expect(all.filter((stage) => (reached.get(stage) ?? 0) < 10)).toEqual([]);
  });

  it("comes to the same whatever the order of the votes", () => {
    const cast = fc.uniqueArray(
      fc.record({ by: somebody, verdict: fc.constantFrom("approve" as const, "reject" as const) }),
      { selector: ({ by }) => by, maxLength: 6 },
    );
    const shuffled = cast.chain((votes) =>
      fc.record({
        votes: fc.constant(votes),
        other: fc.shuffledSubarray(votes, { minLength: votes.length, maxLength: votes.length }),
      }),
    );
    fc.assert(
      fc.property(wishes, shuffled, (wish, { votes, other }) => {
        const toVote = ({ by, verdict }: (typeof votes)[number]) =>
          aVote({ by: userId.parse(by), verdict, groups: voterOf(by, wish).groups });
        const requirement = requirementOf(wish);
        expect(tally(requirement, other.map(toVote)).verdict).toBe(tally(requirement, votes.map(toVote)).verdict);
      }),
      { numRuns: 1_000 },
    );
  });
});
