import type { Cluster } from "../cluster.ts";
import type { NodePool } from "../node-pool.ts";
import type { Basis } from "../preview.ts";

/** What the cloud shows of the target of a change. */
export interface Situation {
  readonly cluster: Cluster;
  /** null: there is no such pool (any more, or yet), or the change is about the cluster. */
  readonly pool: NodePool | null;
}

/** How a kind of change rests on the cloud, is followed there, and is taken up after a crash. */
export interface Conduct<Change> {
  /** What a signed-off plan rests on: where any of this moves, the plan is stale. */
  basis(change: Change, situation: Situation): Basis;
  /** Whether the cloud shows what was wanted; null where only ACK's task can tell. */
  reached(change: Change, situation: Situation): boolean | null;
  /** Whether the cloud shows that ACK has taken it, long before it is reached; null: nothing shows it before the end. */
  readonly taken: ((change: Change, situation: Situation) => boolean) | null;
  /** Nodes that are done by the pool's own counts; null where only ACK's task can tell. */
  nodesDone(change: Change, situation: Situation): number | null;
  /**
   * Whether ACK may be asked again where nothing shows that it was asked before. True of what sets a value or what ACK takes only
   * once; false of what would be done twice.
   */
  readonly repeatable: boolean;
  /** The state of a pool that gives such a change away while ACK works on it. */
  readonly workingState: string | null;
  /** Parts of the names of its tasks, to find one again; none where ACK does not document them. */
  readonly taskTypes: readonly string[];
  /** States of a pool in which ACK takes it. */
  readonly startsIn: readonly string[];
  /** Whether ACK's answer is already the end: nothing is left to follow. */
  readonly endsAtOnce: boolean;
  /** Whether it rests on fields that only a pool's own description has, and its line in the list has not. */
  readonly needsDescription: boolean;
}

/** What most kinds of change have in common. */
export const usualConduct = {
  taken: null,
  workingState: null,
  taskTypes: [],
  startsIn: ["active"],
  endsAtOnce: false,
  needsDescription: false,
} as const;
