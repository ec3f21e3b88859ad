import { isObject, type JsonObject, merge, textAt } from "../json.ts";
import { startClusterChange } from "../life/cluster-change.ts";
import type { RegionState, Task } from "../state.ts";
import { clusterOf, mustRun } from "./guards.ts";
import { mustBeWindow, mustBeOperationPolicy } from "./maintenance-window.ts";
import type { Operation } from "./operation.ts";

/** What can be changed; everything else that is sent has no effect, some of it since July 2026. */
const settable = new Set([
  "maintenance_window",
  "operation_policy",
  "deletion_protection",
  "timezone",
  "resource_group_id",
  "security_group_id",
  "vswitch_ids",
  "control_plane_config",
  "system_events_logging",
]);

/** Changes the cluster itself; what changes shows when its task has ended. The same client token is heeded once. */
export const modifyCluster: Operation = {
  action: "ModifyCluster",
  method: "PUT",
  path: "/api/v2/clusters/:cluster",
  answer(call) {
    const { region, body, requestId } = call;
    const cluster = clusterOf(call);
    mustRun(cluster);
    mustBeWindow(body["maintenance_window"]);
    mustBeOperationPolicy(body["operation_policy"]);
    const earlier = sameToken(region, cluster.id, textAt(body, "client_token"));
    const task =
      earlier ?? startClusterChange(region, cluster, "cluster_modify", change(region, cluster.document, body), body);
    return { cluster_id: cluster.id, task_id: task.id, request_id: requestId };
  },
};

function change({ assumptions }: RegionState, document: JsonObject, body: JsonObject): JsonObject {
  const kept = Object.fromEntries(Object.entries(body).filter(([key]) => settable.has(key)));
  const name = textAt(body, "cluster_name");
  const window = body["maintenance_window"];
  const replaced =
    isObject(window) && !assumptions.maintenanceWindowMerges ? emptied(document["maintenance_window"]) : {};
  return merge({ ...replaced, ...(name === null ? {} : { name }) }, kept);
}

/** Days that are not sent any more must not outlive the ones that are. */
function emptied(window: JsonObject[string]): JsonObject {
  const empty = Object.keys(isObject(window) ? window : {}).map((key) => [key, key === "enable" ? false : ""]);
  return { maintenance_window: Object.fromEntries(empty) };
}

function sameToken({ tasks }: RegionState, clusterId: string, token: string | null): Task | null {
  if (token === null || token === "") return null;
  const same = [...tasks.values()].find(
    (task) =>
      task.type === "cluster_modify" && task.clusterId === clusterId && task.parameters["client_token"] === token,
  );
  return same ?? null;
}
