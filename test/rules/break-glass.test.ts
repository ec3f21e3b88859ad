import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { breakGlass, type BreakGlassGrant, mayReview, owesReview } from "../../src/domain/break-glass.ts";
import { operationId, taskId, userId } from "../../src/domain/ids.ts";
import { follow } from "../../src/domain/lifecycle.ts";
import { clear } from "../../src/domain/observation.ts";
import { isClosed, type Operation, type OperationEvent } from "../../src/domain/operation.ts";
import { requirementFor, subjectOf } from "../../src/domain/policy.ts";
import { SignedOff, Steered } from "../../src/domain/signed-off.ts";
import {
  anObservation,
  anOperation,
  aPerson,
  aPolicyContext,
  aRequirement,
  aVote,
  homeTeam,
  people,
  runningOperation,
  scalePlan,
  start,
  upgradePlan,
} from "../support/builders.ts";

const oncall = { name: "oncall", members: { kind: "users", users: [people.alice] } } as const;
const requirement = aRequirement({ breakGlassBy: [oncall] });
const alice = { person: aPerson({ id: people.alice }), groups: ["oncall"] };
const approver = { person: aPerson({ id: people.bob }), groups: ["default"] };
const now = { at: start, freeze: null, homeTeamId: homeTeam };
const wanted = { plan: scalePlan(6), requirement, requester: people.alice, reason: "prices burn" };

function aGrant(over: Partial<BreakGlassGrant> = {}): BreakGlassGrant {
  const { fingerprint } = scalePlan(6);
  const { from: reviewers } = requirement;
  return {
    kind: "break-glass",
    by: people.alice,
    groups: ["oncall"],
    at: start,
    fingerprint,
    reviewers,
    freeze: null,
    ...over,
  };
}

function broken(over: Partial<Operation> = {}): Operation {
  return anOperation({ requirement, reason: "prices burn", grant: aGrant(), ...over });
}

const submitting = { stage: "submitting", since: start, unclear: null } as const;
const after = (operation: Operation, ...events: readonly OperationEvent[]): Operation =>
  events.reduce((present, event) => follow(present, event, start) ?? present, operation);

describe("breaking the glass", () => {
  it("gives leave for one exact plan, by the groups of that moment", () => {
    expect(breakGlass(wanted, alice, [], { ...now, freeze: "sale" })).toEqual({
      ok: true,
      value: aGrant({ freeze: "sale" }),
    });
  });

  it.each([
    ["where no policy names a group", { requirement: aRequirement() }, alice, "break-glass-not-granted"],
    ["outside the group", {}, { ...alice, groups: ["default"] }, "break-glass-not-yours"],
    ["for somebody else", {}, { ...approver, groups: ["oncall"] }, "break-glass-not-yours"],
    ["without a reason", { reason: null }, alice, "reason-required"],
    ["with an empty reason", { reason: "  " }, alice, "reason-required"],
    ["as a guest", {}, { ...alice, person: aPerson({ id: people.alice, guest: true }) }, "excluded"],
    ["as somebody deactivated", {}, { ...alice, person: aPerson({ deactivated: true }) }, "excluded"],
  ])("is refused %s", (_, over, voter, code) => {
    expect(breakGlass({ ...wanted, ...over }, voter, [], now)).toMatchObject({ ok: false, problem: { code } });
  });

  it("is refused while another of the same person waits for its review, and names it", () => {
    const ended = broken({ state: { stage: "succeeded", at: start, since: start, nodes: 6 } });
    expect(breakGlass(wanted, alice, [ended], now)).toMatchObject({
      problem: { code: "break-glass-unreviewed", operation: ended.id },
    });
    const reviewed = { ...ended, review: { by: people.bob, at: start } };
    const ofBob = { ...ended, requester: people.bob };
    const neverRan = broken({ state: { stage: "stale", at: start, differences: [] } });
    expect(breakGlass(wanted, alice, [reviewed, ofBob, neverRan, anOperation()], now).ok).toBe(true);
  });

  it("is of no use where the pool itself asks for permission", () => {
    const rule = {
      name: "repairs",
      match: {
        clusters: null,
        pools: null,
        changes: null,
        largestStep: null,
        managed: null,
        labels: {},
        hours: null,
        requesters: null,
      },
      require: {
        approvals: 1,
        from: [],
        eachOf: [],
        rejections: 1,
        expiresIn: null,
        reason: false,
        selfApproval: false,
        otherPersonGoesAhead: false,
        inWindow: false,
        veto: null,
        escalateTo: null,
        breakGlassBy: [oncall],
        more: [],
      },
    };
    const repair = { ...subjectOf(upgradePlan()), kind: "repair" as const };
    expect(requirementFor(repair, [rule], oncall, aPolicyContext()).breakGlassBy).toEqual([oncall]);
    const asking = aPolicyContext({ repairsNeedApproval: true });
    expect(requirementFor(repair, [rule], oncall, asking).breakGlassBy).toEqual([]);
  });
});

describe("what runs without sign-off", () => {
  it("goes on as soon as its card stands, past freezes and windows", () => {
    const approved = after(broken({ requirement: { ...requirement, inWindow: true } }), { kind: "card-posted" });
    expect(approved.state.stage).toBe("approved");
    const freeze = { name: "sale", from: 0, to: start * 2, clusters: null, pools: null, allow: [] };
    expect(clear(approved, anObservation(), [], [freeze])).toBe("submit");
    expect(clear({ ...approved, grant: null }, anObservation(), [], [freeze])).toMatchObject({ kind: "held-up" });
  });

  it("still waits for other work on the pool, and does not run where its plan no longer holds", () => {
    const approved = after(broken(), { kind: "card-posted" });
    const other = runningOperation(scalePlan(5), { id: operationId.parse("op-2222") });
    expect(clear(approved, anObservation(), [other], [])).toMatchObject({ by: { kind: "operation" } });
    expect(clear(approved, anObservation({ pool: null }), [], [])).toMatchObject({ kind: "drifted" });
  });

  it("can be steered like any other", () => {
    const plan = upgradePlan();
    const asked = { action: "pause", by: people.alice, at: start, sent: false } as const;
    const running = runningOperation(plan, {
      requirement,
      reason: "prices burn",
      grant: aGrant({ fingerprint: plan.fingerprint }),
    });
    const wished = after(running, { kind: "control-asked", ...asked });
    expect(Steered.from(wished)?.action).toBe("pause");
    expect(Steered.from({ ...wished, grant: null })).toBeNull();
  });
});

describe("leave to change the cloud without votes", () => {
  it("comes with the grant that the operation carries, while it is being submitted", () => {
    expect(SignedOff.from(broken({ state: submitting }))?.change.kind).toBe("scale-out");
    expect(SignedOff.from(broken({ state: { stage: "approved", since: start } }))).toBeNull();
  });

  it("never comes without a group that the policy names, by somebody else, for another plan or without a reason", () => {
    const grants = fc.record({
      by: fc.constantFrom(people.alice, people.bob),
      groups: fc.subarray(["oncall", "default", "leads"]),
      fingerprint: fc.constantFrom(scalePlan(6).fingerprint, scalePlan(7).fingerprint),
    });
    fc.assert(
      fc.property(
        fc.option(grants),
        fc.boolean(),
        fc.constantFrom("prices burn", " ", "", null),
        fc.nat(2),
        (grant, named, reason, votes) => {
          const operation = broken({
            grant: grant === null ? null : aGrant(grant),
            reason,
            requirement: { ...requirement, approvals: 2, breakGlassBy: named ? [oncall] : [] },
            votes: [people.bob, people.carol].slice(0, votes).map((by) => aVote({ by })),
            state: submitting,
          });
          const byGrant =
            grant !== null &&
            named &&
            grant.by === people.alice &&
            grant.groups.join() === "oncall" &&
            grant.fingerprint === operation.plan.fingerprint &&
            reason === "prices burn";
          expect(SignedOff.from(operation) !== null).toBe(byGrant || votes === 2);
        },
      ),
    );
  });

  it("is never given by an event: whatever happens to an operation, its grant is the one it was made with", () => {
    const events = fc.constantFrom<OperationEvent>(
      { kind: "card-posted" },
      { kind: "glass-broken", grant: aGrant() },
      { kind: "reviewed", by: people.bob },
      { kind: "submission-began" },
      { kind: "voted", vote: aVote() },
      { kind: "started", taskId: taskId.parse("T-1"), requestId: null },
    );
    fc.assert(
      fc.property(fc.array(events, { maxLength: 8 }), (some) => {
        expect(after(anOperation({ requirement, reason: "prices burn" }), ...some).grant).toBeNull();
        expect(after(broken(), ...some).grant).toEqual(aGrant());
      }),
    );
  });
});

describe("a review", () => {
  const ended = broken({ state: { stage: "succeeded", at: start, since: start, nodes: 6 } });

  it("is owed from the request on, over the end, until somebody else has looked", () => {
    expect([broken(), ended].map(owesReview)).toEqual([true, true]);
    const shown = {
      ...ended,
      publication: { card: null, shown: ended.revision, told: 0, pointers: [], attempt: null },
    };
    expect(isClosed(shown)).toBe(false);
    const reviewed = after(shown, { kind: "reviewed", by: people.bob });
    expect(reviewed).toMatchObject({ state: ended.state, review: { by: people.bob, at: start } });
    expect(owesReview(reviewed)).toBe(false);
    expect(follow(reviewed, { kind: "reviewed", by: people.carol }, start)).toBeNull();
    expect(follow(anOperation(), { kind: "reviewed", by: people.bob }, start)).toBeNull();
  });

  it("is for approvers of the policy", () => {
    expect(mayReview(ended, approver, homeTeam).ok).toBe(true);
  });

  it.each([
    ["who broke the glass", ended, { ...alice, groups: ["default", "oncall"] }, "own-review"],
    ["who is no approver", ended, { ...approver, groups: ["oncall"] }, "not-a-reviewer"],
    ["a guest", ended, { ...approver, person: aPerson({ guest: true }) }, "excluded"],
    ["who comes second", { ...ended, review: { by: people.carol, at: start } }, approver, "reviewed-already"],
    ["anybody where nothing ran without sign-off", anOperation(), approver, "nothing-to-review"],
    [
      "anybody where it never ran",
      { ...ended, state: { stage: "expired", at: start } } as const,
      approver,
      "nothing-to-review",
    ],
  ])("is not for %s", (_, operation, voter, code) => {
    expect(mayReview(operation, voter, homeTeam)).toMatchObject({ ok: false, problem: { code } });
  });

  it("is never closed by the requester, whatever groups they are in", () => {
    fc.assert(
      fc.property(fc.subarray(["default", "oncall", "leads"]), fc.boolean(), (groups, selfApproval) => {
        const operation = { ...ended, requirement: { ...requirement, selfApproval } };
        expect(mayReview(operation, { ...alice, groups }, homeTeam).ok).toBe(false);
        expect(mayReview(operation, { person: aPerson({ id: userId.parse("U9") }), groups }, homeTeam).ok).toBe(
          groups.includes("default"),
        );
      }),
    );
  });
});
