import { performance } from "node:perf_hooks";
import { type RawBuilder, sql } from "kysely";
import { type ClusterId, clusterId } from "../../domain/ids.ts";
import { type Db, notifyOthers } from "./database.ts";

/**
 * Which clusters this replica carries, and whether it leads. A lease lasts by the clock of the database; what is known of it here ends, by a clock that nobody
 * sets, no later than there. A replica that cannot reach the database carries nothing when that time is over.
 */
export interface Leases {
  /**
   * Takes a cluster that nobody holds (any more) for this replica, in the transaction that brings it an operation: whoever sees the operation sees
   * that it is taken. That it is held is known here after the next {@link Leases.claim}.
   */
  take(transaction: Db, cluster: ClusterId): Promise<void>;
  /** Renews what is held, and takes what nobody holds (any more) of the clusters in which an operation is open. */
  claim(): Promise<void>;
  holds(cluster: ClusterId): boolean;
  /** Those that came to be held since they were last asked for: whatever is known of them may be old. */
  gained(): ReadonlySet<ClusterId>;
  /** From now on this replica also reaches for what one does for all. */
  stand(): void;
  /** The number of the term in which this replica does what one does for all; null: another one does, or nobody. */
  term(): number | null;
  /** A condition: true in the statement only while that is so. */
  leads(): RawBuilder<boolean>;
  /** Whether any lease can be held at present, without asking again. */
  certain(): boolean;
  /** A condition on a row with a cluster: true in the statement only while the lease is ours. */
  condition(cluster: RawBuilder<unknown>): RawBuilder<boolean>;
  /** Lets others take over at once. */
  release(): Promise<void>;
}

/** Stands among the leases where clusters do; no cluster has such an id. */
const office = "role:background";

/** @param length milliseconds for which a lease lasts without being renewed */
export function createLeases(db: Db, replica: string, length: number): Leases {
  let held: ReadonlySet<ClusterId> = new Set();
  let fresh = new Set<ClusterId>();
  let until = 0;
  let released = false;
  let stands = false;
  let term = 0;
  let inOffice = false;
  const isOver = (): boolean => released;
  const certain = (): boolean => performance.now() < until;

  const condition = (cluster: RawBuilder<unknown>): RawBuilder<boolean> => sql<boolean>`exists (
    select from leases where leases.cluster = ${cluster} and holder = ${replica} and until > clock_timestamp()
  )`;

  /** Of those that are wanted, what is held already or by nobody. In one order everywhere: two replicas that ask at once do not wait for each other. */
  const reach = (wanted: RawBuilder<unknown>): RawBuilder<{ readonly cluster: string }> => sql`
    insert into leases (cluster, holder, until)
    select cluster, ${replica}, clock_timestamp() + ${length} * interval '1 millisecond'
    from (${wanted} order by cluster) as wanted
    on conflict (cluster) do update set holder = excluded.holder, until = excluded.until
    where leases.holder = excluded.holder or leases.until < clock_timestamp()
    returning cluster`;

  return {
    async take(transaction, cluster) {
      if (!isOver()) await reach(sql`select ${cluster}::text as cluster`).execute(transaction);
    },
    async claim() {
      if (isOver()) return;
      const asked = performance.now();
      const wanted = sql`select cluster from operations where open union select ${office} where ${stands}`;
      const { rows } = await reach(wanted).execute(db);
      if (isOver()) return;
      const lasted = certain();
      const before = lasted ? held : new Set();
      held = new Set(rows.flatMap(({ cluster }) => (cluster === office ? [] : clusterId.parse(cluster))));
      const elected = rows.some(({ cluster }) => cluster === office);
      if (elected && !(lasted && inOffice)) term += 1;
      inOffice = elected;
      // From before the question was sent: the database began to count later.
      until = asked + length;
      for (const cluster of held) if (!before.has(cluster)) fresh.add(cluster);
    },
    holds: (cluster) => certain() && held.has(cluster),
    gained() {
      const gained = fresh;
      fresh = new Set();
      return gained;
    },
    stand() {
      stands = true;
    },
    term: () => (certain() && inOffice ? term : null),
    leads: () => condition(sql`${office}`),
    certain,
    condition,
    async release() {
      released = true;
      until = 0;
      await sql`update leases set until = '-infinity' where holder = ${replica}`.execute(db);
      await notifyOthers(db, replica);
    },
  };
}
