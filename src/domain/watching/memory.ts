import * as z from "zod";
import type { ClusterEvent, OperationPlan, VulnerabilityReport } from "../cloud.ts";
import type { ClusterReference } from "../cluster.ts";
import { clusterId, instant, type Instant, nodePoolId, type NodePoolId, taskId, type TaskId } from "../ids.ts";
import type { Node } from "../node.ts";
import type { NodePool } from "../node-pool.ts";
import type { Task, TaskSummary } from "../task.ts";
import { storyKind } from "./news.ts";
import { story } from "./story.ts";

/** What one look at a cluster gives. What is asked for rarely is null at other times. */
export interface Sight {
  readonly at: Instant;
  readonly cluster: ClusterReference;
  readonly pools: readonly NodePool[];
  /** Of the list; those that {@link tasksToDescribe} names in full, where ACK told. null: the bot has no right to the list. */
  readonly tasks: readonly (Task | TaskSummary)[] | null;
  /** Tasks that were asked for and that ACK does not know any more. */
  readonly lostTasks: readonly TaskId[];
  readonly plans: readonly OperationPlan[] | null;
  readonly events: readonly ClusterEvent[] | null;
  readonly nodes: ReadonlyMap<NodePoolId, readonly Node[]>;
  readonly vulnerabilities: ReadonlyMap<NodePoolId, VulnerabilityReport>;
}

const openStory = z.object({ key: z.string(), last: instant });

/** What was last seen of a pool. */
export const poolMemory = z.object({
  id: nodePoolId,
  name: z.string(),
  state: z.string(),
  automatic: z.boolean(),
  /** The size that was wanted; in pools that have none the number of nodes. */
  size: z.int(),
  /** Its configuration, as far as it can be compared. */
  settings: z.record(z.string(), z.unknown()),
  /** In how many looks in a row something was wrong with its nodes. */
  unwellLooks: z.int(),
  /** How many nodes the open story of its degradation tells of. */
  unwellTold: z.int(),
  /** Names, as of the last look at its nodes. */
  notReady: z.array(z.string()).readonly(),
  /** Names; null: never looked at. */
  vulnerabilities: z.array(z.string()).readonly().nullable(),
  /** Whether a fix of vulnerabilities has been told already, that the next look at them will show. */
  fixTold: z.boolean(),
  /** Stories about it that have not ended, by kind: one of each at a time. */
  open: z.partialRecord(storyKind, openStory),
});
export type PoolMemory = z.infer<typeof poolMemory>;

export const taskMemory = z.object({
  /** null: nothing is told of it. */
  story: z.string().nullable(),
  kind: storyKind.nullable(),
  pool: nodePoolId.nullable(),
  state: z.enum(["running", "paused", "succeeded", "failed", "cancelled"]),
  created: instant.nullable(),
  /** When its end was seen. */
  endedAt: instant.nullable(),
  done: z.int(),
});
export type TaskMemory = z.infer<typeof taskMemory>;

export const planMemory = z.object({
  story: z.string(),
  type: z.string(),
  pool: nodePoolId.nullable(),
  phase: z.enum(["planned", "soon", "begun", "over"]),
  starts: instant.nullable(),
  /** The task that carries it out; null: ACK has not named one yet. */
  taskId: taskId.nullable(),
});
export type PlanMemory = z.infer<typeof planMemory>;

/** What is known of a cluster between two looks: cursors, and the facts that were seen last. */
export const memory = z.object({
  /** When it was last looked at. */
  at: instant,
  pools: z.record(z.string(), poolMemory),
  tasks: z.record(z.string(), taskMemory),
  plans: z.record(z.string(), planMemory),
  /** null: events were never looked at. */
  events: z.object({ since: instant, seen: z.array(z.string()).readonly() }).nullable(),
  /** Open stories of alerts, by pool and rule. */
  alerts: z.record(z.string(), openStory),
});
export type Memory = z.infer<typeof memory>;

/** All that is kept of a watched cluster: what was noticed and what is told of it are one record, so that neither is without the other. */
export const watched = z.object({ cluster: clusterId, memory, stories: z.array(story).readonly() });
export type Watched = z.infer<typeof watched>;
