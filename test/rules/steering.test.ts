import { describe, expect, it } from "vitest";
import { follow } from "../../src/domain/lifecycle.ts";
import type { Operation } from "../../src/domain/operation.ts";
import { Steered } from "../../src/domain/signed-off.ts";
import { controlsOf, mayControl } from "../../src/domain/steering.ts";
import {
  aPerson,
  aVote,
  homeTeam,
  minute,
  people,
  plainUpgrade,
  runningOperation,
  scalePlan,
  start,
  upgradePlan,
} from "../support/builders.ts";

const plan = upgradePlan({ ...plainUpgrade, pause: "every" });
const running = runningOperation(plan, { votes: [aVote({ fingerprint: plan.fingerprint })] });
const approver = { person: aPerson({ id: people.bob }), groups: ["default"] };
const requester = { person: aPerson({ id: people.alice }), groups: [] };

function after(operation: Operation, ...events: readonly Parameters<typeof follow>[1][]): Operation {
  return events.reduce((present, event) => follow(present, event, start + minute) ?? present, operation);
}

describe("a pause", () => {
  it("that ACK makes after a batch, as the plan says, needs a go-ahead by somebody else", () => {
    const paused = after(running, { kind: "paused" });
    expect(paused.state).toMatchObject({ stage: "paused", needsGoAhead: true, pausedAt: start + minute });
    expect(mayControl(paused, "resume", requester, homeTeam)).toMatchObject({ problem: { code: "go-ahead-by-other" } });
    expect(mayControl(paused, "resume", approver, homeTeam).ok).toBe(true);
  });

  it("that somebody asked for can be ended by who asked for the operation", () => {
    const asked = after(running, { kind: "control-asked", action: "pause", by: people.alice });
    const paused = after(asked, { kind: "control-sent", action: "pause" }, { kind: "paused" });
    expect(paused.state).toMatchObject({ stage: "paused", needsGoAhead: false, control: null });
    expect(mayControl(paused, "resume", requester, homeTeam).ok).toBe(true);
  });

  it("ends with ACK going on, and takes the wish with it", () => {
    const paused = after(running, { kind: "paused" }, { kind: "control-asked", action: "resume", by: people.bob });
    expect(after(paused, { kind: "resumed" }).state).toMatchObject({ stage: "running", control: null });
  });
});

describe("a wish for a task", () => {
  it("is put to ACK once: not before it is written down, not after ACK has it", () => {
    expect(Steered.from(running)).toBeNull();
    const asked = after(running, { kind: "control-asked", action: "pause", by: people.bob });
    expect(Steered.from(asked)).toMatchObject({ action: "pause", task: "T-1" });
    expect(Steered.from(after(asked, { kind: "control-sent", action: "pause" }))).toBeNull();
    expect(Steered.from(after(asked, { kind: "control-refused", action: "pause", code: "X", detail: "" }))).toBeNull();
  });

  it("needs the operation's own sign-off", () => {
    const asked = after(running, { kind: "control-asked", action: "cancel", by: people.bob });
    expect(Steered.from({ ...asked, votes: [] })).toBeNull();
  });

  it.each([
    ["a stranger", aPerson({ stranger: true }), ["default"], "excluded"],
    ["an outsider", aPerson({ id: people.carol }), [], "not-an-approver"],
  ])("is refused to %s", (_, person, groups, code) => {
    expect(mayControl(running, "cancel", { person, groups }, homeTeam)).toMatchObject({ problem: { code } });
  });

  it("is refused where ACK runs through", () => {
    const scaling = runningOperation(scalePlan(6), { votes: [aVote()] });
    expect(controlsOf(scaling)).toEqual([]);
    expect(mayControl(scaling, "pause", approver, homeTeam)).toMatchObject({ problem: { code: "no-task-to-control" } });
  });

  it("leaves only a stop while another is pending, and nothing after a stop", () => {
    const pausing = after(running, { kind: "control-asked", action: "pause", by: people.bob });
    expect(controlsOf(pausing)).toEqual(["cancel"]);
    expect(controlsOf(after(pausing, { kind: "control-asked", action: "cancel", by: people.bob }))).toEqual([]);
  });
});
