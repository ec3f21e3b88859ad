import { randomUUID } from "node:crypto";
import { sql } from "kysely";
import type { Db } from "./database.ts";

/** Thrown out of a transaction, so that nothing of it stands. */
class Undone extends Error {}

/** Writes as the store does, and takes it back. Throws where that does not go. */
export async function tryWriting(db: Db, hasTables: boolean): Promise<void> {
  const trial = db.transaction().execute(async (transaction) => {
    const name = `probe-${randomUUID()}`;
    if (hasTables) await transaction.insertInto("keys").values({ name, proof: "" }).execute();
    else await sql`create table ${sql.id(name)} (name text)`.execute(transaction);
    throw new Undone();
  });
  await trial.catch((error: unknown) => {
    if (!(error instanceof Undone)) throw error;
  });
}
