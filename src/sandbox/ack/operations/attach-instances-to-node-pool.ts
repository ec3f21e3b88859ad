import { invalidParameter } from "../errors.ts";
import { merge } from "../json.ts";
import { createNode } from "../life/nodes.ts";
import { startJoining } from "../life/scale-out.ts";
import { desiredSizeOf, keptNodes, nodesOf, scalesByItself } from "../pool.ts";
import { clusterOf, mustBeIdle, mustFit, poolOf, textsIn } from "./guards.ts";
import { noSizeWhileAutoScaling } from "./modify-auto-scaling.ts";
import type { Operation } from "./operation.ts";
import { masked } from "./wire-node-pool.ts";

/** Makes instances nodes of the pool; its desired size grows with them. */
export const attachInstancesToNodePool: Operation = {
  action: "AttachInstancesToNodePool",
  method: "POST",
  path: "/clusters/:cluster/nodepools/:pool/attach",
  answer(call) {
    const { region, body, requestId } = call;
    const [cluster, pool] = [clusterOf(call), poolOf(call)];
    mustBeIdle(region, cluster, pool);
    if (scalesByItself(pool)) throw noSizeWhileAutoScaling();
    const instances = [...new Set(textsIn(body, "instances"))];
    if (instances.length === 0) throw invalidParameter("instances is required");
    const taken = nodesOf(cluster).find(({ node }) => instances.includes(node.instanceId));
    if (taken !== undefined) throw invalidParameter(`${taken.node.instanceId} is in the cluster already`);
    mustFit(region, cluster, pool, keptNodes(pool).length + instances.length);
    const desired = desiredSizeOf(pool);
    if (desired !== null) {
      pool.document = merge(pool.document, { scaling_group: { desired_size: desired + instances.length } });
    }
    const nodes = instances.map((instanceId) => createNode(region, cluster, pool, { instanceId, source: "manual" }));
    const task = startJoining(region, pool, nodes, region.assumptions.attachTaskType, masked(body));
    return { task_id: task.id, request_id: requestId };
  },
};
