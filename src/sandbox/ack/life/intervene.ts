/** Pausing, resuming and cancelling. A batch that runs is always let run to its end. */
import { type AckError, refuse } from "../errors.ts";
import type { NodePool, RegionState, Task } from "../state.ts";
import { cancelNow, pauseNow, startBatch, type UpgradeWork } from "./upgrade.ts";

/** Throws AckError where the task cannot be paused. */
export function pause(region: RegionState, task: Task, pool: NodePool): void {
  const work = batchWork(region, task, "pause");
  if (task.phase !== "running") throw refused(region, task, "pause");
  if (work.step === "waiting") pauseNow(region, task, pool, work);
  else task.request = "pause";
}

/** Goes on with the next batch, or takes back a pause that has not begun. Throws AckError where there is neither. */
export function resume(region: RegionState, task: Task, pool: NodePool): void {
  const work = batchWork(region, task, "resume");
  if (task.phase === "running" && task.request === "pause") {
    task.request = null;
    return;
  }
  if (task.phase !== "paused") throw refused(region, task, "resume");
  task.phase = "running";
  pool.state = "upgrading";
  const again = region.assumptions.batchesAfterResume === "start-again";
  startBatch(region, task, pool, { ...work, nextSize: again ? 1 : work.nextSize });
}

/** Throws AckError where the task cannot be cancelled. */
export function cancel(region: RegionState, task: Task, pool: NodePool): void {
  const work = batchWork(region, task, "cancel");
  if (task.phase === "paused" || work.step === "waiting") {
    cancelNow(region, task, pool);
    return;
  }
  if (task.phase !== "running") throw refused(region, task, "cancel");
  task.request = "cancel";
}

/** Only work in batches can be stopped between them. */
function batchWork(region: RegionState, task: Task, verb: string): UpgradeWork {
  if (task.work.kind !== "upgrade") throw refused(region, task, verb);
  return task.work;
}

function refused({ assumptions }: RegionState, { id, type, phase }: Task, verb: string): AckError {
  const { status, code, detail } = assumptions.taskOperationRefused;
  return refuse(status, code, `${detail}: cannot ${verb} task ${id} of type ${type} in state ${phase}`);
}
