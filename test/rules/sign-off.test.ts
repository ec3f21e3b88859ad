import { describe, expect, it } from "vitest";
import * as fc from "fast-check";
import { mayVote, mayWithdraw } from "../../src/domain/eligibility.ts";
import { userId } from "../../src/domain/ids.ts";
import { follow } from "../../src/domain/lifecycle.ts";
import type { Operation } from "../../src/domain/operation.ts";
import { tally, type Vote } from "../../src/domain/sign-off.ts";
import { SignedOff } from "../../src/domain/signed-off.ts";
import { anOperation, aPerson, aRequirement, aVote, homeTeam, people, scalePlan, start } from "../support/builders.ts";

function waiting(over: Partial<Operation> = {}): Operation {
  return anOperation({ state: { stage: "awaiting-sign-off", until: start + 3_600_000, reminded: false }, ...over });
}

describe("who may vote", () => {
  const voter = (over: Parameters<typeof aPerson>[0] = {}, groups = ["default"]): Parameters<typeof mayVote>[1] => ({
    person: aPerson(over),
    groups,
  });

  it("lets an approver vote", () => {
    expect(mayVote(waiting(), voter(), homeTeam).ok).toBe(true);
  });

  it.each([
    ["a guest", { guest: true }, { code: "excluded", exclusion: "guest" }],
    ["a stranger", { stranger: true }, { code: "excluded", exclusion: "stranger" }],
    ["somebody from another workspace", { teamId: "T0ELSEWHERE" }, { code: "excluded", exclusion: "other-workspace" }],
    ["a bot", { bot: true }, { code: "excluded", exclusion: "bot" }],
    ["a deactivated account", { deactivated: true }, { code: "excluded", exclusion: "deactivated" }],
    ["the requester", { id: people.alice }, { code: "own-request" }],
  ])("refuses %s, even in the group", (_, over, problem) => {
    expect(mayVote(waiting(), voter(over), homeTeam)).toMatchObject({ ok: false, problem });
  });

  it("refuses who is not in the group", () => {
    expect(mayVote(waiting(), voter({}, []), homeTeam)).toMatchObject({ problem: { code: "not-an-approver" } });
  });

  it("refuses a second vote", () => {
    const operation = waiting({ votes: [aVote()], requirement: aRequirement({ approvals: 2 }) });
    expect(mayVote(operation, voter(), homeTeam)).toMatchObject({ problem: { code: "voted-already" } });
  });

  it("refuses votes on what is decided", () => {
    const operation = anOperation({ state: { stage: "expired", at: start } });
    expect(mayVote(operation, voter(), homeTeam)).toMatchObject({
      problem: { code: "sign-off-closed", stage: "expired" },
    });
  });
});

describe("withdrawing", () => {
  it("is for the requester alone", () => {
    expect(mayWithdraw(waiting(), people.alice).ok).toBe(true);
    expect(mayWithdraw(waiting(), people.bob)).toMatchObject({ problem: { code: "only-requester-withdraws" } });
  });

  it("ends when it is sent to ACK", () => {
    const operation = anOperation({ state: { stage: "submitting", since: start, unclear: null } });
    expect(mayWithdraw(operation, people.alice)).toMatchObject({ problem: { code: "not-withdrawable" } });
  });
});

const aVoteBySomebody = fc.record({
  by: fc.constantFrom("U1", "U2", "U3", "U4").map((id) => userId.parse(id)),
  verdict: fc.constantFrom("approve" as const, "reject" as const),
});
const someVotes = fc.array(aVoteBySomebody, { maxLength: 8 }).map((votes) => votes.map((vote): Vote => aVote(vote)));
const quorum = fc.integer({ min: 0, max: 4 }).map((approvals) => aRequirement({ approvals }));

describe("a tally", () => {
  it("does not depend on the order of votes", () => {
    fc.assert(
      fc.property(quorum, someVotes, (requirement, votes) => {
        expect(tally(requirement, votes.toReversed()).verdict).toBe(tally(requirement, votes).verdict);
      }),
    );
  });

  it("never approves with a rejection, nor with fewer people than required", () => {
    fc.assert(
      fc.property(quorum, someVotes, (requirement, votes) => {
        if (tally(requirement, votes).verdict !== "approved") return;
        expect(votes.every((vote) => vote.verdict === "approve")).toBe(true);
        expect(new Set(votes.map((vote) => vote.by)).size).toBeGreaterThanOrEqual(requirement.approvals);
      }),
    );
  });

  it("counts nobody twice", () => {
    fc.assert(
      fc.property(quorum, someVotes, (requirement, votes) => {
        expect(tally(requirement, [...votes, ...votes]).verdict).toBe(tally(requirement, votes).verdict);
      }),
    );
  });

  it("is never less approved for one approval more", () => {
    const rank = { rejected: 0, pending: 1, approved: 2 };
    fc.assert(
      fc.property(quorum, someVotes, (requirement, votes) => {
        const before = rank[tally(requirement, votes).verdict];
        const after = rank[tally(requirement, [...votes, aVote({ by: people.carol })]).verdict];
        expect(after).toBeGreaterThanOrEqual(before);
      }),
    );
  });
});

describe("leave to change the cloud", () => {
  const submitting = { stage: "submitting", since: start, unclear: null } as const;

  it("comes with complete sign-off, while it is being submitted", () => {
    expect(SignedOff.from(anOperation({ state: submitting, votes: [aVote()] }))?.change.kind).toBe("scale-out");
  });

  it.each([
    ["without votes", { state: submitting, votes: [] }],
    [
      "with a rejection",
      { state: submitting, votes: [aVote(), aVote({ by: people.carol, verdict: "reject" as const })] },
    ],
    ["with a vote for another plan", { state: submitting, votes: [aVote({ fingerprint: scalePlan(7).fingerprint })] }],
    ["before it is submitted", { state: { stage: "approved", since: start } as const, votes: [aVote()] }],
  ])("does not come %s", (_, over) => {
    expect(SignedOff.from(anOperation(over))).toBeNull();
  });
});

describe("clicks in any order", () => {
  const click = fc.record({
    by: fc.constantFrom(people.alice, people.bob, people.carol, userId.parse("U0DAVE")),
    verdict: fc.constantFrom("approve" as const, "reject" as const),
    member: fc.boolean(),
  });

  it("agree with a plain count of who clicked what", () => {
    fc.assert(
      fc.property(fc.array(click, { maxLength: 12 }), fc.integer({ min: 1, max: 3 }), (clicks, approvals) => {
        let operation = waiting({ requirement: aRequirement({ approvals }) });
        const approved = new Set<string>();
        let expected = "awaiting-sign-off";
        for (const { by, verdict, member } of clicks) {
          const voter = { person: aPerson({ id: by }), groups: member ? ["default"] : [] };
          if (mayVote(operation, voter, homeTeam).ok) {
            const vote = aVote({ by, verdict, fingerprint: operation.plan.fingerprint });
            operation = follow(operation, { kind: "voted", vote }, start) ?? operation;
          }
          const counts = expected === "awaiting-sign-off" && member && by !== people.alice && !approved.has(by);
          if (counts && verdict === "reject") expected = "rejected";
          if (counts && verdict === "approve") approved.add(by);
          if (counts && verdict === "approve" && approved.size === approvals) expected = "approved";
          expect(operation.state.stage).toBe(expected);
        }
      }),
    );
  });
});

describe("what votes amount to", () => {
  const voters = ["U1", "U2", "U3", "U4"].map((id) => userId.parse(id));
  const groupsOf = fc.subarray(["default", "leads", "security"]);
  const votes = fc.uniqueArray(fc.record({ by: fc.constantFrom(...voters), approve: fc.boolean(), groups: groupsOf }), {
    selector: ({ by }) => by,
    maxLength: 4,
  });
  const requirements = fc
    .record({ approvals: fc.integer({ min: 1, max: 3 }), rejections: fc.integer({ min: 1, max: 2 }), each: groupsOf })
    .map(({ approvals, rejections, each }) =>
      aRequirement({
        approvals,
        rejections,
        eachOf: each.map((name) => ({ name, members: { kind: "users", users: voters } })),
      }),
    );
  const cast = ({ by, approve, groups }: { by: Vote["by"]; approve: boolean; groups: readonly string[] }): Vote =>
    aVote({ by, verdict: approve ? "approve" : "reject", groups });

  /** As one would say it: nobody twice, enough people, every group heard, not too many against. */
  function expected(requirement: ReturnType<typeof aRequirement>, all: readonly Vote[]): string {
    const against = all.filter(({ verdict }) => verdict === "reject").length;
    if (against >= requirement.rejections) return "rejected";
    const inFavour = all.filter(({ verdict }) => verdict === "approve");
    const heard = requirement.eachOf.every(({ name }) => inFavour.some(({ groups }) => groups.includes(name)));
    return inFavour.length >= requirement.approvals && heard ? "approved" : "pending";
  }

  it("is what a simple count says, in whatever order they come", () => {
    fc.assert(
      fc.property(requirements, votes, (requirement, some) => {
        const all = some.map(cast);
        expect(tally(requirement, all).verdict).toBe(expected(requirement, all));
        expect(tally(requirement, all.toReversed()).verdict).toBe(tally(requirement, all).verdict);
      }),
    );
  });

  it("never becomes less approved by another approval, nor counts anybody twice", () => {
    fc.assert(
      fc.property(requirements, votes, groupsOf, (requirement, some, groups) => {
        const all = some.map(cast);
        const before = tally(requirement, all).verdict;
        const after = tally(requirement, [...all, aVote({ by: userId.parse("U9"), groups })]).verdict;
        expect([before, after]).not.toEqual(["approved", "pending"]);
        expect([before, after]).not.toEqual(["pending", "rejected"]);
        expect(tally(requirement, [...all, ...all]).verdict).toBe(before);
      }),
    );
  });
});
