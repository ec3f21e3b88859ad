/** Pausing, resuming and cancelling. A batch that runs is always let run to its end. */
import { type AckError, refuse } from "../errors.ts";
import type { NodePool, RegionState, Task } from "../state.ts";
import { cancelFix, startFixBatch } from "./fix.ts";
import { cancelNow, pauseNow, startBatch } from "./upgrade.ts";

/** Work in batches can be stopped between them. */
interface Batches {
  /** Stops at once; null: a batch runs, which has to end first. */
  readonly stop: (() => void) | null;
  goOn(): void;
  cancel(): void;
}

/** Throws AckError where the task cannot be paused. */
export function pause(region: RegionState, task: Task, pool: NodePool): void {
  const { stop } = batchesOf(region, task, pool, "pause");
  if (task.phase !== "running") throw refused(region, task, "pause");
  if (stop === null) task.request = "pause";
  else stop();
}

/** Goes on with the next batch, or takes back a pause that has not begun. Throws AckError where there is neither. */
export function resume(region: RegionState, task: Task, pool: NodePool): void {
  const { goOn } = batchesOf(region, task, pool, "resume");
  if (task.phase === "running" && task.request === "pause") {
    task.request = null;
    return;
  }
  if (task.phase !== "paused") throw refused(region, task, "resume");
  task.phase = "running";
  goOn();
}

/** Throws AckError where the task cannot be cancelled. */
export function cancel(region: RegionState, task: Task, pool: NodePool): void {
  const { stop, cancel: cancelTask } = batchesOf(region, task, pool, "cancel");
  if (task.phase === "paused" || (task.phase === "running" && stop !== null)) {
    cancelTask();
    return;
  }
  if (task.phase !== "running") throw refused(region, task, "cancel");
  task.request = "cancel";
}

function batchesOf(region: RegionState, task: Task, pool: NodePool, verb: string): Batches {
  const { work } = task;
  if (work.kind === "fix") {
    return {
      stop: null,
      goOn: () => startFixBatch(region, task, pool, work),
      cancel: () => cancelFix(region, task, pool),
    };
  }
  if (work.kind !== "upgrade") throw refused(region, task, verb);
  const again = region.assumptions.batchesAfterResume === "start-again";
  return {
    stop: work.step === "waiting" ? () => pauseNow(region, task, pool, work) : null,
    goOn() {
      pool.state = "upgrading";
      startBatch(region, task, pool, { ...work, nextSize: again ? 1 : work.nextSize });
    },
    cancel: () => cancelNow(region, task, pool),
  };
}

function refused({ assumptions }: RegionState, { id, type, phase }: Task, verb: string): AckError {
  const { status, code, detail } = assumptions.taskOperationRefused;
  return refuse(status, code, `${detail}: cannot ${verb} task ${id} of type ${type} in state ${phase}`);
}
