import { clusterList } from "./cluster-list.ts";
import type { Operation } from "./operation.ts";

export const describeClustersV1: Operation = {
  action: "DescribeClustersV1",
  method: "GET",
  path: "/api/v1/clusters",
  served: ({ clustersV1Answers }) => clustersV1Answers,
  answer: (call) => clusterList(call, call.query["region_id"] || null),
};
