import { type ClusterId, type NodePoolId, taskId, type TaskId } from "../ids.ts";
import type { NodePool } from "../node-pool.ts";
import type { Task, TaskSummary } from "../task.ts";
import type { Memory, PlanMemory, Sight, TaskMemory } from "./memory.ts";
import type { News, StoryKind } from "./news.ts";
import type { Ours } from "./ours.ts";
import { kindOfPlan } from "./plan-kind.ts";
import type { TaskFailure } from "./pool-step.ts";
import type { Happening } from "./story.ts";
import { taskHasCard } from "./told-by-cards.ts";

/** A look asks for so many tasks one by one; the others come with the next. */
const mostAtOnce = 30;

/**
 * Which tasks have to be asked for one by one: the list does not tell of which pool a task is, nor how far it got.
 * @param known null: the first look, at which only what runs is of interest
 */
export function tasksToDescribe(known: Memory | null, listed: readonly TaskSummary[]): readonly TaskId[] {
  const fresh = listed.filter(({ id, state }) => (known === null ? !hasEnded(state) : known.tasks[id] === undefined));
  const inList = new Map(listed.map((task) => [task.id, task]));
  const followed = Object.entries(known?.tasks ?? {}).flatMap(([id, task]) => {
    const listing = inList.get(brand(id));
    const asks = task.story !== null || listing === undefined;
    return !hasEnded(task.state) && asks ? [brand(id)] : [];
  });
  const oldestFirst = fresh.toSorted((one, other) => (one.created ?? 0) - (other.created ?? 0));
  return [...followed, ...oldestFirst.map(({ id }) => id)].slice(0, mostAtOnce);
}

function hasEnded(state: TaskMemory["state"]): boolean {
  return state !== "running" && state !== "paused";
}

/** What a look at the tasks gives. */
export interface TaskStep {
  readonly tasks: Memory["tasks"];
  readonly plans: Memory["plans"];
  readonly happenings: readonly Happening[];
  /** Failures that belong into a story of their pool. */
  readonly failures: ReadonlyMap<NodePoolId, readonly TaskFailure[]>;
  /** Pools on which ACK's own fix of vulnerabilities has ended. */
  readonly fixed: ReadonlySet<NodePoolId>;
}

/** Follows ACK's tasks: those that upgrade or fix are stories; of the others only a failure is told, for the pool shows the rest. */
export function noticeTasks(
  known: Memory | null,
  sight: Sight,
  { ours, cards }: { readonly ours: Ours; readonly cards: boolean },
  knownPlans: Memory["plans"],
): TaskStep {
  const tasks: Record<string, TaskMemory> = { ...known?.tasks };
  const plans: Record<string, PlanMemory> = { ...knownPlans };
  const happenings: Happening[] = [];
  const failures = new Map<NodePoolId, readonly TaskFailure[]>();
  const fixed = new Set<NodePoolId>();
  const pools = new Map<string, NodePool>(sight.pools.map((pool) => [pool.id, pool]));

  const inOrder = (sight.tasks ?? []).toSorted((one, other) => (one.created ?? sight.at) - (other.created ?? sight.at));
  for (const task of inOrder) {
    const before = tasks[task.id] ?? null;
    if (before !== null && hasEnded(before.state)) continue;
    const target = "targetId" in task ? task.targetId : null;
    const pool = before?.pool ?? pools.get(target ?? "")?.id ?? null;
    if (before === null && !("targetId" in task)) {
      // What had ended before the first look is none of our business; of anything else more has to be known first.
      if (known === null && hasEnded(task.state)) tasks[task.id] = remembered(task, sight.at, null, null, null);
      continue;
    }
    const plan = planOf(task, pool, plans, cards);
    const kind = before?.kind ?? kindOf(task.type, pools.get(pool ?? "")?.state ?? null, plan?.[1].type ?? null);
    const own = ours.task(task, pool) || (before !== null && before.story === null && before.kind === null);
    const isStory = (kind === "upgrade" || kind === "cve") && concerns(task, pool, sight.cluster.id);
    // What was begun as a story is told as one to its end.
    const carded = before === null ? taskHasCard(cards, plan?.[1] ?? null) : cards && before.story === null;
    const story = own || carded || !isStory ? null : (before?.story ?? plan?.[1].story ?? `task:${task.id}`);
    tasks[task.id] = remembered(task, sight.at, own ? null : kind, story, pool);
    const ended = hasEnded(task.state);
    if (ended && kind === "cve" && pool !== null) fixed.add(pool);
    if (own || kind === null) continue;
    const [planId, planned] = plan ?? [null, null];
    // A plan whose story is over stays so, though its task goes on in a story of its own.
    if (planId !== null && planned.phase !== "over") plans[planId] = { ...planned, phase: ended ? "over" : "begun" };
    if (story === null) {
      if (task.state === "failed" && pool !== null && !isFirst(known)) {
        failures.set(pool, [...(failures.get(pool) ?? []), { kind, news: failureOf(task) }]);
      }
      continue;
    }
    // What ran at the first look is followed from there.
    if (before === null && isFirst(known)) continue;
    const head = { key: story, kind, pool: pool === null ? null : { id: pool, name: pools.get(pool)?.name ?? pool } };
    for (const news of newsOf(before, task, planned?.type ?? null)) {
      const at = news.kind === "started" ? (task.created ?? sight.at) : sight.at;
      happenings.push({ story: head, at, news, closes: isEnd(news) });
    }
  }
  for (const id of sight.lostTasks) {
    const lost = tasks[id];
    if (lost === undefined || hasEnded(lost.state)) continue;
    tasks[id] = { ...lost, state: "cancelled", endedAt: sight.at };
    if (lost.story === null || lost.kind === null) continue;
    const name = pools.get(lost.pool ?? "")?.name ?? null;
    const pool = lost.pool === null || name === null ? null : { id: lost.pool, name };
    happenings.push({
      story: { key: lost.story, kind: lost.kind, pool },
      at: sight.at,
      news: { kind: "lost" },
      closes: true,
    });
  }
  happenings.push(...takenOver(plans, tasks, sight, cards));
  return { tasks: recent(tasks, sight, known), plans, happenings, failures, fixed };
}

/** A plan whose task was told in a story of its own before ACK said whose it is: its story ends with the beginning. */
function takenOver(
  plans: Record<string, PlanMemory>,
  tasks: Memory["tasks"],
  sight: Sight,
  cards: boolean,
): readonly Happening[] {
  return Object.entries(plans).flatMap(([id, plan]): readonly Happening[] => {
    const task = tasks[plan.taskId ?? ""];
    const apart = task !== undefined && task.story !== null && task.story !== plan.story && plan.phase !== "over";
    if (!apart) return [];
    plans[id] = { ...plan, phase: "over" };
    if (taskHasCard(cards, plan)) return [];
    const named = sight.pools.find((pool) => pool.id === plan.pool);
    const pool = named === undefined ? null : { id: named.id, name: named.name };
    const story = { key: plan.story, kind: kindOfPlan(plan.type), pool };
    return [{ story, at: sight.at, news: { kind: "started", plan: plan.type, total: 0 }, closes: true }];
  });
}

function isFirst(known: Memory | null): known is null {
  return known === null;
}

function remembered(
  task: Task | TaskSummary,
  at: number,
  kind: StoryKind | null,
  story: string | null,
  pool: NodePoolId | null,
): TaskMemory {
  const { state, created } = task;
  return { story, kind, pool, state, created, endedAt: hasEnded(state) ? at : null, done: doneOf(task).done };
}

/** The plan of ACK that a task carries out. Its id may show later than the task: then its time and target tell. */
function planOf(
  task: Task | TaskSummary,
  pool: NodePoolId | null,
  plans: Memory["plans"],
  cards: boolean,
): readonly [string, PlanMemory] | null {
  const found = Object.entries(plans).find(
    ([, plan]) =>
      plan.taskId === task.id ||
      (plan.taskId === null &&
        (plan.phase === "planned" || plan.phase === "soon" || (cards && plan.phase === "begun")) &&
        plan.pool === pool &&
        plan.starts !== null &&
        task.created !== null &&
        Math.abs(task.created - plan.starts) <= startTolerance &&
        kindOfPlan(plan.type) === kindOf(task.type, null, null)),
  );
  return found ?? null;
}

/** ACK begins a plan a little after its time. */
const startTolerance = 120_000;

/** Types that ACK documents, or that speak for themselves; else what the pool's state gives away, for most types are not documented. */
function kindOf(type: string, state: string | null, plan: string | null): StoryKind | null {
  if (plan !== null) return kindOfPlan(plan);
  const lower = type.toLowerCase();
  if (/addon/.test(lower)) return null;
  const found = byType.find(([pattern]) => pattern.test(lower));
  return found?.[1] ?? byState[state ?? ""] ?? null;
}

const byType: readonly (readonly [RegExp, StoryKind])[] = [
  [/upgrade/, "upgrade"],
  [/vul|cve/, "cve"],
  [/repair/, "repair"],
  [/scale|attach|node_delete|node_drain|remove/, "scaling"],
  [/create/, "creation"],
  [/delete/, "deletion"],
  [/update|modify/, "configuration"],
];

const byState: Readonly<Record<string, StoryKind>> = {
  upgrading: "upgrade",
  repairing: "repair",
  scaling: "scaling",
  removing: "scaling",
  removing_nodes: "scaling",
  initial: "creation",
  deleting: "deletion",
  updating: "configuration",
};

/** Of a pool that is known, or of the cluster itself. */
function concerns(task: Task | TaskSummary, pool: NodePoolId | null, cluster: ClusterId): boolean {
  return pool !== null || ("targetId" in task && task.targetId === cluster);
}

function doneOf(task: Task | TaskSummary): {
  readonly done: number;
  readonly total: number;
  readonly failed: readonly string[];
} {
  const results = "results" in task ? task.results : [];
  const failed = results.filter(({ outcome }) => outcome === "failed").map(({ item }) => item);
  const pending = results.filter(({ outcome }) => outcome === "pending").length;
  return { done: results.length - pending, total: results.length, failed };
}

function failureOf(task: Task | TaskSummary): TaskFailure["news"] {
  const { code, message } = task.error ?? { code: "unknown", message: "" };
  return { kind: "failed", code, detail: message, nodes: doneOf(task).failed };
}

/** What happened to a task since it was last seen, in order. */
function newsOf(before: TaskMemory | null, task: Task | TaskSummary, plan: string | null): readonly News[] {
  const { done, total, failed } = doneOf(task);
  const progress = { done, total };
  const ended = hasEnded(task.state);
  const moved = "results" in task && done > (before?.done ?? 0);
  return [
    ...(before === null ? [{ kind: "started", plan, total } as const] : []),
    ...(before?.state === "paused" && task.state === "running" ? [{ kind: "resumed" } as const] : []),
    ...(moved && !ended && done < total ? [{ kind: "batch", ...progress, failed: failed.length } as const] : []),
    ...(task.state === "paused" && before?.state !== "paused" ? [{ kind: "paused", ...progress } as const] : []),
    ...(task.state === "succeeded" ? [{ kind: "finished", ...progress, failed } as const] : []),
    ...(task.state === "failed" ? [failureOf(task)] : []),
    ...(task.state === "cancelled" ? [{ kind: "cancelled", ...progress } as const] : []),
  ];
}

function isEnd({ kind }: News): boolean {
  return kind === "finished" || kind === "failed" || kind === "cancelled";
}

/** Ended tasks are remembered for as long as the list may still show them as new. */
function recent(tasks: Memory["tasks"], { at }: Sight, known: Memory | null): Memory["tasks"] {
  const since = tasksSince(known?.at ?? at);
  return Object.fromEntries(
    Object.entries(tasks).filter(([, { state, created, endedAt }]) => {
      const lately = (endedAt ?? at) >= since;
      return !hasEnded(state) || (created ?? at) >= since || lately;
    }),
  );
}

const overlap = 3_600_000;

/** From when on the list of tasks has to be read, after a look at a moment. */
export function tasksSince(at: number): number {
  return at - overlap;
}

function brand(id: string): TaskId {
  return taskId.parse(id);
}
