import type { Operation } from "./operation.ts";

/** Items of `quotas` go before the older ones beside it. */
export const describeUserQuota: Operation = {
  action: "DescribeUserQuota",
  method: "GET",
  path: "/quota",
  answer({ region }) {
    const { clusters, poolsPerCluster, nodesPerCluster } = region.quotas;
    const item = (quota: number, code: string, unit: string) => ({
      quota: String(quota),
      operation_code: code,
      adjustable: true,
      unit,
    });
    return {
      amk_cluster_quota: 20,
      ask_cluster_quota: 20,
      cluster_quota: clusters,
      cluster_nodepool_quota: poolsPerCluster,
      node_quota: nodesPerCluster,
      edge_improved_nodepool_quota: { bandwidth: 50, count: 5, period: 12 },
      quotas: { cluster_quota: item(clusters, "q_Kubernetes_Cluster", "Cluster") },
    };
  },
};
