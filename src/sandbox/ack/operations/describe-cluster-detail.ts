import { nodeCount } from "./cluster-list.ts";
import { clusterOf } from "./guards.ts";
import type { Operation } from "./operation.ts";

export const describeClusterDetail: Operation = {
  action: "DescribeClusterDetail",
  method: "GET",
  path: "/clusters/:cluster",
  answer(call) {
    const cluster = clusterOf(call);
    return { ...cluster.document, size: nodeCount(cluster) };
  },
};
