/** What the miniature region knows of a node. Moments are milliseconds since 1970, in the cloud's time. */

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
  /** Labels that the pool or somebody gave it; those that every node has are not among them. */
  labels: Readonly<Record<string, string>>;
  taints: readonly Taint[];
  unschedulable: boolean;
  vulnerabilities: readonly Vulnerability[];
  annotations: Readonly<Record<string, string>>;
  /** Kubernetes' `resourceVersion`: counts up when somebody patches the node. */
  revision: number;
  /** Since when it is not ready; null: it is, or never joined. */
  failedAt: number | null;
  /** How far automatic repair has come; null: it has not begun. */
  repair: NodeRepair | null;
}

/**
 * ACK: auto repair.
 * - `inquiring`: waits for approval, for ever. `approved`: waits for its turn.
 * - `repairing`: its task runs. `failed`: was not cured, and is not tried again.
 */
export interface NodeRepair {
  readonly step: "inquiring" | "approved" | "repairing" | "failed";
  readonly labels: ApprovalLabels;
  /** When it is tried next; null: it waits for something else. */
  readonly due: number | null;
}

/** Labels of Kubernetes by which ACK asks whether it may repair a node, and by which it is answered. */
export interface ApprovalLabels {
  readonly inquiring: Label;
  readonly approved: Label;
  /** Whether taking the inquiring label away is an approval, too. */
  readonly removalApproves: boolean;
}

interface Label {
  readonly key: string;
  readonly value: string;
}

/** Found by Security Center on a node. */
export interface Vulnerability {
  readonly name: string;
  readonly alias: string;
  readonly cves: readonly string[];
  /** High, medium, low. */
  readonly necessity: "asap" | "later" | "nntf";
  readonly needsRestart: boolean;
  readonly packages: readonly string[];
}

export interface Taint {
  readonly key: string;
  readonly value: string;
  readonly effect: string;
}

/** What an upgrade changes. */
export interface NodeVersions {
  readonly kubelet: string;
  readonly runtime: string;
  readonly image: string;
}
