import { subscription, type Subscription, subscriptionName } from "../../domain/watching/subscription.ts";
import type { SubscriptionBook } from "../store.ts";
import { type Db, notifyOthers } from "./database.ts";
import { parseRow } from "./rows.ts";

/** Subscriptions in a table, and a copy of it at hand that is read anew when others change it. */
export interface PostgresSubscriptions extends SubscriptionBook {
  refresh(): Promise<void>;
}

export async function openSubscriptionsIn(db: Db, replica: string): Promise<PostgresSubscriptions> {
  const listeners: (() => void)[] = [];
  let present: readonly Subscription[] = [];

  async function refresh(): Promise<void> {
    const rows = await db.selectFrom("subscriptions").select("document").orderBy("channel").orderBy("name").execute();
    const read = rows.map(({ document }) => parseRow(subscription, document));
    if (JSON.stringify(read) === JSON.stringify(present)) return;
    present = read;
    for (const listener of listeners) listener();
  }

  await refresh();
  return {
    list: () => present,
    async add(made) {
      await db.transaction().execute(async (transaction) => {
        await insertSubscription(transaction, made);
        await notifyOthers(transaction, replica);
      });
      await refresh();
    },
    async remove(channel, name) {
      const row = await db.transaction().execute(async (transaction) => {
        await notifyOthers(transaction, replica);
        return transaction
          .deleteFrom("subscriptions")
          .where("channel", "=", channel)
          .where("name", "=", name)
          .returning("document")
          .executeTakeFirst();
      });
      await refresh();
      return row === undefined ? null : parseRow(subscription, row.document);
    },
    onChange(listener) {
      listeners.push(listener);
    },
    refresh,
  };
}

/** Another of the same channel and name gives way. */
export async function insertSubscription(db: Db, made: Subscription): Promise<void> {
  const document = JSON.stringify(made);
  await db
    .insertInto("subscriptions")
    .values({ channel: made.channel, name: subscriptionName(made), document })
    .onConflict((conflict) => conflict.columns(["channel", "name"]).doUpdateSet({ document }))
    .execute();
}
