import type { PlanCancellationChange } from "../../domain/changes/plan-cancellation.ts";
import { code, type Text, text, words } from "../../domain/text.ts";

/** What ACK means to do by itself (ACK: ListOperationPlansForRegion `type`). */
const kinds: Readonly<Record<string, string>> = {
  CVE_FIX: "a fix of vulnerabilities",
  CONTAINERD_UPGRADE: "an upgrade of containerd",
  CLUSTER_UPGRADE_MASTER: "an upgrade of the control plane",
  CLUSTER_UPGRADE_ADDON: "an upgrade of add-ons",
  NODEPOOL_CONFIG: "a new configuration for nodes",
  KUBELET_UPGRADE: "an upgrade of the kubelet",
  NODEPOOL_UPDATE_OS: "an update of the operating system",
  IMAGE_UPGRADE: "an upgrade to a newer OS image",
};

/** The older list's states are the same in lower case. */
const states: Readonly<Record<string, string>> = {
  scheduled: "scheduled",
  executing: "under way",
  executed: "done",
  failed: "failed",
  validatingfailed: "not begun: ACK's check before it failed",
  canceled: "cancelled",
};

const marks: Readonly<Record<string, string>> = {
  scheduled: "🗓️",
  executing: "🔄",
  executed: "✅",
  failed: "❌",
  validatingfailed: "⚠️",
  canceled: "🛑",
};

export function planKind(type: string): Text {
  const known = kinds[type];
  return known === undefined ? [code(type)] : words(known);
}

export function planState(state: string): Text {
  const known = states[state];
  return known === undefined ? [code(state)] : words(`${marks[state] ?? ""} ${known}`.trim());
}

/** Whose plan it is: a pool's, or the cluster's. */
export function planTarget({ target, pool }: Pick<PlanCancellationChange, "target" | "pool">): Text {
  return pool === null
    ? text`the cluster ${code(target.cluster.name)}`
    : text`the pool ${code(`${target.cluster.name}/${pool}`)}`;
}
