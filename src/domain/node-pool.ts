import type { ClusterReference } from "./cluster.ts";
import type { NodePoolId } from "./ids.ts";
import type { JsonObject } from "./json.ts";

/** The only state in which ACK takes a change of a pool (`InvalidNodePoolStatus.Forbidden` in all others). */
export const idleState = "active";

/** States in which ACK has given a pool up. */
export const brokenStates: ReadonlySet<string> = new Set(["failed", "delete_failed"]);

/** Managed features of a pool; fields other than `enabled` only take effect while it is true. */
export interface Management {
  readonly enabled: boolean;
  readonly autoRepair: boolean;
  /** Repairs of node instances wait for a person (`auto_repair_policy.approval_required`). */
  readonly approvalRequired: boolean;
  readonly autoUpgrade: boolean;
  /** Automatic fixing of vulnerabilities (CVE). */
  readonly autoVulnerabilityFix: boolean;
}

/** How many nodes a pool has, by condition (ACK: `status`). */
export interface NodeCounts {
  readonly total: number;
  /** Nodes that take workloads. */
  readonly serving: number;
  readonly healthy: number;
  readonly failed: number;
  /** Nodes being created. */
  readonly initial: number;
  readonly offline: number;
  readonly removing: number;
}

export type Sizing =
  /** People set the size. Pools of the legacy model have no desired size (`desiredSize` is null). */
  | { readonly mode: "manual"; readonly desiredSize: number | null }
  /** ACK sets the size between two bounds, which do not count nodes that were added by hand. */
  | {
      readonly mode: "automatic";
      readonly minimum: number;
      readonly maximum: number;
      readonly desiredSize: number | null;
    };

/** A node pool as ACK describes it. */
export interface NodePool {
  readonly cluster: ClusterReference;
  readonly id: NodePoolId;
  readonly name: string;
  /** `ess` for pools of ECS instances; `edge`, `lingjun`, `hybrid` for others. */
  readonly type: string;
  readonly isDefault: boolean;
  readonly state: string;
  readonly nodes: NodeCounts;
  readonly sizing: Sizing;
  readonly management: Management;
  readonly instanceTypes: readonly string[];
  readonly vSwitchIds: readonly string[];
  /** `PostPaid` (pay-as-you-go) or `PrePaid` (subscription). */
  readonly chargeType: string | null;
  readonly spotStrategy: string | null;
  readonly imageId: string | null;
  readonly imageType: string | null;
  /** Of the pool's nodes, where ACK tells it (`node_components`, the component `kubelet`). */
  readonly kubeletVersion: string | null;
  readonly runtime: { readonly name: string; readonly version: string } | null;
  readonly systemDisk: { readonly category: string | null; readonly sizeGiB: number | null } | null;
  readonly scalingPolicy: string | null;
  readonly multiZonePolicy: string | null;
  readonly labels: readonly { readonly key: string; readonly value: string }[];
  readonly taints: readonly {
    readonly key: string;
    readonly value: string;
    readonly effect: string;
  }[];
  readonly tags: readonly { readonly key: string; readonly value: string }[];
  readonly created: string | null;
  readonly updated: string | null;
  /** ACK's own document, with every field that it sent: for edits and clones, which must lose nothing. */
  readonly settings: JsonObject;
}

/** `cluster/pool`, the form that is unique everywhere. */
export function qualifiedName(pool: Pick<NodePool, "name"> & { cluster: Pick<ClusterReference, "name"> }): string {
  return `${pool.cluster.name}/${pool.name}`;
}

/** The size a change starts from: the desired size, or the present count in pools that have none. */
export function presentSize(pool: NodePool): number {
  return pool.sizing.desiredSize ?? pool.nodes.total;
}
