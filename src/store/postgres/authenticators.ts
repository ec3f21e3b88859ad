import { sql } from "kysely";
import * as z from "zod";
import { type UserId, userId } from "../../domain/ids.ts";
import { drawSecret, openAuthenticator } from "../authenticators.ts";
import { createSealing } from "../sealing.ts";
import type { AuthenticatorBook } from "../store.ts";
import { createTurns } from "../turns.ts";
import type { Db } from "./database.ts";

const draftSchema = z.object({ secret: z.string(), at: z.number() });

/**
 * People's authenticators in a table, each sealed as in a file.
 * @throws UnreadableState where the key is another one: nobody's step-up is skipped for that
 */
export async function openAuthenticatorsIn(db: Db, key: string): Promise<AuthenticatorBook> {
  const sealing = createSealing(key);
  const inTurn = createTurns<UserId>();

  async function sealedOf(from: Db, user: UserId): Promise<string | null> {
    const row = await from.selectFrom("authenticators").select("sealed").where("user_id", "=", user).executeTakeFirst();
    return row?.sealed ?? null;
  }

  const people = await db.selectFrom("authenticators").selectAll().execute();
  for (const { user_id: user, sealed } of people) openAuthenticator(sealing, userId.parse(user), sealed);

  return {
    async find(user) {
      const sealed = await sealedOf(db, user);
      return sealed === null ? null : openAuthenticator(sealing, user, sealed);
    },
    update: (user, change) =>
      inTurn(user, () =>
        db.transaction().execute(async (transaction) => {
          // There may be no row to lock yet.
          await sql`select pg_advisory_xact_lock(hashtextextended(${`authenticator ${user}`}, 0))`.execute(transaction);
          const before = await sealedOf(transaction, user);
          const known = before === null ? null : openAuthenticator(sealing, user, before);
          const { next, value } = change(known);
          if (next !== null && next !== known) {
            const sealed = sealing.seal(user, JSON.stringify(next));
            await transaction
              .insertInto("authenticators")
              .values({ user_id: user, sealed })
              .onConflict((conflict) => conflict.column("user_id").doUpdateSet({ sealed }))
              .execute();
          }
          return value;
        }),
      ),
    drawSecret,
    async setDraft(user, draft) {
      if (draft === null) {
        await db.deleteFrom("drafts").where("user_id", "=", user).execute();
        return;
      }
      const sealed = sealing.seal(aboutDraft(user), JSON.stringify(draft));
      await db
        .insertInto("drafts")
        .values({ user_id: user, sealed })
        .onConflict((conflict) => conflict.column("user_id").doUpdateSet({ sealed }))
        .execute();
    },
    async draft(user) {
      const row = await db.selectFrom("drafts").select("sealed").where("user_id", "=", user).executeTakeFirst();
      return row === undefined ? null : draftSchema.parse(JSON.parse(sealing.open(aboutDraft(user), row.sealed)));
    },
  };
}

/** Who has an authenticator; needs no key. */
export async function enrolledPeopleIn(db: Db): Promise<readonly string[]> {
  const rows = await db.selectFrom("authenticators").select("user_id").orderBy("user_id").execute();
  return rows.map(({ user_id: user }) => user);
}

/** Takes somebody's authenticator away; needs no key. false: there was none. */
export async function forgetAuthenticatorIn(db: Db, user: UserId): Promise<boolean> {
  const { numDeletedRows } = await db.deleteFrom("authenticators").where("user_id", "=", user).executeTakeFirst();
  return numDeletedRows > 0n;
}

/** A draft that is put in an authenticator's place does not open. */
function aboutDraft(user: UserId): string {
  return `${user} draft`;
}
