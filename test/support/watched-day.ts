import * as fc from "fast-check";
import type { ClusterEvent } from "../../src/domain/cloud.ts";
import { taskId } from "../../src/domain/ids.ts";
import type { NodePool } from "../../src/domain/node-pool.ts";
import type { Task, TaskSummary } from "../../src/domain/task.ts";
import { memory, type Memory, type Sight } from "../../src/domain/watching/memory.ts";
import { notice } from "../../src/domain/watching/notice.ts";
import type { Happening } from "../../src/domain/watching/story.ts";
import { tasksSince, tasksToDescribe } from "../../src/domain/watching/tasks.ts";
import { aCluster, aPool, minute, nodesOf, start } from "./builders.ts";

/** An upgrade that somebody started elsewhere: a node a step, and how it ends. */
export interface DayTask {
  readonly id: string;
  readonly begins: number;
  /** Minutes after the beginning at which each node is done; the last one ends it. */
  readonly steps: readonly number[];
  readonly ends: "succeeded" | "failed" | "cancelled";
}

/** A day in a cluster, in minutes. */
export interface Day {
  readonly tasks: readonly DayTask[];
  readonly alerts: readonly { readonly id: string; readonly at: number }[];
  /** Values that a label takes, from a minute on. */
  readonly label: readonly { readonly at: number; readonly value: string }[];
  /** From when to when a node does not serve. */
  readonly outages: readonly { readonly from: number; readonly to: number }[];
}

const minuteOfDay = fc.integer({ min: 1, max: 1_439 });

export const days: fc.Arbitrary<Day> = fc.record({
  tasks: fc
    .array(
      fc.record({
        begins: minuteOfDay,
        gaps: fc.array(fc.integer({ min: 1, max: 120 }), { minLength: 1, maxLength: 4 }),
        ends: fc.constantFrom("succeeded", "failed", "cancelled" as const),
      }),
      { maxLength: 4 },
    )
    .map((made) =>
      made.map(({ begins, gaps, ends }, index) => ({
        id: `T-${index}`,
        begins,
        ends,
        steps: gaps.map((_, place) => gaps.slice(0, place + 1).reduce((sum, gap) => sum + gap, 0)),
      })),
    ),
  alerts: fc.array(minuteOfDay, { maxLength: 8 }).map((made) => made.map((at, index) => ({ id: `e-${index}`, at }))),
  label: fc
    .array(fc.record({ at: minuteOfDay, value: fc.constantFrom("a", "b", "c") }), { maxLength: 6 })
    .map((made) => made.toSorted((one, other) => one.at - other.at)),
  outages: fc.array(
    fc
      .record({ from: minuteOfDay, long: fc.integer({ min: 1, max: 300 }) })
      .map(({ from, long }) => ({ from, to: from + long })),
    { maxLength: 3 },
  ),
});

/** A look, and what becomes of it. */
export interface Look {
  readonly at: number;
  /** `lost`: the process died before it was written down. `restart`: it died after. `blind`: ACK's lists of the region could not be read. */
  readonly fate: "kept" | "lost" | "restart" | "blind";
}

/** Looks over a day; the last one is kept, so that nothing is outstanding. */
export const looks: fc.Arbitrary<readonly Look[]> = fc
  .array(
    fc.record({
      at: fc.integer({ min: 1, max: 1_439 }),
      fate: fc.constantFrom("kept", "kept", "lost", "restart", "blind" as const),
    }),
    { maxLength: 30 },
  )
  .map((made) => [
    { at: 0, fate: "kept" as const },
    ...made.toSorted((one, other) => one.at - other.at),
    // Twice, for what has to be seen twice before it is told.
    { at: 2_500, fate: "kept" as const },
    { at: 2_501, fate: "kept" as const },
  ]);

const moment = (at: number): number => start + at * minute;

export function labelAt({ label }: Day, at: number): string | null {
  return label.findLast((each) => each.at <= at)?.value ?? null;
}

function poolAt(day: Day, at: number): NodePool {
  const value = labelAt(day, at);
  const broken = day.outages.some(({ from, to }) => from <= at && at < to);
  const labels = value === null ? {} : { kubernetes_config: { labels: [{ key: "team", value }] } };
  return aPool({ nodes: nodesOf(3, broken ? { serving: 2, failed: 1 } : {}), settings: labels });
}

function taskAt({ id, begins, steps, ends }: DayTask, at: number): Task {
  const done = steps.filter((step) => begins + step <= at).length;
  const over = done === steps.length;
  return {
    id: taskId.parse(id),
    type: "nodepool_upgrade",
    state: over ? ends : "running",
    created: moment(begins),
    error: over && ends === "failed" ? { code: "Broken", message: "it broke" } : null,
    targetId: aPool().id,
    stage: null,
    results: steps.map((_, index) => ({ item: `i-${index}`, outcome: index < done ? "succeeded" : "pending" })),
  };
}

function eventsAt({ alerts }: Day, at: number): readonly ClusterEvent[] {
  return alerts
    .filter((alert) => alert.at <= at)
    .map((alert) => ({
      id: alert.id,
      cluster: aCluster().id,
      type: "nodepool_update",
      level: "error",
      subject: aPool().id,
      reason: "sls.app.ack.nlc.repair_fail",
      message: alert.id,
      at: moment(alert.at),
    }));
}

/** What a look at a moment gives, asked for as the watching asks. */
function sightAt(day: Day, { at, fate }: Look, known: Memory | null): Sight {
  const all = day.tasks.filter(({ begins }) => begins <= at).map((task) => taskAt(task, at));
  const since = tasksSince(known?.at ?? moment(at));
  const listed: readonly TaskSummary[] = all
    .filter(({ created }) => (created ?? 0) >= since)
    .map(({ id, type, state, created, error }) => ({ id, type, state, created, error }));
  const asked = new Set(tasksToDescribe(known, listed));
  const inFull = all.filter(({ id }) => asked.has(id));
  return {
    at: moment(at),
    cluster: aCluster(),
    pools: [poolAt(day, at)],
    tasks: [...listed.filter(({ id }) => !asked.has(id)), ...inFull],
    lostTasks: [],
    plans: fate === "blind" ? null : [],
    events: fate === "blind" ? null : eventsAt(day, at),
    nodes: new Map(),
    vulnerabilities: new Map(),
  };
}

/** Lives through a day by such looks; gives what was written down, in order. */
export function live(day: Day, over: readonly Look[]): readonly Happening[] {
  let known: Memory | null = null;
  const told: Happening[] = [];
  for (const look of over) {
    const { memory: next, happenings } = notice(known, sightAt(day, look, known), [], false);
    if (look.fate === "lost") continue;
    known = look.fate === "restart" ? memory.parse(JSON.parse(JSON.stringify(next))) : next;
    told.push(...happenings);
  }
  return told;
}
