import { type CloudReader, type ClusterEvent, ifKnown, type OperationPlan } from "../domain/cloud.ts";
import type { ClusterReference } from "../domain/cluster.ts";
import type { Clock, EngineLog } from "./ports.ts";

/** What ACK lists for a whole region, read once for all of its clusters. null: it could not be read. */
export interface RegionFeed {
  plans(cluster: ClusterReference): Promise<readonly OperationPlan[] | null>;
  events(cluster: ClusterReference, since: number): Promise<readonly ClusterEvent[] | null>;
}

interface Reading<Item> {
  /** By the time that passes, not by the clock. */
  readonly at: number;
  readonly since: number;
  readonly items: Promise<readonly Item[] | null>;
}

/** @param kept milliseconds for which a reading serves */
export function createRegionFeed({
  cloud,
  clock,
  log,
  kept,
}: {
  readonly cloud: CloudReader;
  readonly clock: Pick<Clock, "elapsed">;
  readonly log: Pick<EngineLog, "warn">;
  readonly kept: number;
}): RegionFeed {
  const plans = new Map<string, Reading<OperationPlan>>();
  const events = new Map<string, Reading<ClusterEvent>>();

  function reading<Item>(
    readings: Map<string, Reading<Item>>,
    region: string,
    since: number,
    read: () => Promise<readonly Item[]>,
  ): Promise<readonly Item[] | null> {
    const known = readings.get(region);
    const now = clock.elapsed();
    if (known !== undefined && now - known.at < kept && known.since <= since) return known.items;
    const items = ifKnown(read()).then((found) => {
      if (found === null) log.warn({ region }, "a list of the region could not be read");
      return found;
    });
    readings.set(region, { at: now, since, items });
    return items;
  }

  return {
    async plans(cluster) {
      const all = await reading(plans, cluster.region, 0, () => cloud.plansOfRegion(cluster.region));
      return all?.filter((plan) => plan.cluster === cluster.id) ?? null;
    },
    async events(cluster, since) {
      const all = await reading(events, cluster.region, since, async () => {
        const { items } = await cloud.regionEventsSince(cluster.region, since);
        return items;
      });
      return all?.filter((event) => event.cluster === cluster.id) ?? null;
    },
  };
}
