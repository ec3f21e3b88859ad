import type { Cluster } from "../cluster.ts";
import type { Instant } from "../ids.ts";
import type { NodePool } from "../node-pool.ts";
import type { Obstacle, Problem } from "../operation.ts";
import type { Basis } from "../preview.ts";
import type { Evidence, EvidenceWanted } from "./evidence.ts";

/** What the cloud shows of the target of a change. */
export interface Situation {
  readonly cluster: Cluster;
  /** null: there is no such pool (any more, or yet), or the change is about the cluster. */
  readonly pool: NodePool | null;
  /** What the kind of change asked to see beside them. */
  readonly evidence: Evidence;
}

/** What a look at the target says of a change that runs. */
export type Outlook =
  | { readonly kind: "working" }
  | { readonly kind: "reached" }
  /** It looks as if it was over without having been reached; if that does not pass within so many milliseconds, it failed. */
  | { readonly kind: "settling"; readonly within: number; readonly otherwise: Problem }
  | { readonly kind: "failed"; readonly problem: Problem }
  | { readonly kind: "cancelled" };

/**
 * Who carries a change out once it is signed off: ACK's API, the cluster's Kubernetes API, or nobody here, because ACK does it by itself
 * or somebody by hand.
 */
export type Carrier = "ack" | "kubernetes" | "others";

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
  /** States of a pool in which ACK takes it; null: in any. */
  readonly startsIn: readonly string[] | null;
  /** Whether ACK's answer is already the end: nothing is left to follow. */
  readonly endsAtOnce: boolean;
  /** Whether it rests on fields that only a pool's own description has, and its line in the list has not. */
  readonly needsDescription: boolean;
  /** What it has to see beside its cluster and pool. */
  evidence(change: Change): EvidenceWanted;
  carrier(change: Change): Carrier;
  /** Whether it waits for the end of a freeze. What keeps work from happening does not. */
  readonly waitsForFreeze: boolean;
  /** What it waits for beside what every change waits for; null: nothing. */
  waitsFor(change: Change, situation: Situation): Obstacle | null;
  /** How it stands by the target alone; null: ACK's task and the pool tell. */
  outlook(
    change: Change,
    situation: Situation,
    times: { readonly since: Instant; readonly at: Instant },
  ): Outlook | null;
}

/** What most kinds of change have in common. */
export const usualConduct = {
  taken: null,
  workingState: null,
  taskTypes: [],
  startsIn: ["active"],
  endsAtOnce: false,
  needsDescription: false,
  evidence: (): EvidenceWanted => ({ kind: "nothing" }),
  carrier: (): Carrier => "ack",
  waitsForFreeze: true,
  waitsFor: (): null => null,
  outlook: (): null => null,
} as const;
