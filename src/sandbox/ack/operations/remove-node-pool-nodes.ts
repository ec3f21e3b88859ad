import * as z from "zod";
import { invalidParameter, refuse } from "../errors.ts";
import { merge } from "../json.ts";
import { startLeaving } from "../life/scale-in.ts";
import { note } from "../life/tasks.ts";
import { desiredSizeOf, keptNodes } from "../pool.ts";
import type { Node } from "../node.ts";
import type { NodePool } from "../state.ts";
import { clusterOf, mustBeIdle, poolOf } from "./guards.ts";
import type { Call, Operation } from "./operation.ts";

const texts = z.array(z.string());
/** More nodes than these cannot be removed in one call. */
const mostNodes = 500;

/** A DELETE with JSON in its query. The desired size goes down with it, so that nothing is made in their place. */
export const removeNodePoolNodes: Operation = {
  action: "RemoveNodePoolNodes",
  method: "DELETE",
  path: "/clusters/:cluster/nodepools/:pool/nodes",
  answer(call) {
    const { region, query, requestId } = call;
    const [cluster, pool] = [clusterOf(call), poolOf(call)];
    mustBeIdle(region, cluster, pool);
    const leavers = namedNodes(call, pool);
    const [drains, releases] = [query["drain_node"] === "true", query["release_node"] === "true"];
    const oneByOne = query["concurrency"] !== "true";
    const desired = desiredSizeOf(pool);
    if (desired !== null) {
      const left = Math.max(0, desired - leavers.length);
      pool.document = merge(pool.document, { scaling_group: { desired_size: left } });
    }
    const instanceIds = leavers.map(({ instanceId }) => instanceId);
    const parameters = { instance_ids: instanceIds, drain_node: drains, release_node: releases };
    const type = region.assumptions.removalTaskType;
    const task = startLeaving(region, pool, leavers, { type, parameters, drains, oneByOne });
    for (const { instanceId, chargeType } of leavers) {
      const released = releases && chargeType === "PostPaid";
      const message = `instance ${instanceId} is ${released ? "released" : "kept"} (${chargeType})`;
      note(region, task, { action: "start", level: "Normal", reason: "NodeRemoval", message });
    }
    return { task_id: task.id, request_id: requestId };
  },
};

function namedNodes({ region, query }: Call, pool: NodePool): readonly Node[] {
  const instances = listIn(query["instance_ids"], "instance_ids");
  const names = listIn(query["nodes"], "nodes");
  if (instances.length + names.length === 0) throw invalidParameter("instance_ids is required");
  const nodes = keptNodes(pool).filter(
    ({ instanceId, name, life }) => instances.includes(instanceId) || (life !== "initial" && names.includes(name)),
  );
  const missing = [
    ...instances.filter((id) => !nodes.some(({ instanceId }) => instanceId === id)),
    ...names.filter((wanted) => !nodes.some(({ name }) => name === wanted)),
  ];
  if (missing.length > 0) throw invalidParameter(`nodepool ${pool.id} has no ${missing.join(", ")}`);
  if (nodes.length <= mostNodes) return nodes;
  const { status, code } = region.assumptions.outOfRange;
  throw refuse(status, code, `at most ${mostNodes} nodes can be removed at once`);
}

/** A list that is written as JSON in a query. */
function listIn(text: string | undefined, name: string): readonly string[] {
  if (text === undefined || text === "") return [];
  try {
    return texts.parse(JSON.parse(text));
  } catch {
    throw invalidParameter(`${name} is not a JSON list of texts`);
  }
}
