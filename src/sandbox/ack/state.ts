/** All that the miniature region knows. Moments are milliseconds since 1970, in the cloud's time. */
import type { CloudFault } from "../page-protocol.ts";
import type { AckAssumptions } from "./assumptions.ts";
import type { Draw } from "./draw.ts";
import type { JsonObject } from "./json.ts";
import type { Work } from "./life/work.ts";
import type { Node } from "./node.ts";

export interface RegionState {
  /** Life has been lived up to here. */
  now: number;
  readonly assumptions: AckAssumptions;
  /** When a moment of the cloud's time is here: who calls lives here. */
  readonly here: (moment: number) => number;
  readonly draw: Draw;
  readonly clusters: Map<string, Cluster>;
  /** Oldest first. */
  readonly tasks: Map<string, Task>;
  /** Oldest first (ACK: DescribeEvents). */
  readonly notices: Notice[];
  /** Automated operation and maintenance, oldest first. */
  readonly plans: Map<string, OperationPlan>;
  /** Bearer tokens of Kubernetes by their text. */
  readonly kubernetesTokens: Map<string, KubernetesToken>;
  /** Oldest first. */
  readonly checks: Map<string, ClusterCheck>;
  /** Oldest first. */
  faults: readonly CloudFault[];
  readonly quotas: Quotas;
}

export interface KubernetesToken {
  readonly clusterId: string;
  /** In the time here, not the cloud's: its holder lives in it. */
  readonly expires: number;
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
  /** Nodes of deleted pools that were kept. Oldest first. */
  retained: readonly Node[];
  /** ACK: auto repair policies, as they were sent, by id. */
  readonly repairPolicies: Map<string, JsonObject>;
  /** Counts up, for addresses of nodes. */
  lastAddress: number;
}

/** ACK spells removal `removing_nodes`. A pool that is gone has no state: it is not found. */
export type PoolState =
  | "initial"
  | "active"
  | "failed"
  | "scaling"
  | "updating"
  | "removing_nodes"
  | "upgrading"
  | "repairing"
  | "deleting"
  | "delete_failed";

export interface NodePool {
  readonly id: string;
  readonly clusterId: string;
  /** Every field that was ever sent, in ACK's groups, without `status`. */
  document: JsonObject;
  state: PoolState;
  /** When it becomes active again, or empty after a failed deletion; null: while its task runs, or it is at rest. */
  settlesAt: number | null;
  /** Before this moment calls do not find it: creation takes a while to get about. */
  readonly foundFrom: number;
  /** Oldest first. */
  nodes: readonly Node[];
}

/** Exactly the strings of ACK. */
type TaskPhase = "running" | "paused" | "success" | "fail" | "canceled";

export interface Task {
  readonly id: string;
  readonly clusterId: string;
  /** null: it is about the cluster. */
  readonly poolId: string | null;
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
  /** Id of what it is about: the pool, or the cluster. */
  readonly subject: string;
  /** One of ACK's event types. */
  readonly type: string;
  readonly level: "info" | "warning" | "error";
  readonly reason: string;
  readonly message: string;
  readonly at: number;
}

/** ACK: ListOperationPlansForRegion. */
export type PlanType =
  | "CVE_FIX"
  | "CONTAINERD_UPGRADE"
  | "CLUSTER_UPGRADE_MASTER"
  | "CLUSTER_UPGRADE_ADDON"
  | "NODEPOOL_CONFIG"
  | "KUBELET_UPGRADE"
  | "NODEPOOL_UPDATE_OS"
  | "IMAGE_UPGRADE";

export interface OperationPlan {
  readonly id: string;
  readonly clusterId: string;
  /** null: it is about the cluster. */
  readonly poolId: string | null;
  readonly type: PlanType;
  readonly created: number;
  readonly start: number;
  /** When it is expected to have ended. */
  readonly end: number;
  /** What becomes of an execution follows from its task. */
  state: "Scheduled" | "Executing" | "ValidatingFailed" | "Canceled";
  reason: { readonly code: string; readonly message: string } | null;
  /** null: it has not been executed. */
  taskId: string | null;
}

/** ACK: GetClusterCheck. */
export interface ClusterCheck {
  readonly id: string;
  readonly clusterId: string;
  readonly type: string;
  /** Id of the pool, where the type is about one. */
  readonly target: string | null;
  readonly created: number;
  readonly finished: number;
  readonly findings: readonly Finding[];
}

export interface Finding {
  readonly name: string;
  readonly passed: boolean;
  readonly message: string;
}
