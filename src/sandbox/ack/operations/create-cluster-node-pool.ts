import { invalidParameter, refuse } from "../errors.ts";
import { isOn, type JsonObject, listAt, numberAt, textAt } from "../json.ts";
import { startCreation } from "../life/create.ts";
import type { Cluster, NodePool, RegionState } from "../state.ts";
import { clusterOf, mustFit, mustRun, wholeNumber } from "./guards.ts";
import { mustBeScalable, noSizeWhileAutoScaling } from "./modify-auto-scaling.ts";
import { newPoolDocument } from "./new-pool-document.ts";
import type { Call, Operation } from "./operation.ts";
import { mustBeSound } from "./pool-rules/sound.ts";
import { masked } from "./wire-node-pool.ts";

/** Makes a pool with every field that was sent, known or not. There is no client token: twice sent is twice asked. */
export const createClusterNodePool: Operation = {
  action: "CreateClusterNodePool",
  method: "POST",
  path: "/clusters/:cluster/nodepools",
  answer(call) {
    const { region, body, requestId } = call;
    const cluster = clusterOf(call);
    mustRun(cluster);
    mustBeComplete(body);
    mustBeSound(region, cluster, body, textAt(body, "nodepool_info", "name") ?? "", null);
    const id = `np${region.draw.hex(32)}`;
    const pool: NodePool = {
      id,
      clusterId: cluster.id,
      document: newPoolDocument(region, cluster, id, body),
      state: "initial",
      settlesAt: null,
      foundFrom: region.now + region.assumptions.createdPoolHiddenSeconds * 1_000,
      nodes: [],
    };
    const count = firstNodes(call, pool);
    mustFit(region, cluster, pool, count);
    mustHaveRoom(region, cluster);
    cluster.pools.set(id, pool);
    const task = startCreation(region, pool, count, masked(body));
    return { nodepool_id: id, task_id: task.id, request_id: requestId };
  },
};

/** What has to be sent. */
function mustBeComplete(body: JsonObject): void {
  const missing = (path: string): Error => invalidParameter(`${path} is required`);
  if (textAt(body, "nodepool_info", "name") === null) throw missing("nodepool_info.name");
  for (const key of ["instance_types", "vswitch_ids"]) {
    if (listAt(body, "scaling_group", key).length === 0) throw missing(`scaling_group.${key}`);
  }
  const charge = textAt(body, "scaling_group", "instance_charge_type");
  if (charge === null) throw missing("scaling_group.instance_charge_type");
  if (charge !== "PrePaid") return;
  const unit = textAt(body, "scaling_group", "period_unit");
  const period = numberAt(body, "scaling_group", "period");
  if (unit === null || period === null) throw missing("scaling_group.period and period_unit");
  const periods = subscriptionPeriods[unit];
  if (periods?.includes(period) !== true) throw invalidParameter(`period ${period} ${unit} is invalid`);
}

const subscriptionPeriods: Readonly<Record<string, readonly number[]>> = {
  Week: [1, 2, 3, 4],
  Month: [1, 2, 3, 4, 5, 6, 7, 8, 9, 12, 24, 36, 48, 60],
};

/** How many nodes the pool begins with. */
function firstNodes({ region, body }: Call, { document }: NodePool): number {
  const desired = wholeNumber(body, "scaling_group", "desired_size");
  const count = wholeNumber(body, "count");
  if (!isOn(document, "auto_scaling", "enable")) return desired ?? count ?? 0;
  if (desired !== null || count !== null) throw noSizeWhileAutoScaling();
  mustBeScalable(region, document);
  return numberAt(document, "auto_scaling", "min_instances") ?? 0;
}

function mustHaveRoom({ quotas, assumptions }: RegionState, cluster: Cluster): void {
  if (cluster.pools.size < quotas.poolsPerCluster) return;
  const { status, code } = assumptions.poolQuotaExceeded;
  throw refuse(status, code, `cluster ${cluster.id} has ${quotas.poolsPerCluster} nodepools already`);
}
