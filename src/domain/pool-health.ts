import { brokenStates, idleState, type NodePool, qualifiedName } from "./node-pool.ts";

/** How a pool is, from worst to best. */
export const healths = ["broken", "degraded", "busy", "well"] as const;
export type Health = (typeof healths)[number];

/**
 * `broken`: ACK gave the pool up. `degraded`: nodes of it fail or are offline, or do not serve while nothing goes on. `busy`: ACK works
 * on it, or nodes come and go.
 */
export function healthOf({ state, nodes }: Pick<NodePool, "state" | "nodes">): Health {
  if (brokenStates.has(state)) return "broken";
  if (nodes.failed > 0 || nodes.offline > 0) return "degraded";
  if (state !== idleState || nodes.initial > 0 || nodes.removing > 0) return "busy";
  return nodes.serving < nodes.total ? "degraded" : "well";
}

/** Those that need somebody's eye come first; among the same, by name. */
export function worstFirst(pools: readonly NodePool[]): readonly NodePool[] {
  const rank = (pool: NodePool): number => healths.indexOf(healthOf(pool));
  return pools.toSorted(
    (one, other) => rank(one) - rank(other) || (qualifiedName(one) < qualifiedName(other) ? -1 : 1),
  );
}
