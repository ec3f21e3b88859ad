import { invalidParameter } from "../errors.ts";
import { isObject, listAt, textAt } from "../json.ts";
import { startRepair } from "../life/repair.ts";
import { keptNodes } from "../pool.ts";
import { clusterOf, joinedNodes, mustBeIdle, poolOf, textsIn } from "./guards.ts";
import type { Operation } from "./operation.ts";

/** Ids of what can be done to a node (ACK: `operations` of RepairClusterNodePool). */
const repairOperations = new Set([
  "restart.kubelet",
  "restart.docker",
  "restart.containerd",
  "restart.ntp",
  "remove.containerdContainerInSandbox",
  "remove.dockerContainerInSandbox",
  "remove.containerdContainer",
  "remove.dockerContainer",
]);

/** Repairs the nodes that are named, or all. */
export const repairClusterNodePool: Operation = {
  action: "RepairClusterNodePool",
  method: "POST",
  path: "/clusters/:cluster/nodepools/:pool/repair",
  answer(call) {
    const { region, body, requestId } = call;
    const [cluster, pool] = [clusterOf(call), poolOf(call)];
    mustBeIdle(region, cluster, pool);
    for (const operation of listAt(body, "operations").filter(isObject)) {
      mustBeRepairOperation(textAt(operation, "operation_id") ?? "");
    }
    const names = textsIn(body, "nodes");
    const joined = keptNodes(pool).filter(({ life }) => life !== "initial" && life !== "offline");
    const nodes = names.length === 0 ? joined : joinedNodes(pool, names, "nodes");
    if (nodes.length === 0) throw invalidParameter(`nodepool ${pool.id} has no nodes to repair`);
    return { task_id: startRepair(region, pool, nodes, body).id, request_id: requestId };
  },
};

/** Throws AckError for anything else. */
export function mustBeRepairOperation(id: string): void {
  if (!repairOperations.has(id)) throw invalidParameter(`operation ${id} is invalid`);
}
