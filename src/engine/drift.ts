import { conductOf } from "../domain/change.ts";
import { clusterTargetOf, findTarget, poolIdOf, targetName } from "../domain/changes/target.ts";
import { type CloudReader, CloudError } from "../domain/cloud.ts";
import type { Operation } from "../domain/operation.ts";
import { type Difference, driftOf } from "../domain/plan.ts";
import type { Clock } from "./ports.ts";

/** Milliseconds that somebody who clicked waits for a look at the cloud; it is looked at again before anything is submitted. */
const patience = 3_000;

/** What has moved since a plan was made; none where the cloud cannot tell in time, or is about to move anyway. */
export function driftOfPlan(
  operation: Operation,
  cloud: CloudReader,
  clock: Pick<Clock, "after">,
): Promise<readonly Difference[]> {
  return new Promise((resolve, reject) => {
    const cancel = clock.after(patience, () => resolve([]));
    look(operation, cloud)
      .then(resolve, (error: unknown) => (error instanceof CloudError ? resolve([]) : reject(error)))
      .finally(cancel);
  });
}

async function look({ plan: { change, basis } }: Operation, cloud: CloudReader): Promise<readonly Difference[]> {
  const { target } = change;
  const conduct = conductOf(change);
  const id = poolIdOf(target);
  const reference = clusterTargetOf(target.cluster);
  const [cluster, pools] = await Promise.all([cloud.cluster(target.cluster), cloud.nodePools(target.cluster)]);
  const listed = findTarget(target, pools);
  if (id !== null && listed === null) return [{ fact: "pool", planned: targetName(target), present: "none" }];
  if (id !== null && listed !== null && !conduct.startsIn.includes(listed.state)) return [];
  const pool = id !== null && conduct.needsDescription ? await cloud.nodePool({ ...reference, id }) : listed;
  return driftOf(basis, conduct.basis({ cluster, pool }));
}
