import { randomUUID } from "node:crypto";
import type { Operation } from "../../domain/operation.ts";
import { createSigning } from "../signing.ts";
import type { Store, StoreLog } from "../store.ts";
import { coalesced } from "../turns.ts";
import { compareKey, createAuditLog } from "./audit-log.ts";
import { openAuthenticatorsIn } from "./authenticators.ts";
import { createDelegations, createFreezes } from "./books.ts";
import { openDatabase } from "./database.ts";
import { createLeadership, type Leadership } from "./leadership.ts";
import { createLeases } from "./leases.ts";
import { createOperations } from "./operations.ts";
import { tryWriting } from "./probe.ts";
import { createSeenRequests } from "./seen-requests.ts";
import { openSubscriptionsIn, type PostgresSubscriptions } from "./subscriptions.ts";
import { openWatchedIn } from "./watched.ts";

export interface PostgresStoreOptions {
  readonly url: string;
  /** Seals the audit log; the same in every replica. */
  readonly auditKey: string;
  /** Milliseconds without a sign of life after which others carry what a replica carried. */
  readonly takeOverAfter: number;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  readonly log: StoreLog;
}

/**
 * Opens the store in a PostgreSQL database, which replicas share.
 * @throws UnusableStore where the database cannot be used, or the others have another key
 */
export async function openPostgresStore(options: PostgresStoreOptions): Promise<Store> {
  const { url, auditKey, takeOverAfter, now, log } = options;
  const replica = randomUUID();
  const database = await openDatabase(url, replica, log);
  const { db, urgent } = database;
  let subscriptions: PostgresSubscriptions;
  try {
    await compareKey(db, auditKey);
    subscriptions = await openSubscriptionsIn(db, replica);
  } catch (error) {
    await database.close();
    throw error;
  }
  const signing = createSigning(auditKey);
  const leases = createLeases(urgent, replica, takeOverAfter);
  const { news, ...operations } = createOperations(db, leases, replica, signing);
  const listeners: ((operation: Operation) => Promise<void>)[] = [];
  let leadership: Leadership | null = null;
  let timer: NodeJS.Timeout | null = null;

  const renew = coalesced(() => leases.claim());
  const tell = coalesced(async () => {
    if (listeners.length === 0) return;
    for (const operation of await news()) {
      for (const listener of listeners) {
        await listener(operation).catch((error: unknown) =>
          log.error({ err: error, operation: operation.id }, "change by another replica was not taken up"),
        );
      }
    }
  });
  const settle = (): Promise<void> =>
    leadership?.settle().catch((error: unknown) => log.error({ err: error }, "what one does for all did not begin")) ??
    Promise.resolve();

  /** Renews leases in time, and tells what others wrote. */
  async function look(): Promise<void> {
    try {
      await renew();
    } catch (error) {
      log.warn({ err: error }, "leases could not be renewed");
      // What one does for all ends in time also where the database cannot be asked.
      return settle();
    }
    const taken = await Promise.allSettled([settle(), tell(), subscriptions.refresh()]);
    for (const each of taken) {
      if (each.status === "rejected") log.warn({ err: each.reason }, "what others wrote could not be read");
    }
  }

  /** At once where word of something comes, and else at the next renewal. */
  function keepLooking(): void {
    if (timer !== null) return;
    timer = setInterval(() => void look(), takeOverAfter / 3);
    database.listen(() => void look());
  }

  log.info({ replica }, "store is open");
  return {
    operations: {
      ...operations,
      onForeignChange(listener) {
        listeners.push(listener);
        keepLooking();
      },
    },
    audit: createAuditLog(db, auditKey),
    seen: createSeenRequests(db, now),
    freezes: createFreezes(db, now, signing),
    delegations: createDelegations(db, now, signing),
    subscriptions,
    async whileLeading(begin) {
      const mine = createLeadership(leases, () => openWatchedIn(db, leases), begin, log);
      leadership = mine;
      leases.stand();
      keepLooking();
      await look();
      return mine.resign;
    },
    authenticators: (key) => openAuthenticatorsIn(db, key),
    probe: () => tryWriting(db, true),
    async close() {
      if (timer !== null) clearInterval(timer);
      await Promise.allSettled([renew(), tell()]);
      await leases
        .release()
        .catch((error: unknown) => log.warn({ err: error }, "leases were not handed over: they run out"));
      await database.close();
    },
  };
}
