import type { Change } from "../../domain/change.ts";
import { changedFields } from "../../domain/changes/settings.ts";
import { targetName } from "../../domain/changes/target.ts";
import type { Disruption } from "../../domain/preview.ts";
import { code, strong, type Text, text, words } from "../../domain/text.ts";
import { runtimeName } from "../differences.ts";
import { planSentence, planTitle, repairSentence, repairTitle } from "./initiatives.ts";
import { listed } from "./joining.ts";
import { planKind, planTarget } from "./operation-plans.ts";
import { counted, nodes } from "./plural.ts";

export { differences, window } from "./differences.ts";
export { warning } from "./warnings.ts";

/** `Scale out prod/prod-pool`: what a change is, in few words. */
export function title(change: Change): string {
  if (change.kind === "approve-repair") return repairTitle(change);
  if (change.kind === "automated-plan") return planTitle(change);
  return `${kind[change.kind]} ${targetName(change.target)}`;
}

/** A change in one sentence. */
export function sentence(change: Change): Text {
  const target = code(targetName(change.target));
  const does = words(kind[change.kind]);
  switch (change.kind) {
    case "scale-out":
    case "scale-in":
      return text`${does} ${target} from ${strong(change.from)} to ${strong(change.to)} nodes`;
    case "edit":
    case "manage":
    case "autoscale":
      return text`${does} ${target}: ${listed(changedFields(change).map(({ path }) => code(path)))}`;
    case "create":
      return text`${does} ${target}`;
    case "clone":
      return text`${does} ${code(change.source ?? "?")} as ${target}`;
    case "upgrade":
      return text`${does} ${target}: ${parts(change)}`;
    case "repair":
      return text`${does} ${words(nodes(change.nodes.length))} of ${target}`;
    case "cve-fix":
      return text`${does} in ${target}: ${words(
        counted(change.vulnerabilities.length, "vulnerability", "vulnerabilities"),
      )} on ${words(nodes(change.nodes.length))}`;
    case "remove-nodes":
      return text`Remove ${words(nodes(change.nodes.length))} from ${target}`;
    case "delete":
      return text`${does} ${target}, which has ${words(nodes(change.nodes))}`;
    case "maintenance-window":
      return change.to === null
        ? text`Switch the maintenance window of ${target} off`
        : text`Set the maintenance window of ${target}`;
    case "cancel-plan":
      return text`Cancel ACK's plan ${code(change.planId)}, ${planKind(change.planType)}, for ${planTarget(change)}`;
    case "approve-repair":
      return repairSentence(change);
    case "automated-plan":
      return planSentence(change);
  }
}

export const kind: Readonly<Record<Change["kind"], string>> = {
  "scale-out": "Scale out",
  "scale-in": "Scale in",
  edit: "Edit",
  manage: "Manage",
  autoscale: "Auto scaling of",
  create: "Create",
  clone: "Clone",
  upgrade: "Upgrade",
  repair: "Repair",
  "cve-fix": "Fix vulnerabilities",
  "remove-nodes": "Remove nodes of",
  delete: "Delete",
  "maintenance-window": "Maintenance window of",
  "cancel-plan": "Cancel a plan of",
  "approve-repair": "Permission to repair a node of",
  "automated-plan": "ACK's own plan for",
};

/** What came of a change that worked out. */
export function result(change: Change, count: number): string {
  switch (change.kind) {
    case "scale-out":
    case "scale-in":
      return `${nodes(count)} in service`;
    case "edit":
    case "manage":
    case "autoscale":
      return `${counted(changedFields(change).length, "setting", "settings")} changed`;
    case "create":
    case "clone":
      return `the pool is active, with ${nodes(count)} in service`;
    case "upgrade":
      return `${nodes(count)} upgraded`;
    case "repair":
      return `${nodes(count)} repaired`;
    case "cve-fix":
      return `${counted(change.vulnerabilities.length, "vulnerability", "vulnerabilities")} fixed on ${nodes(count)}`;
    case "remove-nodes":
      return `${nodes(change.nodes.length)} removed`;
    case "delete":
      return "the pool is gone";
    case "maintenance-window":
      return change.to === null ? "there is no window any more" : "the window is set";
    case "cancel-plan":
      return "the plan is cancelled";
    case "approve-repair":
      return "the node is healthy again";
    case "automated-plan":
      return "ACK has carried its plan out";
  }
}

function parts(change: Extract<Change, { kind: "upgrade" }>): Text {
  return listed([
    ...(change.kubernetes === null ? [] : [text`Kubernetes ${code(change.kubernetes.to)}`]),
    ...(change.image === null ? [] : [text`OS image ${code(change.image.to)}`]),
    ...(change.runtime === null ? [] : [text`runtime ${code(runtimeName(change.runtime.to))}`]),
  ]);
}

/** What workloads notice, in plain words (ACK: node pool upgrade, remove nodes, auto repair, CVE fix). */
export const disruption: Readonly<Record<Disruption, string>> = {
  "system-disk-replaced":
    "The system disk of each node is replaced: everything on it is lost. Name, instance ID, IP address and data disks stay.",
  "system-disk-kept": "System disks are kept.",
  "nodes-drained":
    "Each node is cordoned and drained first. A drain that takes longer than 30 minutes stops the upgrade.",
  "nodes-may-drain":
    "ACK drains a node where a step needs it. A drain that takes longer than 30 minutes stops the upgrade.",
  "nodes-removed":
    "ACK takes nodes away. What runs on them has to fit on the others. Do not count on a drain beforehand.",
  "nodes-drained-for-removal": "Each node is drained first, within the limits of disruption budgets, and then leaves.",
  "nodes-drained-for-fix": "Each node is drained before it is restarted.",
  "nodes-restart": "Nodes restart where a fix needs it.",
  "components-restart":
    "Components on the node restart. Where that does not help and the pool allows it, ACK drains the node and restarts it; it goes on even if the drain fails.",
  "pods-evicted-by-taint": "A taint with NoExecute evicts pods that do not tolerate it from nodes that are there now.",
  "kubelet-restarts": "The kubelet restarts on each node.",
  "pods-restart": "Pods on these nodes stop and start again elsewhere or later.",
  "connections-break": "Long-lived connections to them break.",
  "drained-for-repair":
    "ACK drains the node first, for up to 30 minutes, and goes on even if the drain fails. It takes no new pods already.",
  "instance-restarted": "Then ACK restarts the node's instance.",
  "hardware-repaired": "Then ACK has the instance's hardware repaired. What is on its local disks may be lost.",
};

export const noDisruption = "Running workloads notice nothing.";

/** Facts that a plan rests on, for the line that tells what moved. */
export const fact: Readonly<Record<string, string>> = {
  pool: "Node pool",
  "desired-size": "Desired size",
  "auto-scaling": "Auto scaling",
  "control-plane-version": "Control plane version",
  "kubelet-version": "Kubelet version",
  image: "OS image",
  runtime: "Runtime",
  "node-count": "Number of nodes",
  "pool-exists": "A pool of this name exists",
  window: "Maintenance window",
};
