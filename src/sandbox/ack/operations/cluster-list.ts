import type { Json } from "../json.ts";
import { at, textAt } from "../json.ts";
import type { Cluster } from "../state.ts";
import type { Call } from "./operation.ts";
import { pageOf } from "./paging.ts";

/** Fields that only DescribeClusterDetail shows. */
const onlyInDetail = new Set([
  "maintenance_window",
  "operation_policy",
  "parameters",
  "meta_data",
  "control_plane_config",
]);

/** The clusters of a region, filtered and paged as both listing operations do. */
export function clusterList({ region, query }: Call, regionId: string | null): Json {
  const exact = ["cluster_type", "cluster_spec", "profile", "cluster_id"] as const;
  const clusters = [...region.clusters.values()].filter(
    (cluster) =>
      (regionId === null || cluster.region === regionId) &&
      (textAt(cluster.document, "name") ?? "").includes(query["name"] ?? "") &&
      exact.every((key) => (query[key] ?? "") === "" || at(cluster.document, key) === query[key]),
  );
  const page = pageOf(clusters, query, region.assumptions.clustersPageSize);
  return { clusters: page.items.map(summary), page_info: page.page_info };
}

export function nodeCount(cluster: Cluster): number {
  return [...cluster.pools.values()].reduce((sum, { nodes }) => sum + nodes.length, cluster.retained.length);
}

function summary(cluster: Cluster): Json {
  const kept = Object.entries(cluster.document).filter(([key]) => !onlyInDetail.has(key));
  return { ...Object.fromEntries(kept), size: nodeCount(cluster) };
}
