import type { JsonObject } from "../json.ts";
import type { Vulnerability } from "../node.ts";
import type { PlanType, Quotas } from "../state.ts";

/** What a region begins with. */
export interface Seed {
  /** Chance is drawn from here: the same number, the same life. */
  readonly chance: number;
  readonly quotas: Quotas;
  readonly clusters: readonly ClusterSeed[];
}

export interface ClusterSeed {
  /** As DescribeClusterDetail shows it; `cluster_id`, `region_id` and `state` must be there. */
  readonly document: JsonObject;
  readonly addons: readonly string[];
  readonly pools: readonly PoolSeed[];
  /** Automated operation and maintenance ahead; left out: none. */
  readonly plans?: readonly PlanSeed[];
}

export interface PlanSeed {
  /** Id; null: the cluster itself. */
  readonly pool: string | null;
  readonly type: PlanType;
  /** In the cloud's time. */
  readonly hoursAhead: number;
}

export interface PoolSeed {
  /** As DescribeClusterNodePoolDetail shows it, without `status`; `nodepool_info.nodepool_id` must be there. */
  readonly document: JsonObject;
  readonly nodes: readonly NodeSeed[];
  /** On each of its nodes; left out: none. */
  readonly vulnerabilities?: readonly Vulnerability[];
}

export interface NodeSeed {
  readonly ageDays: number;
  /** Left out: as the pool says. */
  readonly chargeType?: "PrePaid" | "PostPaid";
  /** Left out: made by the scaling group. */
  readonly source?: "ess" | "manual";
}
