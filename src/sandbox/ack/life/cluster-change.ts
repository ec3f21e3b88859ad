/** A cluster's own configuration changes (ACK: ModifyCluster). Its pools are left alone meanwhile. */
import { type JsonObject, merge } from "../json.ts";
import type { Cluster, RegionState, Task } from "../state.ts";
import { within } from "./fates.ts";
import { announce, endTask, enterStage, startClusterTask } from "./tasks.ts";

export interface ClusterChangeWork {
  readonly kind: "cluster-change";
  /** Merged into the cluster's document when the task ends. */
  readonly change: JsonObject;
}

/** Cloud seconds. */
const modifying = { from: 5, to: 15 };
const upgrading = { from: 600, to: 1_200 };

export function startClusterChange(
  region: RegionState,
  cluster: Cluster,
  type: "cluster_modify" | "cluster_upgrade" | "cluster_addon_upgrade",
  change: JsonObject,
  parameters: JsonObject,
): Task {
  const task = startClusterTask(region, cluster.id, {
    type,
    parameters,
    work: { kind: "cluster-change", change },
    due: within(region, region.now, type === "cluster_modify" ? modifying : upgrading),
    items: [],
  });
  enterStage(region, task, "ModifyCluster", `start to change cluster ${cluster.id}`);
  announce(region, task, { type, level: "info", reason: "Started", message: `Start to change cluster ${cluster.id}` });
  return task;
}

export function stepClusterChange(region: RegionState, task: Task, cluster: Cluster, work: ClusterChangeWork): void {
  cluster.document = merge(cluster.document, work.change);
  const message = `Succeeded to change cluster ${cluster.id}`;
  announce(region, task, { type: task.type, level: "info", reason: "Succeeded", message });
  endTask(region, task, null, "success");
}
