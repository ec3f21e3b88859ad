/** Nodes come into being here. */
import { isObject, isOn, type JsonObject, listAt, textAt } from "../json.ts";
import { versionsOf } from "../pool.ts";
import type { Node, Taint } from "../node.ts";
import type { Cluster, NodePool, RegionState } from "../state.ts";

/** Key of the taint on a node whose instance needs repair, and of the label that asks for approval (ACK: auto repair). */
export const repairKey = "alibabacloud.com/node-needrepair";

/** A node that the pool's configuration makes, not yet joined, but for the facts that are given. */
export function createNode(
  region: RegionState,
  cluster: Cluster,
  pool: NodePool,
  facts: Partial<Pick<Node, "instanceId" | "created" | "life" | "chargeType" | "source" | "vulnerabilities">> = {},
): Node {
  cluster.lastAddress += 1;
  const address = `10.0.${Math.floor(cluster.lastAddress / 250)}.${(cluster.lastAddress % 250) + 1}`;
  const types = listAt(pool.document, "scaling_group", "instance_types");
  const type = types[0];
  return {
    instanceId: `i-bp1${region.draw.letters(17)}`,
    name: `${cluster.region}.${address}`,
    address,
    instanceType: typeof type === "string" ? type : "ecs.g7.xlarge",
    chargeType: textAt(pool.document, "scaling_group", "instance_charge_type") ?? "PostPaid",
    source: "ess",
    created: region.now,
    life: "initial",
    error: null,
    versions: versionsOf(pool),
    labels: poolLabels(pool.document),
    taints: poolTaints(pool.document),
    unschedulable: isOn(pool.document, "kubernetes_config", "unschedulable"),
    vulnerabilities: [],
    annotations: {},
    revision: 1,
    failedAt: null,
    repair: null,
    ...facts,
  };
}

/** Labels that a pool gives its nodes. */
export function poolLabels(document: JsonObject): Readonly<Record<string, string>> {
  const labels = listAt(document, "kubernetes_config", "labels").filter(isObject);
  return Object.fromEntries(labels.map((label) => [textAt(label, "key") ?? "", textAt(label, "value") ?? ""]));
}

/** Taints that a pool gives its nodes. */
export function poolTaints(document: JsonObject): readonly Taint[] {
  return listAt(document, "kubernetes_config", "taints")
    .filter(isObject)
    .map((taint) => ({
      key: textAt(taint, "key") ?? "",
      value: textAt(taint, "value") ?? "",
      effect: textAt(taint, "effect") ?? "NoSchedule",
    }));
}

export const nodeOf = (pool: NodePool, instanceId: string): Node | null =>
  pool.nodes.find((node) => node.instanceId === instanceId) ?? null;

/** A node that joined stops being ready. */
export function failNode({ now }: RegionState, node: Node, error: string): void {
  node.life = "failed";
  node.error = error;
  node.failedAt = now;
  node.revision += 1;
  if (node.repair?.step !== "repairing") return;
  node.repair = { ...node.repair, step: "failed" };
  node.labels = withoutRepairLabels(node);
}

/** The node is ready again; what automatic repair left on it goes. */
export function healNode(node: Node): void {
  node.life = "running";
  node.error = null;
  node.failedAt = null;
  if (node.repair === null) return;
  node.labels = withoutRepairLabels(node);
  node.taints = node.taints.filter(({ key }) => key !== repairKey);
  node.repair = null;
  node.revision += 1;
}

function withoutRepairLabels({ labels, repair }: Node): Readonly<Record<string, string>> {
  const keys = new Set([repair?.labels.inquiring.key, repair?.labels.approved.key]);
  return Object.fromEntries(Object.entries(labels).filter(([key]) => !keys.has(key)));
}
