import { performance } from "node:perf_hooks";
import { sql } from "kysely";
import { type Check, type Finding, judgeRoundTrip, judgeTables } from "../../domain/diagnosis.ts";
import { newestAuditRecords } from "./audit-log.ts";
import { verifyPart } from "../audit-log.ts";
import { connect, type Db } from "./database.ts";
import { migrationNames } from "./migrations.ts";
import { tryWriting } from "./probe.ts";

/** Checks of the database that replicas share: whether it answers in time, can be written, has our tables, and a sound end of the audit log. */
export function databaseChecks(url: string, auditKey: string): readonly Check[] {
  return [{ name: "database", run: () => checkDatabase(url, auditKey) }];
}

async function checkDatabase(url: string, auditKey: string): Promise<readonly Finding[]> {
  const database = nameOf(url);
  const db = connect(url);
  try {
    await sql`select 1`.execute(db);
    const asked = performance.now();
    await sql`select 1`.execute(db);
    const answered = judgeRoundTrip(database, Math.round(performance.now() - asked));
    const applied = await appliedMigrations(db);
    await tryWriting(db, applied.length > 0);
    const tables = judgeTables(applied, migrationNames);
    return [answered, tables, ...(applied.length > 0 ? [await checkAuditLog(db, auditKey)] : [])];
  } catch (error) {
    return [{ code: "database-refuses", database, detail: wordOf(error) }];
  } finally {
    await db.destroy();
  }
}

/** None where no bot has begun with this database yet. */
async function appliedMigrations(db: Db): Promise<readonly string[]> {
  const { rows: tables } = await sql<{ present: string | null }>`
    select to_regclass('kysely_migration')::text as present`.execute(db);
  if (tables[0]?.present == null) return [];
  const { rows } = await sql<{ name: string }>`select name from kysely_migration order by name`.execute(db);
  return rows.map(({ name }) => name);
}

async function checkAuditLog(db: Db, key: string): Promise<Finding> {
  const records = await newestAuditRecords(db);
  const verified = verifyPart(records, key);
  if (!verified.ok) return { code: "audit-broken", ...verified.problem };
  const { count } = verified.value;
  return count === 0 ? { code: "audit-empty" } : { code: "audit-whole", count };
}

/** Host and name, without the password that stands between them. */
function nameOf(url: string): string {
  const { host, pathname } = new URL(url);
  return `${host}${pathname}`;
}

function wordOf(error: unknown): string {
  if (error instanceof AggregateError) return error.errors.map(wordOf).join(", ");
  return error instanceof Error ? error.message : String(error);
}
