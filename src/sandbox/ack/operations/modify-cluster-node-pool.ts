import { isDeepStrictEqual } from "node:util";
import { invalidParameter, refuse } from "../errors.ts";
import { at, isObject, isOn, type JsonObject, listAt, merge, textAt, without } from "../json.ts";
import { startUpdate } from "../life/update.ts";
import { desiredSizeOf, keptNodes, poolName, scalesByItself } from "../pool.ts";
import type { Cluster, NodePool, Task } from "../state.ts";
import { zonedTimeWithMilliseconds } from "../wire-times.ts";
import { clusterOf, mustBeIdle, mustFit, poolOf, wholeNumber } from "./guards.ts";
import { forcedSize, mustBeScalable, noSizeWhileAutoScaling, withSizeRule } from "./modify-auto-scaling.ts";
import type { Call, Operation } from "./operation.ts";
import { resize } from "./resize.ts";
import { masked } from "./wire-node-pool.ts";

/** Things to do once, not to be kept. */
const actions = ["count", "concurrency", "update_nodes"] as const;
/** What only ACK itself sets. */
const ownFields = ["nodepool_id", "is_default", "created", "updated", "region_id", "type"] as const;

/** Merges what is sent into the pool. A size makes nodes come or go, anything else an update. */
export const modifyClusterNodePool: Operation = {
  action: "ModifyClusterNodePool",
  method: "PUT",
  path: "/clusters/:cluster/nodepools/:pool",
  answer(call) {
    const { region, requestId } = call;
    const [cluster, pool] = [clusterOf(call), poolOf(call)];
    mustBeIdle(region, cluster, pool);
    const size = wantedSize(call, pool);
    const document = withSizeRule(region, pool, merge(pool.document, storable(call.body)));
    mustBeSound(call, cluster, pool, document);
    const auto = isOn(document, "auto_scaling", "enable");
    if (auto) mustBeScalable(region, document);
    const target = size ?? (auto ? forcedSize(pool, document) : null);
    if (target !== null) mustFit(region, cluster, pool, target);

    const changed = !isDeepStrictEqual(document, pool.document);
    const updated = { nodepool_info: { updated: zonedTimeWithMilliseconds(region.now) } };
    if (changed) pool.document = merge(document, updated);
    const parameters = masked(call.body);
    let task: Task | null = target === null ? null : resize(region, cluster, pool, target, parameters);
    if (task === null && (changed || region.assumptions.unchangedModifyHasTask)) {
      task = startUpdate(region, pool, parameters);
    }
    return { nodepool_id: pool.id, ...(task === null ? {} : { task_id: task.id }), request_id: requestId };
  },
};

/** The number of nodes that the call asks for; null: it asks for none. */
function wantedSize({ body }: Call, pool: NodePool): number | null {
  const desired = wholeNumber(body, "scaling_group", "desired_size");
  const count = wholeNumber(body, "count");
  if (desired === null && count === null) return null;
  // Also where this very call switches auto scaling off: that takes two calls.
  if (scalesByItself(pool) || isOn(body, "auto_scaling", "enable")) throw noSizeWhileAutoScaling();
  if (desired !== null) return desired;
  // Pools without a desired size grow by an undocumented difference in the body.
  if (desiredSizeOf(pool) !== null) throw invalidParameter("count cannot be used with desired_size");
  return keptNodes(pool).length + (count ?? 0);
}

/** The part of a body that is kept and shown again. */
function storable(body: JsonObject): JsonObject {
  let kept = masked(body);
  for (const key of actions) kept = without(kept, key);
  for (const key of ownFields) kept = without(kept, "nodepool_info", key);
  return without(without(kept, "scaling_group", "scaling_group_id"), "status");
}

function mustBeSound({ region, body }: Call, cluster: Cluster, pool: NodePool, document: JsonObject): void {
  const name = textAt(document, "nodepool_info", "name") ?? "";
  const taken = [...cluster.pools.values()].some((other) => other !== pool && poolName(other) === name);
  if (taken) {
    throw refuse(400, "InvalidParameter.Name", `nodepool name ${name} is already exist in cluster ${cluster.id}`);
  }
  if (!/^(?!-)[\p{Script=Han}A-Za-z0-9-]{1,63}$/u.test(name))
    throw invalidParameter(`nodepool name ${name} is invalid`);
  if (isOn(body, "management", "enable") && !cluster.addons.includes("ack-node-problem-detector")) {
    throw refuse(
      region.assumptions.managementRefused,
      "InvalidParameter.Management",
      "addon ack-node-problem-detector is not installed in the cluster",
    );
  }
  const disks = listAt(body, "scaling_group", "data_disks").filter(isObject);
  if (disks.some((disk) => typeof disk["encrypted"] === "boolean")) {
    throw invalidParameter("json: cannot unmarshal bool into Go struct field DataDisk.encrypted of type string");
  }
  const group = (key: string): unknown => at(body, "scaling_group", key);
  if (group("key_pair") != null && group("login_password") != null) {
    throw invalidParameter("key_pair and login_password exclude each other");
  }
}
