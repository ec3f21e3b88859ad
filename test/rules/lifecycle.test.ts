import { describe, expect, it } from "vitest";
import * as fc from "fast-check";
import { taskId } from "../../src/domain/ids.ts";
import { follow } from "../../src/domain/lifecycle.ts";
import { hasEnded, type Operation, type OperationEvent } from "../../src/domain/operation.ts";
import {
  anOperation,
  aRequirement,
  aVote,
  minute,
  people,
  runningOperation,
  start,
  upgradePlan,
} from "../support/builders.ts";

/** Follows events in turn; the events that do not belong are skipped. */
function after(operation: Operation, ...events: readonly OperationEvent[]): Operation {
  return events.reduce((present, event, index) => follow(present, event, start + index) ?? present, operation);
}

const posted: OperationEvent = { kind: "card-posted" };
const approval: OperationEvent = { kind: "voted", vote: aVote() };
const began: OperationEvent = { kind: "submission-began" };
const started: OperationEvent = { kind: "started", taskId: taskId.parse("T-1"), requestId: "R-1" };

describe("the life of an operation", () => {
  it("goes from the request to the end", () => {
    const stages = [anOperation()];
    for (const event of [posted, approval, began, started, { kind: "succeeded", nodes: 6 } as const])
      stages.push(after(stages.at(-1) ?? anOperation(), event));
    expect(stages.map(({ state }) => state.stage)).toEqual([
      "requested",
      "awaiting-sign-off",
      "approved",
      "submitting",
      "running",
      "succeeded",
    ]);
    expect(stages.at(-1)?.journal.map(({ event }) => event.kind)).toEqual([
      "card-posted",
      "voted",
      "submission-began",
      "started",
      "succeeded",
    ]);
  });

  it("needs no vote where none is required, but a card", () => {
    const free = anOperation({ requirement: aRequirement({ approvals: 0 }) });
    expect(follow(free, began, start)).toBeNull();
    expect(after(free, posted).state.stage).toBe("approved");
  });

  it("ends before it starts where no card can be posted", () => {
    expect(after(anOperation(), { kind: "card-refused", code: "is_archived" }).state).toMatchObject({
      stage: "withdrawn",
      unpostable: "is_archived",
    });
  });

  it("expires when its time is over, and not earlier", () => {
    const waiting = after(anOperation(), posted);
    expect(follow(waiting, { kind: "expired" }, start + 3_599_000)).toBeNull();
    expect(follow(waiting, { kind: "expired" }, start + 3_600_000)?.state.stage).toBe("expired");
    expect(follow(waiting, approval, start + 3_600_000)).toBeNull();
  });

  it("takes no vote for another plan", () => {
    const vote = aVote({ fingerprint: upgradePlan().fingerprint });
    expect(follow(after(anOperation(), posted), { kind: "voted", vote }, start)).toBeNull();
  });

  it("can be withdrawn until it is sent", () => {
    const withdrawn: OperationEvent = { kind: "withdrawn", by: people.alice };
    expect(after(anOperation(), posted, approval, withdrawn).state.stage).toBe("withdrawn");
    expect(follow(after(anOperation(), posted, approval, began), withdrawn, start)).toBeNull();
  });

  it("tells an obstacle once, however often it is met", () => {
    const heldUp: OperationEvent = { kind: "held-up", by: { kind: "pool-state", state: "scaling" } };
    const waiting = after(anOperation(), posted, approval, heldUp);
    expect(waiting.state.stage).toBe("waiting");
    expect(follow(waiting, heldUp, start)).toBeNull();
  });

  it("logs progress by batches, not by nodes", () => {
    const operation = runningOperation(upgradePlan({ maxParallelism: 2 }));
    const seen = (done: number): OperationEvent => ({
      kind: "progressed",
      progress: { done, total: 3, failed: 0, stage: null, seenAt: start, settlingSince: null },
    });
    const kinds = after(operation, seen(1), seen(2), seen(3)).journal.map(({ event }) => event);
    expect(kinds).toEqual([seen(1), seen(3)]);
  });

  it("says once that the cloud cannot be asked, and that it can be again", () => {
    const lost: OperationEvent = { kind: "lost-sight", code: "Throttling.User", detail: "slow down" };
    const blind = after(runningOperation(), lost, lost);
    expect(blind.journal).toHaveLength(1);
    expect(blind.state).toMatchObject({ stage: "running", trouble: { code: "Throttling.User", since: start } });
  });
});

const anyEvent: fc.Arbitrary<OperationEvent> = fc.constantFrom<OperationEvent[]>(
  posted,
  { kind: "card-refused", code: "is_archived" },
  approval,
  { kind: "voted", vote: aVote({ by: people.carol, verdict: "reject", reason: "no" }) },
  { kind: "withdrawn", by: people.alice },
  { kind: "expired" },
  { kind: "held-up", by: { kind: "pool-state", state: "scaling" } },
  { kind: "drifted", differences: [] },
  began,
  { kind: "submission-unclear", detail: "no answer" },
  { kind: "not-submitted", detail: "size unchanged" },
  started,
  { kind: "lost-sight", code: "x", detail: "y" },
  { kind: "paused" },
  { kind: "resumed" },
  { kind: "succeeded", nodes: 6 },
  { kind: "failed", problem: { kind: "pool-gone" } },
  { kind: "cancelled" },
);

describe("whatever happens", () => {
  it("an end is for good, and the revision grows by one", () => {
    fc.assert(
      fc.property(fc.array(anyEvent, { maxLength: 40 }), (events) => {
        let operation = anOperation();
        for (const [index, event] of events.entries()) {
          const next = follow(operation, event, start + index * minute);
          if (next === null) continue;
          expect(hasEnded(operation)).toBe(false);
          expect(next.revision).toBe(operation.revision + 1);
          operation = next;
        }
      }),
    );
  });

  it("nothing is sent to ACK without the votes that are required", () => {
    fc.assert(
      fc.property(fc.array(anyEvent, { maxLength: 40 }), fc.integer({ min: 1, max: 3 }), (events, approvals) => {
        let operation = anOperation({ requirement: aRequirement({ approvals }) });
        for (const event of events) {
          operation = follow(operation, event, start) ?? operation;
          if (operation.state.stage !== "submitting") continue;
          expect(new Set(operation.votes.map(({ by }) => by)).size).toBeGreaterThanOrEqual(approvals);
          expect(operation.votes.every(({ verdict }) => verdict === "approve")).toBe(true);
        }
      }),
    );
  });
});

describe("time that passes over a card", () => {
  const waiting = (over: Parameters<typeof aRequirement>[0] = {}): Operation =>
    after(anOperation({ requirement: aRequirement({ expiresIn: 3600, ...over }) }), posted);
  const hour = start + 3_600_000;

  it("is told once at half time, and opens the vote to a second group", () => {
    const leads = { name: "leads", members: { kind: "users", users: [people.carol] } } as const;
    const card = waiting({ escalateTo: leads });
    const reminded = after(card, { kind: "reminded" });
    expect(follow(reminded, { kind: "reminded" }, start)).toBeNull();
    const escalated = after(reminded, { kind: "escalated" });
    expect(escalated.requirement).toMatchObject({ escalateTo: null, from: [{ name: "default" }, { name: "leads" }] });
    expect(follow(escalated, { kind: "escalated" }, start)).toBeNull();
  });

  it("is an agreement where silence is one, and never an approval before its end", () => {
    const card = waiting({ approvals: 0, veto: true });
    expect(card.state.stage).toBe("awaiting-sign-off");
    expect(follow(card, { kind: "agreed" }, hour - 1)).toBeNull();
    expect(follow(card, { kind: "expired" }, hour)).toBeNull();
    expect(after(card, approval).state.stage).toBe("awaiting-sign-off");
    expect(follow(card, { kind: "agreed" }, hour)?.state.stage).toBe("approved");
    const no = { kind: "voted", vote: aVote({ verdict: "reject", reason: "not now" }) } as const;
    expect(after(card, no).state.stage).toBe("rejected");
    expect(follow(waiting(), { kind: "agreed" }, hour)).toBeNull();
  });
});
