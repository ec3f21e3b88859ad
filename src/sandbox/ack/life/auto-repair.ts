/** Nodes whose instance is broken wait for approval, then they are repaired one at a time (ACK: auto repair). */
import type { ApprovalLabels, Node } from "../node.ts";
import type { Cluster, NodePool, RegionState } from "../state.ts";
import { approvalLabels } from "./approval.ts";
import { repairKey } from "./nodes.ts";
import { startRepair } from "./repair.ts";
import { second } from "./tasks.ts";

/** Cloud seconds from the fault to the question, and between looks whether it is a node's turn. */
const untilAsking = 300;
const untilNextLook = 30;

interface RepairStep {
  readonly at: number;
  run(): void;
}

/** What automatic repair has to do next in a pool. */
export function repairSteps(region: RegionState, cluster: Cluster, pool: NodePool): readonly RepairStep[] {
  const broken = pool.nodes.filter(({ life }) => life === "failed");
  if (broken.length === 0) return [];
  const labels = approvalLabels(cluster, pool);
  return broken.flatMap((node) => {
    const { repair, failedAt } = node;
    if (repair === null) {
      if (labels === null || failedAt === null) return [];
      return [{ at: failedAt + untilAsking * second, run: () => inquire(node, labels) }];
    }
    return repair.due === null ? [] : [{ at: repair.due, run: () => repairInTurn(region, cluster, pool, node) }];
  });
}

function inquire(node: Node, labels: ApprovalLabels): void {
  node.taints = [
    ...node.taints.filter(({ key }) => key !== repairKey),
    { key: repairKey, value: "Unschedulable", effect: "NoSchedule" },
  ];
  node.labels = { ...node.labels, [labels.inquiring.key]: labels.inquiring.value };
  node.repair = { step: "inquiring", labels, due: null };
  node.revision += 1;
}

/** To be called when labels have changed: an answer to the question lets the repair begin. */
export function heedApproval(region: RegionState, node: Node): void {
  const { repair, labels } = node;
  if (repair?.step !== "inquiring") return;
  const { inquiring, approved, removalApproves } = repair.labels;
  const answered = labels[approved.key] === approved.value;
  const removed = removalApproves && labels[inquiring.key] === undefined;
  if (answered || removed) node.repair = { ...repair, step: "approved", due: region.now };
}

/** One pool of a cluster and one node of a pool at a time; a node that was not cured stops the rest of its pool. */
function repairInTurn(region: RegionState, cluster: Cluster, pool: NodePool, node: Node): void {
  const { repair } = node;
  if (repair === null) return;
  const elsewhere = [...cluster.pools.values()].some(({ state }) => state === "repairing");
  const stopped = pool.nodes.some((other) => other.repair?.step === "failed");
  if (pool.state !== "active" || elsewhere || stopped) {
    node.repair = { ...repair, due: region.now + untilNextLook * second };
    return;
  }
  node.repair = { ...repair, step: "repairing", due: null };
  startRepair(region, pool, [node], { auto_repair: true, nodes: [node.name] });
}
