import { isDeepStrictEqual } from "node:util";
import { invalidParameter } from "../errors.ts";
import { isOn, type JsonObject, merge, textAt } from "../json.ts";
import { startUpdate, synchronizeNodes } from "../life/update.ts";
import { desiredSizeOf, keptNodes, scalesByItself } from "../pool.ts";
import type { NodePool, Task } from "../state.ts";
import { zonedTimeWithMilliseconds } from "../wire-times.ts";
import { clusterOf, mustBeIdle, mustFit, poolOf, wholeNumber } from "./guards.ts";
import { forcedSize, mustBeScalable, noSizeWhileAutoScaling, withSizeRule } from "./modify-auto-scaling.ts";
import type { Call, Operation } from "./operation.ts";
import { mustBeSound } from "./pool-rules/sound.ts";
import { changeable } from "./pool-rules/storable.ts";
import { resize } from "./resize.ts";
import { masked } from "./wire-node-pool.ts";

/**
 * Merges what is sent into the pool. A size makes nodes come or go, anything else an update. Only new nodes get what is
 * new; with `update_nodes`, labels and taints reach present ones too.
 */
export const modifyClusterNodePool: Operation = {
  action: "ModifyClusterNodePool",
  method: "PUT",
  path: "/clusters/:cluster/nodepools/:pool",
  answer(call) {
    const { region, body, requestId } = call;
    const [cluster, pool] = [clusterOf(call), poolOf(call)];
    mustBeIdle(region, cluster, pool);
    const size = wantedSize(call, pool);
    const document = withSizeRule(region, pool, changedDocument(call, pool));
    mustBeSound(region, cluster, body, textAt(document, "nodepool_info", "name") ?? "", pool);
    const auto = isOn(document, "auto_scaling", "enable");
    if (auto) mustBeScalable(region, document);
    const target = size ?? (auto ? forcedSize(pool, document) : null);
    if (target !== null) mustFit(region, cluster, pool, target);

    const before = pool.document;
    const changed = !isDeepStrictEqual(document, before);
    const updated = { nodepool_info: { updated: zonedTimeWithMilliseconds(region.now) } };
    if (changed) pool.document = merge(document, updated);
    const reaches = isOn(body, "update_nodes");
    const parameters = masked(body);
    let task: Task | null = target === null ? null : resize(region, cluster, pool, target, parameters);
    if (task !== null && reaches) synchronizeNodes(pool, before);
    if (task === null && (changed || reaches || region.assumptions.unchangedModifyHasTask)) {
      task = startUpdate(region, pool, parameters, reaches ? before : null);
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

function changedDocument({ region, body }: Call, pool: NodePool): JsonObject {
  const document = merge(pool.document, changeable(region, pool, body));
  const switchedOff = isOn(pool.document, "management", "enable") && !isOn(document, "management", "enable");
  return switchedOff && region.assumptions.managedOffForgets
    ? { ...document, management: { enable: false } }
    : document;
}
