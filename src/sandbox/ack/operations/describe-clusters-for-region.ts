import { clusterList } from "./cluster-list.ts";
import type { Operation } from "./operation.ts";

export const describeClustersForRegion: Operation = {
  action: "DescribeClustersForRegion",
  method: "GET",
  path: "/regions/:region/clusters",
  answer: (call) => clusterList(call, call.params["region"] ?? ""),
};
