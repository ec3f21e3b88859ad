import type { Instant, TaskId } from "./ids.ts";

/**
 * How a task stands. ACK spells an end in several ways (`success`, `succeeded`; `fail`, `failed`, `error`;
 * `canceled`, `cancelled`), which the adapter folds into one.
 */
export type TaskState = "running" | "paused" | "succeeded" | "failed" | "cancelled";

/** A line of the task list of a cluster (ACK: DescribeClusterTasks). */
export interface TaskSummary {
  readonly id: TaskId;
  /** `nodepool_upgrade` for example. ACK documents the types of few operations: never branch on those of others. */
  readonly type: string;
  readonly state: TaskState;
  readonly created: Instant | null;
  readonly error: TaskError | null;
}

export interface TaskError {
  readonly code: string;
  readonly message: string;
}

/** A task in full (ACK: DescribeTaskInfo). */
export interface Task extends TaskSummary {
  /** The node pool it works on, where ACK tells. */
  readonly targetId: string | null;
  /** `DrainNodes` for example. */
  readonly stage: string | null;
  /** One entry per node or instance. A task that succeeded can hold failed entries. */
  readonly results: readonly {
    readonly item: string;
    readonly outcome: "succeeded" | "failed" | "pending";
  }[];
}
