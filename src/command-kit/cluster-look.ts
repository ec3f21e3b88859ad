import { minutesToMilliseconds, secondsToMilliseconds } from "date-fns";
import { CloudError, type CloudReader } from "../domain/cloud.ts";
import type { ClusterReference } from "../domain/cluster.ts";
import type { SeenCluster, SeenClusters } from "../views/home.ts";

/** The clusters, looked at now and then for many people at once. */
export interface ClusterLook {
  /** What the last look showed; null: nobody has looked lately. */
  known(): SeenClusters | null;
  /** Looks, unless somebody did just now. Resolves with the end of the look, which has a time limit. */
  look(): Promise<void>;
}

/** Milliseconds. Who waits longer for a cluster reads that it is not known. */
const patience = secondsToMilliseconds(6);
/** What was seen is shown for so long, and not looked at again for so long. */
const goodFor = minutesToMilliseconds(2);
const freshFor = secondsToMilliseconds(15);
/** Clusters that are looked at: two calls each. */
const mostClusters = 20;

/** @param elapsed milliseconds that pass whatever the clock is put to @param after calls back after so many milliseconds; what it gives stops that */
export function createClusterLook({
  cloud,
  elapsed,
  after,
}: {
  readonly cloud: Pick<CloudReader, "clusters" | "cluster" | "nodePools">;
  readonly elapsed: () => number;
  readonly after: (milliseconds: number, call: () => void) => () => void;
}): ClusterLook {
  let last: { readonly at: number; readonly seen: SeenClusters } | null = null;
  let running: Promise<void> | null = null;

  /** null: no answer in time, or a refusal. */
  async function inTime<Value>(asked: Promise<Value>): Promise<Value | null> {
    let stop = (): void => {};
    const late = new Promise<null>((resolve) => {
      stop = after(patience, () => resolve(null));
    });
    const answer = asked.catch((error: unknown) => {
      if (error instanceof CloudError) return null;
      throw error;
    });
    return Promise.race([answer, late]).finally(stop);
  }

  async function read(reference: ClusterReference): Promise<SeenCluster> {
    const [{ maintenanceWindow: window }, pools] = await Promise.all([
      cloud.cluster(reference),
      cloud.nodePools(reference),
    ]);
    return { name: reference.name, pools, window };
  }

  async function lookAtAll(): Promise<SeenClusters> {
    const references = await inTime(cloud.clusters());
    if (references === null) return { seen: [], notKnown: null, leftOut: 0 };
    const asked = references.slice(0, mostClusters);
    const answers = await Promise.all(asked.map((reference) => inTime(read(reference))));
    return {
      seen: answers.filter((answer) => answer !== null),
      notKnown: asked.filter((_, index) => answers[index] === null).map(({ name }) => name),
      leftOut: references.length - asked.length,
    };
  }

  return {
    known: () => (last !== null && elapsed() - last.at < goodFor ? last.seen : null),
    look() {
      if (running === null && last !== null && elapsed() - last.at < freshFor) return Promise.resolve();
      running ??= lookAtAll()
        .then((seen) => {
          last = { at: elapsed(), seen };
        })
        .finally(() => {
          running = null;
        });
      return running;
    },
  };
}
