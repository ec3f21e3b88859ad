import { join } from "node:path";
import type { AuditRecord } from "../domain/audit.ts";
import type { UserId } from "../domain/ids.ts";
import { auditRecords } from "./audit-log.ts";
import { enrolledPeople, forgetAuthenticator } from "./authenticators.ts";
import { auditRecordsIn } from "./postgres/audit-log.ts";
import { enrolledPeopleIn, forgetAuthenticatorIn } from "./postgres/authenticators.ts";
import { connect } from "./postgres/database.ts";

/** What programs beside the bot do with its store; it may run meanwhile. */
export interface Administration {
  /** The audit log from its beginning, as it is. */
  auditRecords(): AsyncIterable<AuditRecord>;
  /** Who has an authenticator. */
  enrolled(): Promise<readonly string[]>;
  /** Takes an authenticator away; false: there was none. */
  forget(user: UserId): Promise<boolean>;
  close(): Promise<void>;
}

/** @param databaseUrl null: the store is in the files of the data folder */
export function administer(databaseUrl: string | null, dataFolder: string): Administration {
  if (databaseUrl === null) {
    return {
      auditRecords: () => auditRecords(join(dataFolder, "audit")),
      enrolled: () => enrolledPeople(dataFolder),
      forget: (user) => forgetAuthenticator(dataFolder, user),
      close: () => Promise.resolve(),
    };
  }
  const db = connect(databaseUrl);
  return {
    auditRecords: () => auditRecordsIn(db),
    enrolled: () => enrolledPeopleIn(db),
    forget: (user) => forgetAuthenticatorIn(db, user),
    close: () => db.destroy(),
  };
}
