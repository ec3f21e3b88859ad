import { sql } from "kysely";
import { type Delegation, delegation } from "../../domain/delegation.ts";
import { freezeName, typedFreeze } from "../../domain/freeze.ts";
import type { Signing } from "../signing.ts";
import type { DelegationBook, FreezeBook } from "../store.ts";
import type { Db } from "./database.ts";
import { parseRow } from "./rows.ts";

/** Freezes in a table, read anew each time: one that was typed at another replica holds here, too. @param now milliseconds since 1970 */
export function createFreezes(db: Db, now: () => number, signing: Signing): FreezeBook {
  return {
    async list() {
      const rows = await db.selectFrom("freezes").select(["name", "document"]).orderBy("name").execute();
      return rows.map(({ name, document }) => parseRow(typedFreeze, signing.open(name, JSON.stringify(document))));
    },
    async add(freeze) {
      await db
        .deleteFrom("freezes")
        .where(sql<boolean>`ends <= ${now()}`)
        .execute();
      const row = { ends: freeze.to, document: signing.sign(freezeName(freeze), freeze) };
      await db
        .insertInto("freezes")
        .values({ name: freezeName(freeze), ...row })
        .onConflict((conflict) => conflict.column("name").doUpdateSet(row))
        .execute();
    },
    async remove(name) {
      const row = await db.deleteFrom("freezes").where("name", "=", name).returning("document").executeTakeFirst();
      return row === undefined ? null : parseRow(typedFreeze, signing.open(name, JSON.stringify(row.document)));
    },
  };
}

const pairAndDocument = ["delegator", "delegate", "document"] as const;
interface PairAndDocument {
  readonly delegator: string;
  readonly delegate: string;
  readonly document: unknown;
}

function nameOf(delegator: string, delegate: string): string {
  return `delegation of ${delegator} to ${delegate}`;
}

/** Delegations in a table, read anew each time. @param now milliseconds since 1970 */
export function createDelegations(db: Db, now: () => number, signing: Signing): DelegationBook {
  const read = ({ delegator, delegate, document }: PairAndDocument): Delegation =>
    parseRow(delegation, signing.open(nameOf(delegator, delegate), JSON.stringify(document)));
  return {
    async list() {
      const rows = await db.selectFrom("delegations").select(pairAndDocument).orderBy("delegator").execute();
      return rows.map(read);
    },
    async add(given) {
      await db
        .deleteFrom("delegations")
        .where(sql<boolean>`ends <= ${now()}`)
        .execute();
      const row = { ends: given.until, document: signing.sign(nameOf(given.from, given.to), given) };
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
        .returning(pairAndDocument)
        .execute();
      return rows.map(read);
    },
  };
}
