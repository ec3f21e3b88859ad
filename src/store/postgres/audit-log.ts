import { createHmac } from "node:crypto";
import { sql } from "kysely";
import {
  type AuditEntry,
  type AuditRecord,
  auditRecord,
  chainOn,
  type ChainHead,
  emptyChain,
  follows,
} from "../../domain/audit.ts";
import { operationId } from "../../domain/ids.ts";
import { UnreadableState } from "../durable-json.ts";
import { type AuditLog, UnusableStore } from "../store.ts";
import { batched } from "../turns.ts";
import type { Db } from "./database.ts";

/** Records that are read at once. */
const pageSize = 500;

/**
 * The audit log in a table: one chain, whichever replica adds to it. What is added waits for its turn among all replicas, and goes behind
 * a record that is sealed with our key. A line of an operation's journal that is there already is not added again.
 */
export function createAuditLog(db: Db, key: string): AuditLog {
  const add = batched((items: readonly (readonly AuditEntry[])[]) =>
    db.transaction().execute(async (transaction) => {
      // Only who adds waits for who adds: reading goes on.
      await sql`lock table audit in exclusive mode`.execute(transaction);
      const known = await linesIn(transaction, items.flat());
      const head = await soundHead(transaction, key);
      const records: AuditRecord[] = [];
      for (const entry of items.flat()) {
        const line = lineOf(entry);
        if (line !== null && known.has(line)) continue;
        if (line !== null) known.add(line);
        const last = records.at(-1);
        records.push(chainOn(key, last === undefined ? head : headOf(last), entry));
      }
      await insertRecords(transaction, records);
    }),
  );

  return {
    append: (entries) => (entries.length === 0 ? Promise.resolve() : add(entries)),
    head: async () => {
      const last = await lastRecord(db);
      return last === null ? emptyChain : headOf(last);
    },
    async of(operation) {
      const rows = await db
        .selectFrom("audit")
        .select("record")
        .where("operation", "=", operation)
        .orderBy("sequence")
        .execute();
      return rows.map(({ record }) => parse(record));
    },
    async stepsOf(operations) {
      const rows = await db
        .selectFrom("audit")
        .select(["operation", sql<number>`max(step) + 1`.as("steps")])
        .where(sql<boolean>`operation = any(${[...operations]}) and step is not null`)
        .groupBy("operation")
        .execute();
      return new Map(
        rows.flatMap(({ operation, steps }) => (operation === null ? [] : [[operationId.parse(operation), steps]])),
      );
    },
    close: () => Promise.resolve(),
  };
}

/**
 * Two keys would break the chain at the first record of the other one: all replicas have the one that the database was begun with.
 * @throws UnusableStore where this is another one
 */
export async function compareKey(db: Db, key: string): Promise<void> {
  const proof = createHmac("sha256", key).update("lifeguard audit").digest("hex");
  await db
    .insertInto("keys")
    .values({ name: "audit", proof })
    .onConflict((conflict) => conflict.column("name").doNothing())
    .execute();
  const known = await db.selectFrom("keys").select("proof").where("name", "=", "audit").executeTakeFirstOrThrow();
  if (known.proof === proof) return;
  throw new UnusableStore(
    "LIFEGUARD_AUDIT_KEY is another one than the database was begun with: give every replica the same",
  );
}

/** All records in their order, as they are: whether they hold together is another question. */
export async function* auditRecordsIn(db: Db): AsyncGenerator<AuditRecord> {
  let last: number | null = 0;
  while (last !== null) {
    const rows = await db
      .selectFrom("audit")
      .select(["sequence", "record"])
      .where(sql<boolean>`sequence > ${last}`)
      .orderBy("sequence")
      .limit(pageSize)
      .execute();
    for (const { record } of rows) yield parse(record);
    const end = rows.at(-1);
    last = end === undefined ? null : Number(end.sequence);
  }
}

/** The end of the log, oldest first. */
export async function newestAuditRecords(db: Db): Promise<readonly AuditRecord[]> {
  const rows = await db.selectFrom("audit").select("record").orderBy("sequence", "desc").limit(pageSize).execute();
  return rows.map(({ record }) => parse(record)).toReversed();
}

/** Adds records that are sealed already. */
export async function insertRecords(db: Db, records: readonly AuditRecord[]): Promise<void> {
  for (let start = 0; start < records.length; start += pageSize) {
    const rows = records.slice(start, start + pageSize).map((record) => {
      const { operation, step } = record.entry;
      return { sequence: record.sequence, operation, step, record: JSON.stringify(record) };
    });
    await db.insertInto("audit").values(rows).execute();
  }
}

/** Where the chain ends. @throws UnreadableState where its last record is not what somebody with our key wrote */
async function soundHead(db: Db, key: string): Promise<ChainHead> {
  const last = await lastRecord(db);
  if (last === null) return emptyChain;
  const sound = follows(key, { count: last.sequence - 1, seal: last.previous }, last);
  if (sound.ok) return sound.value;
  throw new UnreadableState(
    `record ${last.sequence} of the audit log is ${sound.problem.fault}: run npm run audit verify, and keep the table`,
  );
}

async function lastRecord(db: Db): Promise<AuditRecord | null> {
  const row = await db.selectFrom("audit").select("record").orderBy("sequence", "desc").limit(1).executeTakeFirst();
  return row === undefined ? null : parse(row.record);
}

/** Which of the lines of journals among some entries the log has. */
async function linesIn(db: Db, entries: readonly AuditEntry[]): Promise<Set<string>> {
  const ids = new Set(entries.flatMap(({ operation, step }) => (operation === null || step === null ? [] : operation)));
  if (ids.size === 0) return new Set();
  const rows = await db
    .selectFrom("audit")
    .select(["operation", "step"])
    .where(sql<boolean>`operation = any(${[...ids]}) and step is not null`)
    .execute();
  return new Set(rows.map(({ operation, step }) => `${operation} ${step}`));
}

function lineOf({ operation, step }: AuditEntry): string | null {
  return operation === null || step === null ? null : `${operation} ${step}`;
}

function headOf({ sequence, seal }: AuditRecord): ChainHead {
  return { count: sequence, seal };
}

function parse(record: unknown): AuditRecord {
  const parsed = auditRecord.safeParse(record);
  if (parsed.success) return parsed.data;
  throw new UnreadableState("the table audit holds what is not a record of the audit log", { cause: parsed.error });
}
