import { clusterOf } from "./guards.ts";
import type { Operation } from "./operation.ts";

/** ACK reads the scaling groups again; here pools and their scaling groups never differ. */
export const syncClusterNodePool: Operation = {
  action: "SyncClusterNodePool",
  method: "POST",
  path: "/clusters/:cluster/sync_nodepools",
  answer(call) {
    clusterOf(call);
    return { RequestId: call.requestId };
  },
};
