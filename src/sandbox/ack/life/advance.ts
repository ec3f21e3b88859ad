/** Lets time pass: the only place where the region lives on by itself. */
import { allPools } from "../pool.ts";
import type { NodePool, RegionState, Task } from "../state.ts";
import { repairSteps } from "./auto-repair.ts";
import { stepClusterChange } from "./cluster-change.ts";
import { stepCreation } from "./create.ts";
import { stepDeletion } from "./delete.ts";
import { stepFix } from "./fix.ts";
import { executePlan } from "./plans.ts";
import { stepRepair } from "./repair.ts";
import { stepScaleIn } from "./scale-in.ts";
import { stepScaleOut } from "./scale-out.ts";
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
    if (pool.settlesAt !== null) offer(pool.settlesAt, () => comeToRest(pool));
  }
  for (const cluster of region.clusters.values()) {
    for (const pool of cluster.pools.values()) {
      for (const { at, run } of repairSteps(region, cluster, pool)) offer(at, run);
    }
  }
  for (const plan of region.plans.values()) {
    if (plan.state === "Scheduled") offer(plan.start, () => executePlan(region, plan));
  }
  return next;
}

function stepTask(region: RegionState, task: Task): void {
  const cluster = region.clusters.get(task.clusterId);
  const pool = cluster?.pools.get(task.poolId ?? "");
  const { work } = task;
  if (cluster !== undefined && work.kind === "cluster-change") {
    stepClusterChange(region, task, cluster, work);
    return;
  }
  if (cluster === undefined || pool === undefined) {
    task.due = null;
    return;
  }
  switch (work.kind) {
    case "cluster-change":
      return;
    case "create":
      stepCreation(region, task, cluster, pool, work);
      return;
    case "delete":
      stepDeletion(region, task, cluster, pool, work);
      return;
    case "fix":
      stepFix(region, task, pool, work);
      return;
    case "repair":
      stepRepair(region, task, pool, work);
      return;
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

function comeToRest(pool: NodePool): void {
  pool.settlesAt = null;
  if (pool.state === "delete_failed") pool.nodes = [];
  else pool.state = "active";
}
