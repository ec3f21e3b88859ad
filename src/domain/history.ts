import { poolIdOf, poolNameOf, targetName } from "./changes/target.ts";
import type { Instant } from "./ids.ts";
import type { Operation } from "./operation.ts";

/** Which operations of the past somebody wants to see. */
export interface HistoryQuery {
  /** A pool's name, `cluster/pool` or id, or a cluster's name for what was about the cluster itself; null: all. */
  readonly about: string | null;
  /** Asked for at this moment or later. */
  readonly since: Instant;
  /** The newest so many. */
  readonly limit: number;
}

export interface History {
  /** Ended and not ended, the one asked for last first. */
  readonly operations: readonly Operation[];
  /** Files that should hold operations and cannot be understood: what they hold is missing here. */
  readonly unreadable: readonly string[];
}

export function belongsTo({ about, since }: HistoryQuery, { plan, requestedAt }: Operation): boolean {
  const { target } = plan.change;
  const names: readonly (string | null)[] = [poolNameOf(target), targetName(target), poolIdOf(target)];
  return requestedAt >= since && (about === null || names.includes(about));
}

/** The one asked for last comes first. */
export function newestFirst(operations: Iterable<Operation>): readonly Operation[] {
  return [...operations].toSorted((one, other) => other.requestedAt - one.requestedAt);
}
