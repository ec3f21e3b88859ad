import type { Logger } from "pino";
import type { Environment } from "./configuration/environment.ts";
import { SetupError } from "./configuration/problem.ts";
import { UnreadableState } from "./store/durable-json.ts";
import { tellingFailures } from "./store/failures.ts";
import { openFileStore } from "./store/files.ts";
import { type Store, UnusableStore } from "./store/store.ts";

/**
 * Opens the store that the environment names: the files of a folder, or a database that replicas share.
 * @param takeOverAfter milliseconds without a sign of life after which other replicas carry what one carried
 * @throws SetupError where it cannot be used as it is set up
 */
export async function openStore(
  { dataFolder, databaseUrl, auditKey }: Environment,
  takeOverAfter: number,
  now: () => number,
  log: Logger,
): Promise<Store> {
  try {
    if (databaseUrl === null || auditKey === null) {
      return tellingFailures(await openFileStore(dataFolder, auditKey, now));
    }
    // Who stays with files does not load a database driver.
    const { openPostgresStore } = await import("./store/postgres/store.ts");
    return tellingFailures(await openPostgresStore({ url: databaseUrl, auditKey, takeOverAfter, now, log }));
  } catch (error) {
    if (error instanceof UnusableStore) throw new SetupError([error.message]);
    if (error instanceof UnreadableState) {
      log.error({ err: error }, "what is written down cannot be believed");
      throw new SetupError([`${error.message}. docs/recovery.md tells how to go on.`]);
    }
    throw error;
  }
}
