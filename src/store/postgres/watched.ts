import { sql } from "kysely";
import type { ClusterId } from "../../domain/ids.ts";
import { type Watched, watched } from "../../domain/watching/memory.ts";
import type { WatchBook } from "../store.ts";
import { createTurns } from "../turns.ts";
import type { Db } from "./database.ts";
import type { Leases } from "./leases.ts";
import { parseRow } from "./rows.ts";

/** Opens what the one who led before has left of watched clusters. It is written by whoever leads, and by nobody else. */
export async function openWatchedIn(db: Db, leases: Pick<Leases, "leads">): Promise<WatchBook> {
  const inTurn = createTurns<ClusterId>();
  const rows = await db.selectFrom("watched").select("document").execute();
  const stored = new Map(rows.map(({ document }) => entryOf(parseRow(watched, document))));

  async function write(cluster: ClusterId, change: Parameters<WatchBook["update"]>[1]): Promise<void> {
    const next = change(stored.get(cluster) ?? null);
    if (next === null) return;
    const document = JSON.stringify(next);
    const { numAffectedRows } = await sql`
      insert into watched (cluster, document) select ${cluster}, ${document}::json where ${leases.leads()}
      on conflict (cluster) do update set document = excluded.document`.execute(db);
    if (numAffectedRows !== 1n) throw new Error("another replica watches now");
    stored.set(cluster, next);
  }

  return {
    all: () => [...stored.values()],
    find: (cluster) => stored.get(cluster) ?? null,
    update: (cluster, change) => inTurn(cluster, () => write(cluster, change)),
  };
}

/** Puts one down in a database that nobody serves yet. */
export async function insertWatched(db: Db, kept: Watched): Promise<void> {
  await db
    .insertInto("watched")
    .values({ cluster: kept.cluster, document: JSON.stringify(kept) })
    .execute();
}

function entryOf(kept: Watched): readonly [ClusterId, Watched] {
  return [kept.cluster, kept];
}
