import { poolName } from "../pool.ts";
import { clusterOf } from "./guards.ts";
import type { Operation } from "./operation.ts";
import { poolListed } from "./wire-node-pool.ts";

/** All pools at once: the list has no pages, and its answer no request id. */
export const describeClusterNodePools: Operation = {
  action: "DescribeClusterNodePools",
  method: "GET",
  path: "/clusters/:cluster/nodepools",
  answer(call) {
    const name = call.query["NodepoolName"] ?? "";
    const pools = [...clusterOf(call).pools.values()].filter(
      (pool) => pool.foundFrom <= call.region.now && (name === "" || poolName(pool) === name),
    );
    return { nodepools: pools.map(poolListed) };
  },
};
