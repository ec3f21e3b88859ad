import type { AckAssumptions } from "./assumptions.ts";

export interface Throttle {
  /** Takes one call; milliseconds to wait where there are none left, else null. */
  take(action: string, accessKey: string): number | null;
}

/**
 * A token bucket per action and access key: ACK limits each API for each account.
 * @param now the time here, in milliseconds: callers live in it, however fast the cloud runs
 */
export function createThrottle({ burst, perSecond }: AckAssumptions["throttling"], now: () => number): Throttle {
  const buckets = new Map<string, { left: number; at: number }>();
  return {
    take(action, accessKey) {
      const name = `${action} ${accessKey}`;
      const bucket = buckets.get(name) ?? { left: burst, at: now() };
      const filled = Math.min(burst, bucket.left + ((now() - bucket.at) * perSecond) / 1_000);
      const enough = filled >= 1;
      buckets.set(name, { left: enough ? filled - 1 : filled, at: now() });
      return enough ? null : Math.ceil(((1 - filled) * 1_000) / perSecond);
    },
  };
}
