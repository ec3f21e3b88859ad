import { type CloudReader, type ClusterEvent, CloudError, type OperationPlan } from "../domain/cloud.ts";
import type { Clock, EngineLog } from "./ports.ts";

/** What ACK lists for a whole region, read once for all of its clusters and for all who ask. Throws CloudError. */
export interface RegionFeed {
  /** @param within milliseconds: an older reading does not serve */
  plans(region: string, within: number): Promise<readonly OperationPlan[]>;
  /** Those since a moment, and none before it: who asks has forgotten those. */
  events(region: string, since: number, within: number): Promise<readonly ClusterEvent[]>;
  /** Plans of a region are other ones now: no reading that was begun before serves. */
  plansMoved(region: string): void;
}

interface Reading<Item> {
  /** By the time that passes, not by the clock. */
  readonly at: number;
  readonly since: number;
  readonly items: Promise<readonly Item[]>;
}

export function createRegionFeed({
  cloud,
  clock,
  log,
}: {
  readonly cloud: Pick<CloudReader, "plansOfRegion" | "regionEventsSince">;
  readonly clock: Pick<Clock, "elapsed">;
  readonly log: Pick<EngineLog, "warn">;
}): RegionFeed {
  const plans = new Map<string, Reading<OperationPlan>>();
  const events = new Map<string, Reading<ClusterEvent>>();

  async function logged<Item>(region: string, items: Promise<Item>): Promise<Item> {
    try {
      return await items;
    } catch (error) {
      if (error instanceof CloudError) {
        log.warn({ region, action: error.action, code: error.code }, "a list of the region could not be read");
      }
      throw error;
    }
  }

  function reading<Item>(
    readings: Map<string, Reading<Item>>,
    region: string,
    { since, within }: { readonly since: number; readonly within: number },
    read: () => Promise<readonly Item[]>,
  ): Promise<readonly Item[]> {
    const known = readings.get(region);
    const now = clock.elapsed();
    if (known !== undefined && now - known.at < within && known.since <= since) return known.items;
    const items = logged(region, read());
    readings.set(region, { at: now, since, items });
    return items;
  }

  return {
    plans: (region, within) => reading(plans, region, { since: 0, within }, () => cloud.plansOfRegion(region)),
    async events(region, since, within) {
      const read = async (): Promise<readonly ClusterEvent[]> => (await cloud.regionEventsSince(region, since)).items;
      const listed = await reading(events, region, { since, within }, read);
      return listed.filter(({ at }) => at === null || at >= since);
    },
    plansMoved: (region) => void plans.delete(region),
  };
}
