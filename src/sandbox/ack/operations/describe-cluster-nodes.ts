import { invalidParameter } from "../errors.ts";
import { type JsonObject, textAt } from "../json.ts";
import { nodesOf } from "../pool.ts";
import type { Node, NodeLife } from "../node.ts";
import type { Cluster, NodePool, RegionState } from "../state.ts";
import { utcTime } from "../wire-times.ts";
import { clusterOf } from "./guards.ts";
import type { Operation } from "./operation.ts";
import { numberIn } from "./paging.ts";

const livesByState: Readonly<Record<string, readonly NodeLife[]>> = {
  all: ["initial", "running", "upgrading", "failed", "offline", "removing"],
  running: ["running", "upgrading"],
  removing: ["removing"],
  initial: ["initial"],
  failed: ["failed", "offline"],
};
/** Subscriptions are shown to end so many milliseconds after the node was made. */
const subscription = 365 * 86_400_000;

/** Its query is in camel case, but for `nodepool_id`. */
export const describeClusterNodes: Operation = {
  action: "DescribeClusterNodes",
  method: "GET",
  path: "/clusters/:cluster/nodes",
  answer(call) {
    const { region, query } = call;
    const cluster = clusterOf(call);
    const size = numberIn(query, "pageSize", 10, 100);
    const number = numberIn(query, "pageNumber", 1, Number.MAX_SAFE_INTEGER);
    const lives = livesByState[query["state"] || "all"];
    if (lives === undefined) throw invalidParameter(`state ${query["state"] ?? ""} is invalid`);
    const found = nodesOf(cluster)
      .filter(({ pool }) => (query["nodepool_id"] ?? "") === "" || pool?.id === query["nodepool_id"])
      .filter(
        ({ node }) =>
          hasLabels(node, query["nodeLabels"] ?? "") &&
          lives.includes(node.life) &&
          isListed(region, node) &&
          isAmong(query["instanceIds"], node.instanceId) &&
          isAmong(query["nodeNames"], node.name) &&
          isAmong(query["nodeIps"], node.address),
      );
    const start = (number - 1) * size;
    return {
      nodes: found.slice(start, start + size).map(({ node, pool }) => wireNode(cluster, node, pool, region.here)),
      page: { page_number: number, page_size: size, total_count: found.length },
    };
  },
};

const isAmong = (list: string | undefined, value: string): boolean =>
  list === undefined || list === "" || list.split(",").includes(value);

function isListed({ assumptions }: RegionState, { life }: Node): boolean {
  return assumptions.unregisteredNodesListed || (life !== "initial" && life !== "offline");
}

function hasLabels({ labels }: Node, wanted: string): boolean {
  const pairs = new Set(Object.entries(labels).map(([key, value]) => `${key}=${value}`));
  return wanted
    .split(",")
    .filter((pair) => pair !== "")
    .every((pair) => pairs.has(pair));
}

function wireNode(cluster: Cluster, node: Node, pool: NodePool | null, here: RegionState["here"]): JsonObject {
  const created = here(node.created);
  const joined = node.life !== "initial" && node.life !== "offline";
  return {
    instance_id: node.instanceId,
    node_name: joined ? node.name : "",
    nodepool_id: pool?.id ?? "",
    node_status: nodeStatuses[node.life],
    state: node.life === "initial" ? "pending" : "running",
    instance_status: node.life === "initial" ? "Pending" : "Running",
    instance_role: "Worker",
    instance_charge_type: node.chargeType,
    instance_type: node.instanceType,
    instance_type_family: node.instanceType.split(".").slice(0, 2).join("."),
    instance_name: `worker-k8s-for-cs-${cluster.id}`,
    host_name: `iZ${node.instanceId.slice(2)}Z`,
    image_id: node.versions.image,
    ip_address: [node.address],
    is_aliyun_node: true,
    source: node.source === "ess" ? "ess" : "manual",
    spot_strategy: textAt(pool?.document ?? {}, "scaling_group", "spot_strategy") ?? "NoSpot",
    error_message: node.error ?? "",
    creation_time: utcTime(created),
    expired_time: node.chargeType === "PrePaid" ? utcTime(created + subscription) : "2099-12-31T15:59:00Z",
  };
}

const nodeStatuses: Readonly<Record<NodeLife, string>> = {
  initial: "Unknown",
  running: "Ready",
  upgrading: "Ready",
  failed: "NotReady",
  offline: "Offline",
  removing: "Ready",
};
