import { conductOf } from "../domain/change.ts";
import { clusterTargetOf, findTarget, poolIdOf, targetName } from "../domain/changes/target.ts";
import { CloudError } from "../domain/cloud.ts";
import type { Operation } from "../domain/operation.ts";
import { startsIn } from "../domain/observation.ts";
import { type Difference, driftOf } from "../domain/plan.ts";
import { type EvidenceSources, lookForEvidence } from "./evidence.ts";
import type { Clock } from "./ports.ts";

/** Milliseconds that somebody who clicked waits for a look at the cloud; it is looked at again before anything is submitted. */
const patience = 3_000;

/** What has moved since a plan was made; none where the cloud cannot tell in time, or is about to move anyway. */
export function driftOfPlan(
  operation: Operation,
  sources: EvidenceSources,
  clock: Pick<Clock, "after">,
  { whileBusy = false }: { readonly whileBusy?: boolean } = {},
): Promise<readonly Difference[]> {
  return new Promise((resolve, reject) => {
    const cancel = clock.after(patience, () => resolve([]));
    look(operation, sources, whileBusy)
      .then(resolve, (error: unknown) => (error instanceof CloudError ? resolve([]) : reject(error)))
      .finally(cancel);
  });
}

async function look(
  { plan: { change, basis } }: Operation,
  sources: EvidenceSources,
  whileBusy: boolean,
): Promise<readonly Difference[]> {
  const { cloud } = sources;
  const { target } = change;
  const conduct = conductOf(change);
  const id = poolIdOf(target);
  const reference = clusterTargetOf(target.cluster);
  const [cluster, pools, evidence] = await Promise.all([
    cloud.cluster(target.cluster),
    cloud.nodePools(target.cluster),
    lookForEvidence(sources)(change),
  ]);
  const listed = findTarget(target, pools);
  if (id !== null && listed === null) return [{ fact: "pool", planned: targetName(target), present: "none" }];
  if (!whileBusy && id !== null && listed !== null && !startsIn(conduct, listed)) return [];
  const pool = id !== null && conduct.needsDescription ? await cloud.nodePool({ ...reference, id }) : listed;
  return driftOf(basis, conduct.basis({ cluster, pool, evidence }));
}
