import { join } from "node:path";
import { keyBeside, openAuditLog } from "./audit-log.ts";
import { openAuthenticators } from "./authenticators.ts";
import { openDelegations } from "./delegations.ts";
import { lockFolder } from "./folder-lock.ts";
import { openFreezes } from "./freezes.ts";
import { openOperations } from "./operations.ts";
import { openSeenRequests } from "./seen-requests.ts";
import { createSigning } from "./signing.ts";
import type { Store } from "./store.ts";
import { tryWriting } from "./probe.ts";
import { openSubscriptions } from "./subscriptions.ts";
import { openWatched } from "./watched.ts";

/**
 * Opens the store in the files of a data folder, for one process. @param now milliseconds since 1970
 * @param auditKey null: a key that lies beside the audit log
 * @throws UnusableStore where another process has the folder, UnreadableState where a file is damaged
 */
export async function openFileStore(dataFolder: string, auditKey: string | null, now: () => number): Promise<Store> {
  const unlock = await lockFolder(dataFolder);
  try {
    const auditFolder = join(dataFolder, "audit");
    const secret = auditKey ?? (await keyBeside(auditFolder));
    const signing = createSigning(secret);
    const watched = await openWatched(dataFolder);
    const operations = await openOperations(dataFolder, signing);
    const seen = await openSeenRequests(join(dataFolder, "requests"), now);
    const freezes = await openFreezes(dataFolder, now, signing);
    const delegations = await openDelegations(dataFolder, now, signing);
    const subscriptions = await openSubscriptions(dataFolder);
    // Last: it keeps a file open, which nobody would close where another cannot be read.
    const audit = await openAuditLog({ folder: auditFolder, key: secret });
    return {
      operations,
      audit,
      seen,
      freezes,
      delegations,
      subscriptions,
      // A data folder has one process, which leads as long as it runs.
      whileLeading: (begin) => begin({ watched, lasts: () => true }),
      authenticators: (key) => openAuthenticators(dataFolder, key),
      probe: () => tryWriting(dataFolder),
      async close() {
        // Whoever has the folder next must not read what is still being written.
        await Promise.all([operations.close(), watched.close()]);
        await audit.close();
        await unlock();
      },
    };
  } catch (error) {
    await unlock();
    throw error;
  }
}
