/** All that the miniature region knows. Moments are milliseconds since 1970, in the cloud's time. */
import type { CloudFault } from "../page-protocol.ts";
import type { AckAssumptions } from "./assumptions.ts";
import type { Draw } from "./draw.ts";
import type { JsonObject } from "./json.ts";
import type { Work } from "./life/work.ts";

export interface RegionState {
  /** Life has been lived up to here. */
  now: number;
  readonly assumptions: AckAssumptions;
  readonly draw: Draw;
  readonly clusters: Map<string, Cluster>;
  /** Oldest first. */
  readonly tasks: Map<string, Task>;
  /** Oldest first (ACK: DescribeEvents). */
  readonly notices: Notice[];
  /** Oldest first. */
  faults: readonly CloudFault[];
  readonly quotas: Quotas;
}

export interface Quotas {
  readonly clusters: number;
  readonly poolsPerCluster: number;
  readonly nodesPerCluster: number;
}

export interface Cluster {
  readonly id: string;
  readonly region: string;
  /** As DescribeClusterDetail shows it. */
  document: JsonObject;
  /** Names of installed add-ons. */
  readonly addons: readonly string[];
  readonly pools: Map<string, NodePool>;
  /** Counts up, for addresses of nodes. */
  lastAddress: number;
}

/** ACK spells removal `removing_nodes`. */
export type PoolState = "initial" | "active" | "scaling" | "updating" | "removing_nodes" | "upgrading" | "failed";

export interface NodePool {
  readonly id: string;
  readonly clusterId: string;
  /** Every field that was ever sent, in ACK's groups, without `status`. */
  document: JsonObject;
  state: PoolState;
  /** When it becomes active again; null: while its task runs, or it is active. */
  settlesAt: number | null;
  /** Oldest first. */
  nodes: readonly Node[];
}

/**
 * - `initial`: being created. `offline`: never joined the cluster.
 * - `upgrading`: drained and worked on. `failed`: joined once, not ready now.
 */
export type NodeLife = "initial" | "running" | "upgrading" | "failed" | "offline" | "removing";

export interface Node {
  readonly instanceId: string;
  readonly name: string;
  readonly address: string;
  readonly instanceType: string;
  readonly chargeType: string;
  /** `ess`: made by the scaling group. `manual`: added by hand, and never removed by a scale-in. */
  readonly source: "ess" | "manual";
  readonly created: number;
  life: NodeLife;
  error: string | null;
  versions: NodeVersions;
}

/** What an upgrade changes. */
export interface NodeVersions {
  readonly kubelet: string;
  readonly runtime: string;
  readonly image: string;
}

/** Exactly the strings of ACK. */
type TaskPhase = "running" | "paused" | "success" | "fail" | "canceled";

export interface Task {
  readonly id: string;
  readonly clusterId: string;
  readonly poolId: string;
  /** `nodepool_upgrade` for example. */
  readonly type: string;
  readonly parameters: JsonObject;
  readonly created: number;
  updated: number;
  phase: TaskPhase;
  stages: Stage[];
  readonly events: TaskEvent[];
  /** Per instance. */
  readonly results: Map<string, "initial" | "success" | "failed">;
  error: { readonly code: string; readonly message: string } | null;
  work: Work;
  /** When its next step is due; null: it has ended, or waits for somebody. */
  due: number | null;
  /** Asked for while a batch runs; heeded when the batch has ended. */
  request: "pause" | "cancel" | null;
  /** Asking for it answers "not found", as if ACK had lost it; it goes on all the same. */
  forgotten: boolean;
}

interface Stage {
  readonly name: string;
  readonly message: string;
  readonly start: number;
  end: number | null;
  state: TaskPhase;
}

export interface TaskEvent {
  readonly action: string;
  readonly level: "Normal" | "Warning";
  readonly reason: string;
  readonly message: string;
  readonly at: number;
}

/** A line of DescribeEvents. */
export interface Notice {
  readonly id: string;
  readonly clusterId: string;
  /** The task that tells it. */
  readonly taskId: string;
  /** Id of what it is about: the pool. */
  readonly subject: string;
  /** One of ACK's event types. */
  readonly type: string;
  readonly level: "info" | "warning" | "error";
  readonly reason: string;
  readonly message: string;
  readonly at: number;
}
