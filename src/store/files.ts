import { join } from "node:path";
import { keyBeside, openAuditLog } from "./audit-log.ts";
import { openAuthenticators } from "./authenticators.ts";
import { openDelegations } from "./delegations.ts";
import { lockFolder } from "./folder-lock.ts";
import { openFreezes } from "./freezes.ts";
import { openOperations } from "./operations.ts";
import { openSeenRequests } from "./seen-requests.ts";
import { createSigning, type Signing } from "./signing.ts";
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
    const audit = await openAuditLog({ folder: auditFolder, key: secret });
    const { watched, ...state } = await openState(dataFolder, createSigning(secret), now).catch(
      async (error: unknown) => {
        await audit.close();
        throw error;
      },
    );
    return {
      ...state,
      audit,
      // A data folder has one process, which leads as long as it runs.
      whileLeading: (begin) => begin({ watched, lasts: () => true }),
      authenticators: (key) => openAuthenticators(dataFolder, key),
      probe: () => tryWriting(dataFolder),
      async close() {
        // Whoever has the folder next must not read what is still being written.
        await Promise.all([state.operations.close(), state.seen.close(), watched.close()]);
        await audit.close();
        await unlock();
      },
    };
  } catch (error) {
    await unlock();
    throw error;
  }
}

async function openState(dataFolder: string, signing: Signing, now: () => number) {
  return {
    watched: await openWatched(dataFolder),
    operations: await openOperations(dataFolder, signing),
    seen: await openSeenRequests(join(dataFolder, "requests"), now),
    freezes: await openFreezes(dataFolder, now, signing),
    delegations: await openDelegations(dataFolder, now, signing),
    subscriptions: await openSubscriptions(dataFolder),
  };
}
