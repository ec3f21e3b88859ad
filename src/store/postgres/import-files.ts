import { randomUUID } from "node:crypto";
import { join } from "node:path";
import type { AuditRecord } from "../../domain/audit.ts";
import { auditRecords, verifyChain } from "../audit-log.ts";
import { sealedAuthenticators } from "../authenticators.ts";
import { openFileStore } from "../files.ts";
import { createSigning } from "../signing.ts";
import { UnusableStore } from "../store.ts";
import { openWatched } from "../watched.ts";
import { compareKey, insertRecords } from "./audit-log.ts";
import { createDelegations, createFreezes } from "./books.ts";
import { openDatabase } from "./database.ts";
import { insertOperation } from "./operations.ts";
import { insertSubscription } from "./subscriptions.ts";
import { insertWatched } from "./watched.ts";

export interface Import {
  readonly folder: string;
  readonly url: string;
  /** The one that the folder's audit log is sealed with, and that the replicas get. */
  readonly auditKey: string;
}

/**
 * Brings all of a data folder into an empty database, or nothing of it. The folder stays as it is.
 * @throws UnusableStore where the folder is in use, its audit log does not hold together, or the database holds something already
 */
export async function importFiles({ folder, url, auditKey }: Import): Promise<{
  readonly operations: number;
  readonly records: number;
}> {
  const now = Date.now;
  const signing = createSigning(auditKey);
  const files = await openFileStore(folder, auditKey, now);
  try {
    const auditFolder = join(folder, "audit");
    const chain = await verifyChain(auditRecords(auditFolder), auditKey);
    if (!chain.ok) {
      const { sequence, fault } = chain.problem;
      throw new UnusableStore(
        `record ${sequence} of the audit log is ${fault}: where LIFEGUARD_AUDIT_KEY was not set, give what stands in ${join(auditFolder, "key")}`,
      );
    }
    const { operations, unreadable } = await files.operations.past({ about: null, since: 0, limit: Infinity });
    if (unreadable.length > 0) throw new UnusableStore(`${unreadable.join(", ")} cannot be read: nothing was imported`);
    const records: AuditRecord[] = [];
    for await (const record of auditRecords(auditFolder)) records.push(record);
    const watched = (await openWatched(folder)).all();
    const database = await openDatabase(url, randomUUID(), { info() {}, warn() {}, error() {} });
    try {
      await database.db.transaction().execute(async (transaction) => {
        const present = await transaction.selectFrom("operations").select("id").limit(1).execute();
        const logged = await transaction.selectFrom("audit").select("sequence").limit(1).execute();
        if (present.length + logged.length > 0) {
          throw new UnusableStore("DATABASE_URL names a database that holds something already: give an empty one");
        }
        await compareKey(transaction, auditKey);
        for (const operation of operations) await insertOperation(transaction, operation, signing);
        await insertRecords(transaction, records);
        const freezes = createFreezes(transaction, now, signing);
        for (const freeze of await files.freezes.list()) await freezes.add(freeze);
        const delegations = createDelegations(transaction, now, signing);
        for (const delegation of await files.delegations.list()) await delegations.add(delegation);
        for (const each of files.subscriptions.list()) await insertSubscription(transaction, each);
        for (const each of watched) await insertWatched(transaction, each);
        for (const [user, sealed] of Object.entries(await sealedAuthenticators(folder))) {
          await transaction.insertInto("authenticators").values({ user_id: user, sealed }).execute();
        }
      });
    } finally {
      await database.close();
    }
    return { operations: operations.length, records: records.length };
  } finally {
    await files.close();
  }
}
