import { sql } from "kysely";
import type { SeenRequests } from "../store.ts";
import { batched } from "../turns.ts";
import type { Db } from "./database.ts";

/** Milliseconds that one set covers: Slack's signatures are good for five minutes either way. */
const span = 10 * 60_000;

/**
 * Requests that were taken by any replica. A copy that comes to the same replica is told at once; one that comes to another one when its
 * claim is written down, which only the first does. @param now milliseconds since 1970
 */
export function createSeenRequests(db: Db, now: () => number): SeenRequests {
  const known = new Map<number, Set<string>>();
  /** One write for all that came meanwhile; resolves with those that nobody had taken. */
  const claim = batched(async (ids: readonly string[]) => {
    const { rows } = await sql<{ id: string }>`
      insert into seen_requests (id) select unnest(${ids}::text[]) on conflict do nothing returning id`.execute(db);
    return new Set(rows.map(({ id }) => id));
  });

  function forget(present: number): void {
    for (const window of [...known.keys()].filter((each) => each < present - 1)) known.delete(window);
    // Where that fails, the next window does it.
    void sql`delete from seen_requests where seen_at < now() - interval '20 minutes'`.execute(db).catch(() => {});
  }

  return {
    take(id) {
      for (const ids of known.values()) if (ids.has(id)) return null;
      const window = Math.floor(now() / span);
      let ids = known.get(window);
      if (ids === undefined) {
        ids = new Set();
        known.set(window, ids);
        forget(window);
      }
      ids.add(id);
      return async () => (await claim(id)).has(id);
    },
  };
}
