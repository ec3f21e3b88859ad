import type { ChangeKind } from "./change.ts";
import type { Instant } from "./ids.ts";
import type { Target } from "./changes/target.ts";

/** A time in which changes wait, whoever signed them off. */
export interface Freeze {
  readonly name: string;
  readonly from: Instant;
  readonly to: Instant;
  /** Cluster names; null: every cluster. */
  readonly clusters: readonly string[] | null;
  /** Kinds of change that may run all the same. */
  readonly allow: readonly ChangeKind[];
}

/** The freeze that holds a change up now; of several, the one that lasts longest. */
export function freezeOver(
  freezes: readonly Freeze[],
  wanted: { readonly kind: ChangeKind; readonly target: Target },
  now: Instant,
): Freeze | null {
  const holding = freezes.filter(
    (freeze) =>
      freeze.from <= now &&
      now < freeze.to &&
      (freeze.clusters === null || freeze.clusters.includes(wanted.target.cluster.name)) &&
      !freeze.allow.includes(wanted.kind),
  );
  return holding.toSorted((a, b) => b.to - a.to)[0] ?? null;
}
