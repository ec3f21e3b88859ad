/** What can be read off a node pool. */
import { isOn, listAt, type JsonObject, numberAt, textAt } from "./json.ts";
import type { Node, NodeLife, NodeVersions } from "./node.ts";
import type { Cluster, NodePool, RegionState } from "./state.ts";

export const poolName = (pool: NodePool): string => textAt(pool.document, "nodepool_info", "name") ?? pool.id;

/** null: the pool was made without one, or scales by itself. Not the same as 0. */
export const desiredSizeOf = (pool: NodePool): number | null =>
  numberAt(pool.document, "scaling_group", "desired_size");

export const scalesByItself = (pool: NodePool): boolean => isOn(pool.document, "auto_scaling", "enable");

/** Nodes that are here to stay. */
export const keptNodes = (pool: NodePool): readonly Node[] => pool.nodes.filter(({ life }) => life !== "removing");

/** The versions with which new nodes come up. */
export function versionsOf({ document }: NodePool): NodeVersions {
  const kubelet = listAt(document, "node_components")
    .filter((component): component is JsonObject => typeof component === "object" && component !== null)
    .find((component) => component["name"] === "kubelet");
  return {
    kubelet: kubelet === undefined ? "" : (textAt(kubelet, "version") ?? ""),
    runtime: textAt(document, "kubernetes_config", "runtime_version") ?? "",
    image: textAt(document, "scaling_group", "image_id") ?? "",
  };
}

export const controlPlaneVersion = (cluster: Cluster): string => textAt(cluster.document, "current_version") ?? "";

/** ACK: `status` of DescribeClusterNodePoolDetail, without `conditions`. */
export function statusOf(pool: NodePool): JsonObject {
  const count = (...lives: readonly NodeLife[]): number => pool.nodes.filter(({ life }) => lives.includes(life)).length;
  return {
    state: pool.state,
    total_nodes: pool.nodes.length,
    serving_nodes: count("running"),
    // Follows the life cycle of the scaling group, not what kubelet reports.
    healthy_nodes: count("running", "upgrading", "failed"),
    failed_nodes: count("failed"),
    initial_nodes: count("initial"),
    offline_nodes: count("offline"),
    removing_nodes: count("removing"),
  };
}

/** Every node of a cluster with its pool; null: the pool was deleted, the node was kept. */
export const nodesOf = (cluster: Cluster): readonly { readonly node: Node; readonly pool: NodePool | null }[] => [
  ...[...cluster.pools.values()].flatMap((pool) => pool.nodes.map((node) => ({ node, pool }))),
  ...cluster.retained.map((node) => ({ node, pool: null })),
];

export const allPools = (region: RegionState): readonly NodePool[] =>
  [...region.clusters.values()].flatMap((cluster) => Array.from(cluster.pools.values()));

/** The pool with this id; else the one and only with this name. Throws where there is none. */
export function poolNamed(region: RegionState, idOrName: string): NodePool {
  const pools = allPools(region);
  const found = pools.find(({ id }) => id === idOrName);
  if (found !== undefined) return found;
  const [named, ...others] = pools.filter((pool) => poolName(pool) === idOrName);
  if (named === undefined || others.length > 0) throw new Error(`no single pool is called ${idOrName}`);
  return named;
}
