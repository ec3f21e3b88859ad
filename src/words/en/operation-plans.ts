import type { PlanCancellationChange } from "../../domain/changes/plan-cancellation.ts";
import { code, type Text, text } from "../../domain/text.ts";
import { planNamesIn } from "../plan-names.ts";

export const { planKind, planState } = planNamesIn({
  kinds: {
    CVE_FIX: "a fix of vulnerabilities",
    CONTAINERD_UPGRADE: "an upgrade of containerd",
    CLUSTER_UPGRADE_MASTER: "an upgrade of the control plane",
    CLUSTER_UPGRADE_ADDON: "an upgrade of add-ons",
    NODEPOOL_CONFIG: "a new configuration for nodes",
    KUBELET_UPGRADE: "an upgrade of the kubelet",
    NODEPOOL_UPDATE_OS: "an update of the operating system",
    IMAGE_UPGRADE: "an upgrade to a newer OS image",
  },
  states: {
    scheduled: "scheduled",
    executing: "under way",
    executed: "done",
    failed: "failed",
    validatingfailed: "not begun: ACK's check before it failed",
    canceled: "cancelled",
  },
});

/** Whose plan it is: a pool's, or the cluster's. */
export function planTarget({ target, pool }: Pick<PlanCancellationChange, "target" | "pool">): Text {
  return pool === null
    ? text`the cluster ${code(target.cluster.name)}`
    : text`the pool ${code(`${target.cluster.name}/${pool}`)}`;
}
