import { type NodePool, presentSize } from "../node-pool.ts";
import type { Operation } from "../operation.ts";
import { noticeEvents } from "./events.ts";
import type { Memory, PoolMemory, Sight } from "./memory.ts";
import { storyKinds } from "./news.ts";
import { oursAmong, type Ours } from "./ours.ts";
import { noticePlans } from "./plans.ts";
import { configuration, sizes } from "./pool-changes.ts";
import { health, vulnerabilities } from "./pool-health.ts";
import { life, repairs } from "./pool-life.ts";
import { type PoolScene, type PoolStep, tell } from "./pool-step.ts";
import { comparable } from "./settings.ts";
import type { Happening } from "./story.ts";
import { noticeTasks, type TaskStep } from "./tasks.ts";

/**
 * What is new in a look at a cluster, against what is remembered of it. The first look tells nothing: what there was before is old.
 * What is the work of operations of ours is remembered and not told, for their cards tell it.
 * @param cards whether what ACK begins by itself gets cards
 */
export function notice(
  known: Memory | null,
  sight: Sight,
  operations: readonly Operation[],
  cards: boolean,
): { readonly memory: Memory; readonly happenings: readonly Happening[] } {
  const { at, pools, cluster } = sight;
  const ours = oursAmong(operations, cluster.id, known?.at ?? at);
  const planned = noticePlans(known, sight, cards);
  const worked = noticeTasks(known, sight, { ours, cards }, planned.plans);
  const happened = noticeEvents(known, sight);
  const steps = pools.map((pool) => poolStep(known, pool, { sight, ours, worked }));
  const gone = Object.values(known?.pools ?? {})
    .filter(({ id }) => !pools.some((pool) => pool.id === id))
    .map((before) => goneStep(before, at, ours));
  return {
    memory: {
      at,
      pools: Object.fromEntries(steps.map(({ memory }) => [memory.id, memory])),
      tasks: worked.tasks,
      plans: worked.plans,
      events: happened.events,
      alerts: happened.alerts,
    },
    happenings: [
      ...planned.happenings,
      ...worked.happenings,
      ...[...steps, ...gone].flatMap(({ happenings }) => happenings),
      ...happened.happenings,
    ],
  };
}

const aspects = [life, repairs, sizes, configuration, health, vulnerabilities] as const;

function poolStep(
  known: Memory | null,
  pool: NodePool,
  { sight, ours, worked }: { readonly sight: Sight; readonly ours: Ours; readonly worked: TaskStep },
): PoolStep {
  const { at, nodes, vulnerabilities: reports } = sight;
  const before = known?.pools[pool.id] ?? freshMemory(pool);
  const isNew = known !== null && known.pools[pool.id] === undefined && !ours.makes(pool.name);
  const beginning: PoolStep = { memory: before, happenings: [] };
  const scene: PoolScene = {
    before,
    pool,
    at,
    ours,
    nodes: nodes.get(pool.id) ?? null,
    vulnerabilities: reports.get(pool.id) ?? null,
    failures: worked.failures.get(pool.id) ?? [],
    upgraded: Object.values(worked.tasks).some((task) => task.kind === "upgrade" && task.pool === pool.id),
    fixed: worked.fixed.has(pool.id),
  };
  const begun = isNew ? tell(beginning, "creation", { at, news: { kind: "creating" }, closes: false }) : beginning;
  const { memory, happenings } = aspects.reduce((step, aspect) => aspect(step, scene), begun);
  return { memory: { ...memory, name: pool.name, state: pool.state }, happenings };
}

function goneStep(before: PoolMemory, at: number, ours: Ours): PoolStep {
  const step: PoolStep = { memory: before, happenings: [] };
  // Whatever else was open about it is over with it.
  const closed = storyKinds.flatMap((kind): readonly Happening[] => {
    const open = kind === "deletion" ? undefined : before.open[kind];
    if (open === undefined) return [];
    const story = { key: open.key, kind, pool: { id: before.id, name: before.name } };
    return [{ story, at, news: { kind: "deleted" }, closes: true }];
  });
  if (ours.worksOn(before.id)) return { ...step, happenings: closed };
  const told = tell(step, "deletion", { at, news: { kind: "deleted" }, closes: true });
  return { ...told, happenings: [...closed, ...told.happenings] };
}

function freshMemory(pool: NodePool): PoolMemory {
  return {
    id: pool.id,
    name: pool.name,
    state: pool.state,
    automatic: pool.sizing.mode === "automatic",
    size: presentSize(pool),
    settings: comparable(pool.settings),
    unwellLooks: 0,
    unwellTold: 0,
    notReady: [],
    vulnerabilities: null,
    fixTold: false,
    open: {},
  };
}
