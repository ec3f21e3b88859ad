import { refuse } from "../errors.ts";
import { merge } from "../json.ts";
import { desiredSizeOf, keptNodes, scalesByItself } from "../pool.ts";
import { clusterOf, mustBeIdle, mustFit, poolOf, wholeNumber } from "./guards.ts";
import { noSizeWhileAutoScaling } from "./modify-auto-scaling.ts";
import type { Operation } from "./operation.ts";
import { resize } from "./resize.ts";

/** Adds nodes: `count` is a difference, never a size. */
export const scaleClusterNodePool: Operation = {
  action: "ScaleClusterNodePool",
  method: "POST",
  path: "/clusters/:cluster/nodepools/:pool",
  answer(call) {
    const { region, body } = call;
    const [cluster, pool] = [clusterOf(call), poolOf(call)];
    mustBeIdle(region, cluster, pool);
    const count = wholeNumber(body, "count");
    if (scalesByItself(pool)) throw noSizeWhileAutoScaling();
    if (count === null || count < 1) {
      const { status, code } = region.assumptions.outOfRange;
      throw refuse(status, code, "count must be a positive number of nodes to add");
    }
    const desired = desiredSizeOf(pool);
    const size = keptNodes(pool).length + count;
    mustFit(region, cluster, pool, size);
    if (desired !== null) pool.document = merge(pool.document, { scaling_group: { desired_size: desired + count } });
    const task = resize(region, cluster, pool, size, { count });
    return { task_id: task?.id ?? "" };
  },
};
