import { hoursToMilliseconds, minutesToMilliseconds } from "date-fns";
import * as z from "zod";
import type { Node } from "../node.ts";
import { instant } from "../ids.ts";
import { carries, faultsOf, faultySince, type KubernetesNode, nodeCondition } from "../kubernetes-node.ts";
import type { NodePool } from "../node-pool.ts";
import type { Basis, Effect, Preview } from "../preview.ts";
import { type RepairLabels, repairLabels, repairTaint } from "../repair-labels.ts";
import { type Conduct, type Outlook, type Situation, usualConduct } from "./conduct.ts";
import { poolTarget, targetOf } from "./target.ts";

/** Permission for ACK to repair a node: it asks by a label on the node, and takes another one for a yes (ACK: auto repair). */
export const approveRepairChange = z.object({
  kind: z.literal("approve-repair"),
  target: poolTarget,
  node: z.string(),
  /** Of Kubernetes, so that a node of the same name that came later is not meant; null: only ACK's list was seen. */
  uid: z.string().nullable(),
  instanceId: z.string().nullable(),
  /** What is wrong with it, as far as it could be seen. */
  faults: z.array(nodeCondition).readonly(),
  faultySince: instant.nullable(),
  labels: repairLabels,
  /** `by-hand`: the cluster's Kubernetes API cannot be reached, so that a person has to set the label. */
  access: z.enum(["kubernetes", "by-hand"]),
});
export type ApproveRepairChange = z.infer<typeof approveRepairChange>;

/** Conditions after which ACK has the hardware repaired; after the others it restarts the instance (ACK: auto repair, node instances). */
const hardwareFaults: ReadonlySet<string> = new Set([
  "NvidiaXID74Error",
  "NvidiaXID79Error",
  "NvidiaRemappingRowsFailed",
  "NvidiaDeviceLost",
  "NvidiaInfoRomCorrupted",
  "NvidiaPowerCableErr",
]);

/** What ACK asks to do with a node that carries the inquiring label. */
export function approveRepair(
  pool: NodePool,
  node: KubernetesNode,
  labels: RepairLabels,
): Preview<ApproveRepairChange> {
  const faults = faultsOf(node.conditions);
  const change: ApproveRepairChange = {
    kind: "approve-repair",
    target: targetOf(pool),
    node: node.name,
    uid: node.uid,
    instanceId: node.instanceId,
    faults,
    faultySince: faultySince(node.conditions),
    labels,
    access: "kubernetes",
  };
  const hardware = faults.some(({ type }) => hardwareFaults.has(type));
  return {
    change,
    basis: inquiryBasis(change, { kind: "node", node }),
    effect: effectOf(hardware),
    warnings: [{ code: "rejection-leaves-node" }],
  };
}

/** The same for a node that is only seen in ACK's list: whether ACK asks is likely, and not known. */
export function approveRepairByHand(pool: NodePool, node: Node, labels: RepairLabels): Preview<ApproveRepairChange> {
  const { name, instanceId, status, error } = node;
  const change: ApproveRepairChange = {
    kind: "approve-repair",
    target: targetOf(pool),
    node: name,
    uid: null,
    instanceId,
    faults: [
      {
        type: "Ready",
        status: status === "NotReady" ? "False" : "Unknown",
        reason: status,
        message: error,
        since: null,
      },
    ],
    faultySince: null,
    labels,
    access: "by-hand",
  };
  return {
    change,
    basis: inquiryBasis(change, { kind: "listed-node", node }),
    effect: effectOf(false),
    warnings: [{ code: "repair-by-hand" }, { code: "rejection-leaves-node" }],
  };
}

function effectOf(hardware: boolean): Effect {
  return {
    nodes: 1,
    batches: [1],
    disruptions: [
      "drained-for-repair",
      hardware ? "hardware-repaired" : "instance-restarted",
      "pods-restart",
      "connections-break",
    ],
    // Up to 30 minutes of draining are documented; a repair's own time is not.
    minutes: { least: 5, most: 60 },
  };
}

/** `kubectl label …`: gives the permission by hand. */
export function approvingCommand({ node, labels }: ApproveRepairChange): string {
  const { key, value } = labels.approved;
  return `kubectl label node ${node} ${key}=${value} --overwrite`;
}

/** Whether ACK waits for an answer about this node. */
function isAsking({ labels, uid }: ApproveRepairChange, node: KubernetesNode): boolean {
  return node.uid === uid && carries(node, labels.inquiring) && !carries(node, labels.approved);
}

/** A sign-off is for one fault of one node: where the fault is another one, ACK asks something else. */
export function inquiryBasis(change: ApproveRepairChange, evidence: Situation["evidence"]): Basis {
  switch (evidence.kind) {
    case "node": {
      const { node } = evidence;
      if (node === null || node.uid !== change.uid) return { inquiry: "node-gone" };
      if (!isAsking(change, node)) return { inquiry: carries(node, change.labels.approved) ? "answered" : "over" };
      const faults = faultsOf(node.conditions).map(({ type }) => type);
      return { inquiry: "asking", fault: faults.toSorted().join(", "), "fault-since": faultySince(node.conditions) };
    }
    case "listed-node": {
      const { node } = evidence;
      if (node === null) return { inquiry: "node-gone" };
      return { inquiry: node.status === "Ready" ? "over" : "asking" };
    }
    default:
      return { inquiry: "asking" };
  }
}

/** So long a repair may take before somebody has to look: drains of half an hour, and ACK repairs one node after the other. */
const longestRepair = hoursToMilliseconds(3);
/** Labels go before a node is ready again; if it is not after so long, the repair did not help. */
const recovery = minutesToMilliseconds(10);

function outlookOf(
  change: ApproveRepairChange,
  { evidence, pool }: Situation,
  { since, at }: { readonly since: number; readonly at: number },
): Outlook {
  const failed = (why: "node-gone" | "asks-again" | "not-healed" | "overtime") =>
    ({ kind: "repair-failed", node: change.node, why }) as const;
  const goesOn = (): Outlook =>
    at - since > longestRepair ? { kind: "failed", problem: failed("overtime") } : { kind: "working" };
  if (evidence.kind === "listed-node") {
    if (evidence.node === null) return { kind: "failed", problem: failed("node-gone") };
    return evidence.node.status === "Ready" ? { kind: "reached" } : goesOn();
  }
  const node = evidence.kind === "node" ? evidence.node : null;
  if (node === null || node.uid !== change.uid) return { kind: "failed", problem: failed("node-gone") };
  if (isAsking(change, node)) return { kind: "settling", within: recovery, otherwise: failed("asks-again") };
  const healthy = faultsOf(node.conditions).length === 0 && node.taints.every(({ key }) => key !== repairTaint);
  if (healthy) return { kind: "reached" };
  if (carries(node, change.labels.approved) || pool?.state === "repairing") return goesOn();
  return { kind: "settling", within: recovery, otherwise: failed("not-healed") };
}

export const approveRepairConduct: Conduct<ApproveRepairChange> = {
  ...usualConduct,
  basis: (change, { evidence }) => inquiryBasis(change, evidence),
  reached: () => null,
  taken: (change, { evidence }) =>
    change.access === "by-hand" ||
    (evidence.kind === "node" && evidence.node !== null && !isAsking(change, evidence.node)),
  nodesDone: () => 0,
  // Sets a label to a value, and only where ACK still asks.
  repeatable: true,
  startsIn: null,
  evidence: ({ node, access }) => ({ kind: access === "kubernetes" ? "node" : "listed-node", name: node }),
  carrier: ({ access }) => (access === "kubernetes" ? "kubernetes" : "others"),
  outlook: outlookOf,
};
