import type { JsonObject } from "../json.ts";
import { currentStage } from "../life/tasks.ts";
import type { RegionState, Task } from "../state.ts";
import { epochTime, unzonedTime, zonedTime, zonedTimeWithMilliseconds } from "../wire-times.ts";

/** A task in full, with the three ways of writing a moment that ACK mixes here. */
export function taskInfo({ here }: Pick<RegionState, "here">, task: Task): JsonObject {
  return {
    task_id: task.id,
    cluster_id: task.clusterId,
    task_type: task.type,
    state: task.phase,
    created: zonedTime(here(task.created)),
    updated: zonedTime(here(task.updated)),
    current_stage: currentStage(task),
    target: task.poolId === null ? { id: task.clusterId, type: "cluster" } : { id: task.poolId, type: "nodepool" },
    parameters: task.parameters,
    stages: task.stages.map(({ state, start, end, message }) => ({
      state,
      start_time: unzonedTime(here(start)),
      end_time: end === null ? "" : unzonedTime(here(end)),
      message,
      outputs: {},
    })),
    events: task.events.map(({ at, ...event }) => ({
      ...event,
      source: "ACK",
      timestamp: epochTime(Math.round(here(at))),
    })),
    task_result: [...task.results].map(([data, status]) => ({ data, status })),
    ...(task.error === null ? {} : { error: { ...task.error } }),
    outputs: {},
  };
}

/** A line of the task list; here the moments have milliseconds. */
export function taskListed({ here }: Pick<RegionState, "here">, task: Task): JsonObject {
  return {
    task_id: task.id,
    task_type: task.type,
    state: task.phase,
    created: zonedTimeWithMilliseconds(here(task.created)),
    updated: zonedTimeWithMilliseconds(here(task.updated)),
    ...(task.error === null ? {} : { error: { ...task.error } }),
  };
}
