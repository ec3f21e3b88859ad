import type { RateLimitAssumptions } from "./assumptions.ts";

/** Slack's tiers. The number of each is what it allows per minute. */
export type Tier = "tier1" | "tier2" | "tier3" | "tier4" | "unlimited" | "connections" | "messages";

const perMinute: Readonly<Record<"tier1" | "tier2" | "tier3" | "tier4", number>> = {
  tier1: 1,
  tier2: 20,
  tier3: 50,
  tier4: 100,
};

export interface RateLimits {
  /** Null when the call may pass, else the seconds to wait (Slack's Retry-After: whole seconds, at least one). */
  take(method: string, tier: Tier): number | null;
  /** The same for a message to a channel: about one a second, bursts tolerated. */
  takeMessage(channel: string): number | null;
}

/** Token buckets: each holds at most `capacity` and fills at `refill` a second. */
export function createRateLimits(assumptions: RateLimitAssumptions, now: () => Date): RateLimits {
  const buckets = new Map<string, { tokens: number; at: number }>();

  function takeFrom(key: string, capacity: number, refill: number): number | null {
    if (!assumptions.enabled) return null;
    const scaledCapacity = Math.max(1, capacity * assumptions.scale);
    const perSecond = refill * assumptions.scale;
    const at = now().getTime();
    const bucket = buckets.get(key) ?? { tokens: scaledCapacity, at };
    const tokens = Math.min(scaledCapacity, bucket.tokens + (Math.max(0, at - bucket.at) / 1_000) * perSecond);
    if (tokens < 1) {
      buckets.set(key, { tokens, at });
      return Math.max(1, Math.ceil((1 - tokens) / perSecond));
    }
    buckets.set(key, { tokens: tokens - 1, at });
    return null;
  }

  return {
    take(method, tier) {
      if (tier === "unlimited") return null;
      const limit =
        tier === "messages"
          ? assumptions.messagesPerMinute
          : tier === "connections"
            ? assumptions.connectionsPerMinute
            : perMinute[tier];
      return takeFrom(`method ${method}`, limit, limit / 60);
    },
    takeMessage: (channel) => takeFrom(`channel ${channel}`, assumptions.channelBurst, 1),
  };
}
