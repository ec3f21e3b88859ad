import { textAt } from "../json.ts";
import { startRepair } from "../life/repair.ts";
import { clusterOf, joinedNodes, mustBeIdle, poolOf, textsIn } from "./guards.ts";
import type { Operation } from "./operation.ts";
import { mustBeRepairOperation } from "./repair-cluster-node-pool.ts";

/** Does one thing to one node. Body and answer are in camel case. */
export const runNodeOperation: Operation = {
  action: "RunNodeOperation",
  method: "POST",
  path: "/clusters/:cluster/nodepools/:pool/nodes/:node/operation",
  answer(call) {
    const { region, body, params, requestId } = call;
    const [cluster, pool] = [clusterOf(call), poolOf(call)];
    mustBeIdle(region, cluster, pool);
    mustBeRepairOperation(textAt(body, "operationAction") ?? "");
    textsIn(body, "operationArgs");
    const nodes = joinedNodes(pool, [params["node"] ?? ""], "nodeName");
    return { taskId: startRepair(region, pool, nodes, body).id, clusterId: cluster.id, requestId };
  },
};
