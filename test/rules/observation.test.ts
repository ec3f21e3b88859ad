import { describe, expect, it } from "vitest";
import type { Voter } from "../../src/domain/eligibility.ts";
import { nodePoolId, operationId, taskId } from "../../src/domain/ids.ts";
import { follow } from "../../src/domain/lifecycle.ts";
import { clear, reconcile, track } from "../../src/domain/observation.ts";
import type { Operation, Resolution, StateOf } from "../../src/domain/operation.ts";
import { SignedOff } from "../../src/domain/signed-off.ts";
import { mayResolve } from "../../src/domain/steering.ts";
import type { Task } from "../../src/domain/task.ts";
import {
  aCluster,
  anObservation,
  anOperation,
  aPerson,
  aPool,
  homeTeam,
  minute,
  nodesOf,
  people,
  runningOperation,
  scalePlan,
  start,
  upgradePlan,
} from "../support/builders.ts";

const approved = anOperation({ state: { stage: "approved", since: start } });

describe("before an operation is sent", () => {
  it("is clear where everything is as it was planned", () => {
    expect(clear(approved, anObservation(), [approved], [])).toBe("submit");
  });

  it("waits for an operation on the same pool, and says for which", () => {
    const other = runningOperation(scalePlan(8), { id: operationId.parse("op-2222") });
    expect(clear(approved, anObservation({ pool: aPool({ state: "scaling" }) }), [other], [])).toEqual({
      kind: "held-up",
      by: { kind: "operation", id: "op-2222" },
    });
  });

  it("waits while ACK works on the pool for somebody else", () => {
    expect(clear(approved, anObservation({ pool: aPool({ state: "updating" }) }), [], [])).toEqual({
      kind: "held-up",
      by: { kind: "pool-state", state: "updating" },
    });
  });

  it("waits for an upgrade of another pool: ACK upgrades one pool of a cluster at a time", () => {
    const upgrade = anOperation({ plan: upgradePlan(), state: { stage: "approved", since: start } });
    const elsewhere = upgradePlan({}, aPool({ id: nodePoolId.parse("np2"), name: "web" }));
    const other = runningOperation(elsewhere, { id: operationId.parse("op-2222") });
    expect(clear(upgrade, anObservation(), [other], [])).toEqual({
      kind: "held-up",
      by: { kind: "cluster-upgrade", pool: "web" },
    });
  });

  it("waits for the maintenance window where its policy wants one, and for ever where there is none", () => {
    const inWindow = { ...approved, requirement: { ...approved.requirement, inWindow: true } };
    // A Saturday, eight in the morning.
    const opensAt = (time: string): ReturnType<typeof aCluster> =>
      aCluster({ maintenanceWindow: { start: time, hours: 3, days: ["Saturday"] } });
    expect(clear(inWindow, anObservation({ cluster: opensAt("09:00:00Z") }), [], [])).toEqual({
      kind: "held-up",
      by: { kind: "window", opens: start + 60 * minute },
    });
    expect(clear(inWindow, anObservation({ cluster: opensAt("07:00:00Z") }), [], [])).toBe("submit");
    expect(clear(inWindow, anObservation({ cluster: opensAt("04:00:00Z") }), [], [])).toMatchObject({
      by: { opens: start + (7 * 24 - 4) * 60 * minute },
    });
    expect(clear(inWindow, anObservation(), [], [])).toMatchObject({ by: { kind: "window", opens: null } });
  });

  it("waits for the end of a freeze that holds it, and passes one that allows it", () => {
    const freeze = { name: "sale", from: start - 1, to: start + minute, clusters: ["prod"], allow: [], pools: null };
    expect(clear(approved, anObservation(), [], [freeze])).toEqual({
      kind: "held-up",
      by: { kind: "freeze", name: "sale", until: start + minute },
    });
    expect(clear(approved, anObservation(), [], [{ ...freeze, allow: ["scale-out"] }])).toBe("submit");
    expect(clear(approved, anObservation(), [], [{ ...freeze, clusters: ["staging"] }])).toBe("submit");
  });

  it("is stale where the size has moved, and says from what to what", () => {
    const pool = aPool({ sizing: { mode: "manual", desiredSize: 4 }, nodes: nodesOf(4) });
    expect(clear(approved, anObservation({ pool }), [], [])).toEqual({
      kind: "drifted",
      differences: [{ fact: "desired-size", planned: "3", present: "4" }],
    });
  });

  it("is stale where the control plane has moved under an upgrade", () => {
    const upgrade = anOperation({ plan: upgradePlan(), state: { stage: "approved", since: start } });
    const cluster = aCluster({ version: "1.34.1-aliyun.1" });
    expect(clear(upgrade, anObservation({ cluster }), [], [])).toMatchObject({ kind: "drifted" });
  });

  it("is stale where the pool is gone", () => {
    expect(clear(approved, anObservation({ pool: null }), [], [])).toMatchObject({ kind: "drifted" });
  });
});

function working(operation: Operation): StateOf<"running" | "paused"> {
  const { state } = operation;
  if (state.stage !== "running" && state.stage !== "paused") throw new Error(state.stage);
  return state;
}

function aTask(over: Partial<Task> = {}): Task {
  return {
    id: taskId.parse("T-1"),
    type: "nodepool_upgrade",
    state: "running",
    created: start,
    error: null,
    targetId: null,
    stage: null,
    results: [],
    ...over,
  };
}

describe("while ACK works", () => {
  const scaling = runningOperation();
  const upgrading = runningOperation(upgradePlan());

  it("counts nodes of a scale-out by the pool", () => {
    const pool = aPool({ state: "scaling", nodes: nodesOf(6, { initial: 2 }) });
    expect(track(scaling, working(scaling), anObservation({ pool, task: aTask() }))).toMatchObject({
      kind: "progressed",
      progress: { done: 1, total: 3 },
    });
  });

  it("counts nodes of an upgrade by the task", () => {
    const results = [
      { item: "n1", outcome: "succeeded" as const },
      { item: "n2", outcome: "pending" as const },
    ];
    const task = aTask({ results, stage: "DrainNodes" });
    expect(
      track(upgrading, working(upgrading), anObservation({ pool: aPool({ state: "upgrading" }), task })),
    ).toMatchObject({
      kind: "progressed",
      progress: { done: 1, total: 3, stage: "DrainNodes" },
    });
  });

  it("has no news where nothing moved, and brings the card up to date after half a minute", () => {
    const pool = aPool({ state: "scaling", nodes: nodesOf(6, { initial: 3 }) });
    const look = (at: number): unknown => track(scaling, working(scaling), anObservation({ at, pool, task: aTask() }));
    expect(look(start + 29_000)).toBeNull();
    expect(look(start + 30_000)).toMatchObject({ kind: "progressed" });
  });

  it("is done when the task is and the pool is as wanted", () => {
    const pool = aPool({ nodes: nodesOf(6), sizing: { mode: "manual", desiredSize: 6 } });
    const task = aTask({ state: "succeeded" });
    expect(track(scaling, working(scaling), anObservation({ pool, task }))).toEqual({ kind: "succeeded", nodes: 6 });
  });

  it("is not done while the pool is still being worked on", () => {
    const pool = aPool({ state: "scaling", nodes: nodesOf(6) });
    expect(
      track(scaling, working(scaling), anObservation({ pool, task: aTask({ state: "succeeded" }) })),
    ).not.toMatchObject({
      kind: "succeeded",
    });
  });

  it("does not believe a task that succeeded with failed nodes", () => {
    const task = aTask({ state: "succeeded", results: [{ item: "n1", outcome: "failed" }] });
    expect(track(upgrading, working(upgrading), anObservation({ task }))).toEqual({
      kind: "failed",
      problem: { kind: "nodes-failed", nodes: ["n1"] },
    });
  });

  it("gives counts time to follow the task, then says that the size was not reached", () => {
    const pool = aPool({ nodes: nodesOf(5), sizing: { mode: "manual", desiredSize: 6 } });
    const task = aTask({ state: "succeeded" });
    const first = track(scaling, working(scaling), anObservation({ pool, task }));
    expect(first).toMatchObject({ kind: "progressed", progress: { settlingSince: start } });
    const settling = { ...working(scaling), progress: { ...working(scaling).progress, settlingSince: start } };
    expect(track(scaling, settling, anObservation({ at: start + 6 * minute, pool, task }))).toEqual({
      kind: "failed",
      problem: { kind: "size-not-reached", wanted: 6, present: 5 },
    });
  });

  it("goes by the pool where ACK has forgotten the task", () => {
    const pool = aPool({ nodes: nodesOf(6) });
    expect(track(scaling, working(scaling), anObservation({ pool, task: null }))).toEqual({
      kind: "succeeded",
      nodes: 6,
    });
  });

  it("tells a failed task with ACK's words and the failed nodes", () => {
    const task = aTask({
      state: "failed",
      error: { code: "DrainTimeout", message: "node n2 was not drained" },
      results: [{ item: "n2", outcome: "failed" }],
    });
    expect(track(upgrading, working(upgrading), anObservation({ task }))).toEqual({
      kind: "failed",
      problem: { kind: "task-failed", code: "DrainTimeout", detail: "node n2 was not drained", nodes: ["n2"] },
    });
  });

  it("follows a pause, a resumption and a cancellation", () => {
    const seen = (state: Task["state"]): ReturnType<typeof anObservation> => anObservation({ task: aTask({ state }) });
    expect(track(upgrading, working(upgrading), seen("paused"))).toEqual({ kind: "paused" });
    const paused: StateOf<"paused"> = {
      ...working(upgrading),
      stage: "paused",
      pausedAt: start,
      needsGoAhead: false,
    };
    expect(track(upgrading, paused, seen("running"))).toEqual({ kind: "resumed" });
    expect(track(upgrading, working(upgrading), seen("cancelled"))).toEqual({ kind: "cancelled" });
  });
});

describe("a task that stands still after a batch", () => {
  it.each(["paused", "cancelled"] as const)("is as far as it got before it is %s", (end) => {
    const upgrading = runningOperation(upgradePlan());
    const task = aTask({ state: end, results: [{ item: "n1", outcome: "succeeded" }] });
    const seen = anObservation({ pool: aPool({ state: "upgrading" }), task });
    const first = track(upgrading, working(upgrading), seen);
    expect(first).toMatchObject({ kind: "progressed", progress: { done: 1 } });
    if (first?.kind !== "progressed") throw new Error("unreachable");
    expect(track(upgrading, { ...working(upgrading), progress: first.progress }, seen)).toEqual({ kind: end });
  });
});

describe("a call whose answer was lost", () => {
  const submitting: StateOf<"submitting"> = { stage: "submitting", since: start, unclear: "socket hang up" };
  const scaling = anOperation({ state: submitting });
  const upgrading = anOperation({ state: submitting, plan: upgradePlan() });
  const later = start + 2 * minute;

  it("was taken where the pool has the new size", () => {
    const pool = aPool({ state: "scaling", sizing: { mode: "manual", desiredSize: 6 } });
    const tasks = [aTask({ type: "cluster_scaleout" })];
    expect(reconcile(scaling, submitting, anObservation({ pool, tasks }))).toEqual({
      kind: "started",
      taskId: "T-1",
      requestId: null,
    });
  });

  it("is looked for until ACK's lists can have caught up", () => {
    expect(reconcile(scaling, submitting, anObservation({ at: start + 10_000 }))).toBeNull();
    expect(reconcile(scaling, submitting, anObservation({ at: later }))).toMatchObject({ kind: "not-submitted" });
  });

  it("was taken where an upgrade began since", () => {
    const tasks = [
      aTask({ id: taskId.parse("T-old"), created: start - 10 * minute }),
      aTask({ created: start + 2_000 }),
    ];
    expect(reconcile(upgrading, submitting, anObservation({ tasks }))).toMatchObject({
      kind: "started",
      taskId: "T-1",
    });
  });

  it("is never repeated for an upgrade: nobody knows, and that is said", () => {
    expect(reconcile(upgrading, submitting, anObservation({ at: later }))).toEqual({
      kind: "outcome-unknown",
      detail: "socket hang up",
    });
  });

  it("is not repeated where somebody else moved the size meanwhile", () => {
    const pool = aPool({ sizing: { mode: "manual", desiredSize: 5 } });
    expect(reconcile(scaling, submitting, anObservation({ at: later, pool }))).toMatchObject({
      kind: "outcome-unknown",
    });
  });

  it("goes on being looked for where nobody knows, is never repeated, and is given up after a day", () => {
    const unknown: StateOf<"unknown"> = { stage: "unknown", since: start, noticed: later, detail: "socket hang up" };
    const still = anOperation({ state: unknown, plan: upgradePlan() });
    const day = 24 * 60 * minute;
    expect(reconcile(still, unknown, anObservation({ at: later + day }))).toBeNull();
    expect(reconcile(anOperation({ state: unknown }), unknown, anObservation({ at: later + day }))).toBeNull();
    const tasks = [aTask({ created: start + 2_000 })];
    expect(reconcile(still, unknown, anObservation({ at: later + day + 1, tasks }))).toMatchObject({ kind: "started" });
    expect(reconcile(still, unknown, anObservation({ at: later + day + 1 }))).toEqual({
      kind: "resolved",
      resolution: "give-up",
      by: null,
    });
  });
});

describe("an outcome that nobody knows", () => {
  const began = anOperation({ state: { stage: "submitting", since: start, unclear: "reset" }, plan: upgradePlan() });
  const unknown = follow(began, { kind: "outcome-unknown", detail: "reset" }, start + minute) ?? began;
  const resolve = (resolution: Resolution) =>
    follow(unknown, { kind: "resolved", resolution, by: people.bob }, start + 2 * minute);

  it("is a stage of its own, in which nothing can be sent and nothing else runs on the pool", () => {
    expect(unknown.state).toEqual({ stage: "unknown", since: start, noticed: start + minute, detail: "reset" });
    expect(SignedOff.from(unknown)).toBeNull();
    const other = anOperation({ id: operationId.parse("op-zzzz"), plan: scalePlan(6), state: approved.state });
    expect(clear(other, anObservation(), [unknown], [])).toMatchObject({ kind: "held-up", by: { kind: "operation" } });
  });

  it("is looked at again, followed, or given up, as people say", () => {
    expect(resolve("look-again")).toMatchObject({ state: unknown.state, revision: unknown.revision + 1 });
    expect(resolve("adopt")).toMatchObject({ state: { stage: "running", taskId: null } });
    expect(resolve("give-up")).toMatchObject({ state: { stage: "failed", problem: { kind: "outcome-unknown" } } });
  });

  it("is for who asked and for who may sign off", () => {
    const say = (over: Partial<Voter>) => mayResolve(unknown, { person: aPerson(), groups: [], ...over }, homeTeam);
    expect(say({ groups: ["default"] }).ok).toBe(true);
    expect(say({ person: aPerson({ id: people.alice }) }).ok).toBe(true);
    expect(say({})).toMatchObject({ problem: { code: "not-an-approver" } });
    expect(say({ person: aPerson({ guest: true }), groups: ["default"] })).toMatchObject({
      problem: { code: "excluded" },
    });
    const voter = { person: aPerson(), groups: ["default"] };
    expect(mayResolve(began, voter, homeTeam)).toMatchObject({ problem: { code: "outcome-known" } });
  });
});
