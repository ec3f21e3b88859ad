import { poolOf } from "./guards.ts";
import type { Operation } from "./operation.ts";
import { poolDetail } from "./wire-node-pool.ts";

export const describeClusterNodePoolDetail: Operation = {
  action: "DescribeClusterNodePoolDetail",
  method: "GET",
  path: "/clusters/:cluster/nodepools/:pool",
  answer: (call) => poolDetail(poolOf(call)),
};
