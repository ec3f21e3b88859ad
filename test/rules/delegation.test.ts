import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Delegation, lasting, mayDelegate, standingOf } from "../../src/domain/delegation.ts";
import { mayVote, type Voter } from "../../src/domain/eligibility.ts";
import { type UserId, userId } from "../../src/domain/ids.ts";
import { follow } from "../../src/domain/lifecycle.ts";
import type { Operation } from "../../src/domain/operation.ts";
import { principalOf, tally } from "../../src/domain/sign-off.ts";
import { mayControl } from "../../src/domain/steering.ts";
import {
  anOperation,
  aPerson,
  aRequirement,
  aVote,
  homeTeam,
  minute,
  people,
  runningOperation,
  start,
  upgradePlan,
} from "../support/builders.ts";

const { alice, bob, carol } = people;
const dave = userId.parse("U0DAVE");
const erin = userId.parse("U0ERIN");

function aDelegation(from: UserId, to: UserId, over: Partial<Delegation> = {}): Delegation {
  return { from, to, since: start, until: start + 60 * minute, reason: null, ...over };
}

function waiting(over: Partial<Operation> = {}): Operation {
  return anOperation({ state: { stage: "awaiting-sign-off", until: start + 3_600_000, reminded: false }, ...over });
}

/** Who is in the group that may vote; everybody else is in none. */
const approvers: readonly UserId[] = [bob, carol];
const voterOf = (id: UserId, inGroup = approvers): Voter => ({
  person: aPerson({ id }),
  groups: inGroup.includes(id) ? ["default"] : [],
});

/** Somebody's standing at a click, as the bot finds it. */
function standing(operation: Operation, user: UserId, held: readonly Delegation[], inGroup = approvers): Voter {
  const givers = held.filter(({ to }) => to === user).map(({ from }) => voterOf(from, inGroup));
  return standingOf(operation, voterOf(user, inGroup), givers, held, homeTeam);
}

/** Clicks on Approve; the operation as it is afterwards. */
function click(operation: Operation, user: UserId, held: readonly Delegation[], inGroup = approvers): Operation {
  const voter = standing(operation, user, held, inGroup);
  if (!mayVote(operation, voter, homeTeam).ok) return operation;
  const { groups, onBehalfOf = null } = voter;
  const vote = aVote({ by: user, groups, onBehalfOf, fingerprint: operation.plan.fingerprint });
  return follow(operation, { kind: "voted", vote }, start) ?? operation;
}

const judged = (operation: Operation, user: UserId, held: readonly Delegation[]): unknown =>
  mayVote(operation, standing(operation, user, held), homeTeam);

describe("a delegate", () => {
  it("votes by the groups that the delegator is in at the click, and says for whom", () => {
    expect(standing(waiting(), dave, [aDelegation(bob, dave)])).toMatchObject({ groups: ["default"], onBehalfOf: bob });
    expect(click(waiting(), dave, [aDelegation(bob, dave)])).toMatchObject({
      state: { stage: "approved" },
      votes: [{ by: dave, onBehalfOf: bob, groups: ["default"] }],
    });
  });

  it("has nothing when the delegator has lost it, or is nobody any more", () => {
    const held = [aDelegation(bob, dave)];
    expect(click(waiting(), dave, held, [carol]).votes).toEqual([]);
    const gone = { ...voterOf(bob), person: aPerson({ id: bob, deactivated: true }) };
    const voter = standingOf(waiting(), voterOf(dave), [gone], held, homeTeam);
    expect(mayVote(waiting(), voter, homeTeam)).toMatchObject({ problem: { code: "not-an-approver" } });
  });

  it("has nothing of what was delegated to the delegator", () => {
    const held = [aDelegation(bob, dave), aDelegation(dave, erin)];
    expect(judged(waiting(), erin, held)).toMatchObject({ problem: { code: "not-an-approver" } });
  });

  it("has nothing when its time is over, or has not come", () => {
    const held = [aDelegation(bob, dave)];
    expect(lasting(held, start)).toEqual(held);
    expect(lasting(held, start + 60 * minute)).toEqual([]);
    expect(lasting(held, start - 1)).toEqual([]);
  });

  it("votes neither on what they asked for nor on what the delegator did, even where self-approval is allowed", () => {
    const requirement = aRequirement({ selfApproval: true });
    expect(judged(waiting({ requester: dave, requirement }), dave, [aDelegation(bob, dave)])).toMatchObject({
      problem: { code: "own-request" },
    });
    expect(judged(waiting({ requester: bob, requirement }), dave, [aDelegation(bob, dave)])).toMatchObject({
      problem: { code: "delegator-asked" },
    });
  });

  it("votes by their own right where they have one, and then for nobody", () => {
    expect(standing(waiting(), carol, [aDelegation(bob, carol)]).onBehalfOf).toBeUndefined();
  });

  it("speaks for another delegator where the first has voted", () => {
    const requirement = aRequirement({ approvals: 2 });
    const heard = waiting({ requirement, votes: [aVote({ by: bob })] });
    expect(judged(heard, dave, [aDelegation(bob, dave)])).toMatchObject({
      problem: { code: "counted-together", by: bob },
    });
  });

  it("does not steer by what was delegated, nor counts the delegator as a new person for a go-ahead", () => {
    const plan = upgradePlan();
    const votes = [aVote({ by: dave, onBehalfOf: bob, fingerprint: plan.fingerprint })];
    const requirement = aRequirement({ otherPersonGoesAhead: true });
    const running = runningOperation(plan, { votes, requirement });
    expect(mayControl(running, "pause", voterOf(dave), homeTeam)).toMatchObject({
      problem: { code: "not-an-approver" },
    });
    const { state } = running;
    if (state.stage !== "running") throw new Error("it runs");
    const paused = { ...running, state: { ...state, stage: "paused", pausedAt: start, needsGoAhead: true } as const };
    expect(mayControl(paused, "resume", voterOf(bob), homeTeam)).toMatchObject({
      problem: { code: "go-ahead-by-new-person" },
    });
    expect(mayControl(paused, "resume", voterOf(carol), homeTeam).ok).toBe(true);
  });
});

describe("delegating", () => {
  const to = aPerson({ id: dave });

  it("is for approvers, to another active full member", () => {
    expect(mayDelegate(aDelegation(bob, dave), voterOf(bob), to, homeTeam).ok).toBe(true);
  });

  it.each([
    ["to oneself", aDelegation(bob, bob), voterOf(bob), aPerson({ id: bob }), "delegate-is-oneself"],
    ["of a right that one has not", aDelegation(alice, dave), voterOf(alice), to, "nothing-to-delegate"],
    ["to a guest", aDelegation(bob, dave), voterOf(bob), aPerson({ guest: true }), "delegate-excluded"],
    ["to a stranger", aDelegation(bob, dave), voterOf(bob), aPerson({ stranger: true }), "delegate-excluded"],
    ["to a bot", aDelegation(bob, dave), voterOf(bob), aPerson({ bot: true }), "delegate-excluded"],
    ["to who has left", aDelegation(bob, dave), voterOf(bob), aPerson({ deactivated: true }), "delegate-excluded"],
    ["until yesterday", aDelegation(bob, dave, { until: start }), voterOf(bob), to, "delegation-over"],
  ])("is refused %s", (_, wanted, delegator, delegate, code) => {
    expect(mayDelegate(wanted, delegator, delegate, homeTeam)).toMatchObject({ ok: false, problem: { code } });
  });
});

const everybody = [alice, bob, carol, dave, erin];
const somebody = fc.constantFrom(...everybody);
const someDelegations = fc.array(
  fc
    .tuple(somebody, somebody)
    .filter(([from, to]) => from !== to)
    .map(([from, to]) => aDelegation(from, to)),
  { maxLength: 6 },
);
const someApprovers = fc.subarray(everybody);
const someClicks = fc.array(fc.tuple(somebody, someDelegations), { maxLength: 10 });

describe("whoever delegates to whom", () => {
  it("nobody votes whom the policy would not let, by themselves or by one person who delegated to them", () => {
    fc.assert(
      fc.property(someApprovers, someDelegations, somebody, fc.boolean(), (inGroup, held, user, selfApproval) => {
        const operation = waiting({ requirement: aRequirement({ selfApproval, approvals: 3 }) });
        const voter = standing(operation, user, held, inGroup);
        if (!mayVote(operation, voter, homeTeam).ok) return;
        const { onBehalfOf } = voter;
        const right = onBehalfOf ?? user;
        expect(inGroup).toContain(right);
        // Who has the right could have voted themselves: nothing was widened.
        expect(mayVote(operation, voterOf(right, inGroup), homeTeam).ok).toBe(true);
        if (onBehalfOf === undefined) return;
        expect(held).toContainEqual(aDelegation(onBehalfOf, user));
        expect([user, onBehalfOf]).not.toContain(operation.requester);
      }),
    );
  });

  it("two who are bound by a delegation count once while it holds", () => {
    const clicks = fc.array(somebody, { maxLength: 10 });
    fc.assert(
      fc.property(someApprovers, someDelegations, clicks, (inGroup, held, users) => {
        const open = waiting({ requirement: aRequirement({ approvals: 5 }) });
        const { votes } = users.reduce((operation, user) => click(operation, user, held, inGroup), open);
        for (const { from, to } of held) {
          expect(votes.filter(({ by }) => by === from || by === to).length).toBeLessThanOrEqual(1);
        }
      }),
    );
  });

  it("nobody's vote and nobody's right counts twice, whatever is delegated and taken back between clicks", () => {
    fc.assert(
      fc.property(someApprovers, someClicks, fc.integer({ min: 1, max: 4 }), (inGroup, clicks, approvals) => {
        const open = waiting({ requirement: aRequirement({ approvals }) });
        const { votes, state } = clicks.reduce(
          (operation, [user, held]) => click(operation, user, held, inGroup),
          open,
        );
        expect(new Set(votes.map(({ by }) => by)).size).toBe(votes.length);
        expect(new Set(votes.map(principalOf)).size).toBe(votes.length);
        expect(votes.every((vote) => inGroup.includes(principalOf(vote)))).toBe(true);
        expect(votes.some((vote) => vote.by === alice || vote.onBehalfOf === alice)).toBe(false);
        expect(state.stage === "approved").toBe(votes.length >= approvals);
      }),
    );
  });

  it("a count of votes never exceeds the people, nor the rights that they used", () => {
    const vote = fc.record({ by: somebody, onBehalfOf: fc.option(somebody) }).map((over) => aVote(over));
    fc.assert(
      fc.property(fc.array(vote, { maxLength: 8 }), fc.integer({ min: 1, max: 4 }), (votes, approvals) => {
        if (tally(aRequirement({ approvals }), votes).verdict !== "approved") return;
        expect(new Set(votes.map(({ by }) => by)).size).toBeGreaterThanOrEqual(approvals);
        expect(new Set(votes.map(principalOf)).size).toBeGreaterThanOrEqual(approvals);
      }),
    );
  });
});
