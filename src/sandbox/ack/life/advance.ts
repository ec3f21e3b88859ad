/** Lets time pass: the only place where the region lives on by itself. */
import { allPools } from "../pool.ts";
import type { NodePool, RegionState, Task } from "../state.ts";
import { stepScaleIn, stepScaleOut } from "./scaling.ts";
import { stepUpdate } from "./update.ts";
import { stepUpgrade } from "./upgrade.ts";

interface Step {
  readonly at: number;
  run(): void;
}

/** Lives everything that is due up to a moment, in order. Returns whether anything happened. */
export function advance(region: RegionState, to: number): boolean {
  let lived = false;
  for (let step = nextStep(region); step !== null && step.at <= to; step = nextStep(region)) {
    region.now = Math.max(region.now, step.at);
    step.run();
    lived = true;
  }
  region.now = Math.max(region.now, to);
  return lived;
}

/** When something happens next by itself; null: never, as things stand. */
export const nextMoment = (region: RegionState): number | null => nextStep(region)?.at ?? null;

function nextStep(region: RegionState): Step | null {
  let next: Step | null = null;
  const offer = (at: number, run: () => void): void => {
    if (next === null || at < next.at) next = { at, run };
  };
  for (const task of region.tasks.values()) {
    if (task.due !== null) offer(task.due, () => stepTask(region, task));
  }
  for (const pool of allPools(region)) {
    if (pool.settlesAt !== null) offer(pool.settlesAt, () => becomeActive(pool));
  }
  return next;
}

function stepTask(region: RegionState, task: Task): void {
  const pool = region.clusters.get(task.clusterId)?.pools.get(task.poolId);
  if (pool === undefined) {
    task.due = null;
    return;
  }
  const { work } = task;
  switch (work.kind) {
    case "scale-out":
      stepScaleOut(region, task, pool, work);
      return;
    case "scale-in":
      stepScaleIn(region, task, pool, work);
      return;
    case "update":
      stepUpdate(region, task, pool, work);
      return;
    case "upgrade":
      stepUpgrade(region, task, pool, work);
  }
}

function becomeActive(pool: NodePool): void {
  pool.settlesAt = null;
  pool.state = "active";
}
