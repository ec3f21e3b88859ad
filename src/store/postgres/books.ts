import { sql } from "kysely";
import { delegation } from "../../domain/delegation.ts";
import { freezeName, typedFreeze } from "../../domain/freeze.ts";
import type { DelegationBook, FreezeBook } from "../store.ts";
import type { Db } from "./database.ts";
import { parseRow } from "./rows.ts";

/** Freezes in a table, read anew each time: one that was typed at another replica holds here, too. @param now milliseconds since 1970 */
export function createFreezes(db: Db, now: () => number): FreezeBook {
  return {
    async list() {
      const rows = await db.selectFrom("freezes").select("document").orderBy("name").execute();
      return rows.map(({ document }) => parseRow(typedFreeze, document));
    },
    async add(freeze) {
      await db
        .deleteFrom("freezes")
        .where(sql<boolean>`ends <= ${now()}`)
        .execute();
      const row = { ends: freeze.to, document: JSON.stringify(freeze) };
      await db
        .insertInto("freezes")
        .values({ name: freezeName(freeze), ...row })
        .onConflict((conflict) => conflict.column("name").doUpdateSet(row))
        .execute();
    },
    async remove(name) {
      const row = await db.deleteFrom("freezes").where("name", "=", name).returning("document").executeTakeFirst();
      return row === undefined ? null : parseRow(typedFreeze, row.document);
    },
  };
}

/** Delegations in a table, read anew each time. @param now milliseconds since 1970 */
export function createDelegations(db: Db, now: () => number): DelegationBook {
  return {
    async list() {
      const rows = await db.selectFrom("delegations").select("document").orderBy("delegator").execute();
      return rows.map(({ document }) => parseRow(delegation, document));
    },
    async add(given) {
      await db
        .deleteFrom("delegations")
        .where(sql<boolean>`ends <= ${now()}`)
        .execute();
      const row = { ends: given.until, document: JSON.stringify(given) };
      await db
        .insertInto("delegations")
        .values({ delegator: given.from, delegate: given.to, ...row })
        .onConflict((conflict) => conflict.columns(["delegator", "delegate"]).doUpdateSet(row))
        .execute();
    },
    async remove(from, to) {
      const rows = await db
        .deleteFrom("delegations")
        .where("delegator", "=", from)
        .where(sql<boolean>`ends > ${now()}`)
        .$if(to !== null, (query) => query.where("delegate", "=", to))
        .returning("document")
        .execute();
      return rows.map(({ document }) => parseRow(delegation, document));
    },
  };
}
