import picomatch from "picomatch";
import * as z from "zod";
import type { ChangeKind } from "./change.ts";
import { poolNameOf, type Target } from "./changes/target.ts";
import { instant, type Instant, userId } from "./ids.ts";

/** A time in which changes wait, whoever signed them off. */
export interface Freeze {
  readonly name: string;
  readonly from: Instant;
  readonly to: Instant;
  /** Cluster names; null: every cluster. */
  readonly clusters: readonly string[] | null;
  /** Globs over pool names; null: every pool, and the clusters themselves. */
  readonly pools: readonly string[] | null;
  /** Kinds of change that may run all the same. */
  readonly allow: readonly ChangeKind[];
}

/** A freeze that somebody typed; there is one at a time for a cluster or pool. */
export const typedFreeze = z
  .object({
    cluster: z.string(),
    /** null: the whole cluster. */
    pool: z.string().nullable(),
    from: instant,
    to: instant,
    by: userId,
    reason: z.string(),
  })
  .readonly();
export type TypedFreeze = z.infer<typeof typedFreeze>;

/** `prod` or `prod/prod-pool`: the name of what is frozen is the name of the freeze. */
export function freezeName({ cluster, pool }: Pick<TypedFreeze, "cluster" | "pool">): string {
  return pool === null ? cluster : `${cluster}/${pool}`;
}

export function toFreeze(typed: TypedFreeze): Freeze {
  const { cluster, pool, from, to } = typed;
  return {
    name: `${freezeName(typed)}: ${typed.reason}`,
    from,
    to,
    clusters: [cluster],
    // A name is not a pattern: what would be one in a glob is taken as a letter.
    pools: pool === null ? null : [pool.replaceAll(/[\\*?[\]{}()!+@]/g, "\\$&")],
    allow: [],
  };
}

/** The freeze that holds a change up now; of several, the one that lasts longest. */
export function freezeOver(
  freezes: readonly Freeze[],
  wanted: { readonly kind: ChangeKind; readonly target: Target },
  now: Instant,
): Freeze | null {
  const pool = poolNameOf(wanted.target);
  const holding = freezes.filter(
    (freeze) =>
      freeze.from <= now &&
      now < freeze.to &&
      (freeze.clusters === null || freeze.clusters.includes(wanted.target.cluster.name)) &&
      (freeze.pools === null || (pool !== null && picomatch.isMatch(pool, [...freeze.pools]))) &&
      !freeze.allow.includes(wanted.kind),
  );
  return holding.toSorted((a, b) => b.to - a.to)[0] ?? null;
}
