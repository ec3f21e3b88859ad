import { type RawBuilder, sql } from "kysely";
import { poolIdOf, poolNameOf, targetName } from "../../domain/changes/target.ts";
import type { History, HistoryQuery } from "../../domain/history.ts";
import { type ClusterId, type OperationId, operationId } from "../../domain/ids.ts";
import { isClosed, type Operation, operation as schema } from "../../domain/operation.ts";
import { failure, type Result, success } from "../../domain/result.ts";
import { UnreadableState } from "../durable-json.ts";
import type { Signing } from "../signing.ts";
import type { Operations } from "../store.ts";
import { createTurns } from "../turns.ts";
import { type Db, notifyOthers } from "./database.ts";
import type { Leases } from "./leases.ts";

interface Versioned {
  readonly version: number;
  readonly operation: Operation;
}

/** Operations in a database, and what has to be told of them here. */
export interface PostgresOperations extends Omit<Operations, "onForeignChange"> {
  /** Those that are carried here and that changed since they were last handed out here or written here. */
  news(): Promise<readonly Operation[]>;
}

/** Thrown out of a transaction, so that nothing of it stands. */
class NotCarried extends Error {}

/** Locks are numbers; this one stands for {@link Operations.alone}. */
const aloneLock = 7_402_501;

/** Operations as rows that hold documents; each write is checked against the version that it rests on, by the row's lock. */
export function createOperations(db: Db, leases: Leases, replica: string, signing: Signing): PostgresOperations {
  const inTurn = createTurns<OperationId | null>();
  /** Those that were last read, so that only what changed is read and understood again. */
  let known: ReadonlyMap<OperationId, Versioned> = new Map();
  /** Versions of what is carried here that whoever listens has heard of. */
  const told = new Map<OperationId, number>();

  const carries = (operation: Operation): boolean => leases.holds(clusterOf(operation));

  async function readOpen(): Promise<readonly Versioned[]> {
    return (await readRecent()).filter(({ open }) => open);
  }

  /** The open ones, and those that were closed lately. */
  async function readRecent(): Promise<readonly (Versioned & { readonly open: boolean })[]> {
    const present = await db
      .selectFrom("operations")
      .select(["id", "version", "open"])
      .where(sql<boolean>`open or closed_at > clock_timestamp() - interval '1 hour'`)
      .orderBy("requested_at")
      .execute();
    const before = known;
    const moved = present.filter(({ id, version }) => before.get(operationId.parse(id))?.version !== version);
    const read = await readSome(moved.map(({ id }) => id));
    const all = present.flatMap(({ id, open }) => {
      const found = read.get(operationId.parse(id)) ?? before.get(operationId.parse(id));
      return found === undefined ? [] : [{ ...found, open }];
    });
    known = new Map(all.map((each) => [each.operation.id, each]));
    return all;
  }

  async function readSome(ids: readonly string[]): Promise<ReadonlyMap<OperationId, Versioned>> {
    if (ids.length === 0) return new Map();
    const rows = await db
      .selectFrom("operations")
      .select(["id", "version", "document"])
      .where(sql<boolean>`id = any(${ids})`)
      .execute();
    return new Map(
      rows.map(({ id, version, document }) => [
        operationId.parse(id),
        { version, operation: parse(id, document, signing) },
      ]),
    );
  }

  function write<Problem>(
    id: OperationId,
    change: (operation: Operation) => Result<Operation, Problem>,
    fence: RawBuilder<boolean>,
  ): Promise<Result<Operation, Problem | "not-found">> {
    return inTurn(id, async () => {
      const outcome = await db.transaction().execute(async (transaction) => {
        const row = await transaction
          .selectFrom("operations")
          .select(["version", "open", "document"])
          .where("id", "=", id)
          .forUpdate()
          .executeTakeFirst();
        if (row === undefined) return failure("not-found" as const);
        const present = parse(id, row.document, signing);
        const next = change(present);
        if (!next.ok) return next;
        // What is closed stays as it is: it has ended, and says so everywhere.
        if (!row.open) return success({ version: row.version, operation: present });
        const version = row.version + 1;
        const open = !isClosed(next.value);
        const { numUpdatedRows } = await transaction
          .updateTable("operations")
          .set({
            version,
            open,
            document: documentOf(next.value, signing),
            closed_at: open ? null : sql<Date>`clock_timestamp()`,
          })
          .where("id", "=", id)
          .where(fence)
          .executeTakeFirst();
        if (numUpdatedRows === 0n) throw new NotCarried();
        if (next.value.revision !== present.revision) await notifyOthers(transaction, replica);
        return success({ version, operation: next.value });
      });
      if (!outcome.ok) return outcome;
      const { version, operation } = outcome.value;
      if (carries(operation)) told.set(id, version);
      return success(operation);
    });
  }

  return {
    async create(made) {
      // Where nobody carries its cluster, whoever was asked does, and nobody who looks for work gets in between.
      const isNew = await db.transaction().execute(async (transaction) => {
        const inserted = await insertOperation(transaction, made, signing);
        if (inserted) await leases.take(transaction, clusterOf(made));
        return inserted;
      });
      if (!isNew) return false;
      await leases.claim();
      if (carries(made)) told.set(made.id, 1);
      await notifyOthers(db, replica);
      return true;
    },

    async find(id) {
      const found = await readSome([id]);
      return found.get(id)?.operation ?? null;
    },

    open: async () => (await readOpen()).map(({ operation }) => operation),

    recent: async () => (await readRecent()).map(({ operation }) => operation),

    async past({ about, since, limit }: HistoryQuery): Promise<History> {
      const rows = await db
        .selectFrom("operations")
        .select(["id", "document"])
        .where(sql<boolean>`requested_at >= ${since}`)
        .$if(about !== null, (query) => query.where(sql<boolean>`subjects @> ${[about]}`))
        .orderBy("requested_at", "desc")
        .orderBy("id", "desc")
        .limit(limit)
        .execute();
      const operations: Operation[] = [];
      const unreadable: string[] = [];
      for (const { id, document } of rows) {
        const parsed = schema.safeParse(document);
        if (parsed.success) operations.push(parsed.data);
        else unreadable.push(`operations ${id}`);
      }
      return { operations, unreadable };
    },

    update: (id, change) => write(id, change, sql<boolean>`true`),

    async advance(id, change) {
      try {
        return await write(id, change, leases.condition(sql.ref("operations.cluster")));
      } catch (error) {
        if (error instanceof NotCarried) return failure("not-carried");
        throw error;
      }
    },

    async carried() {
      if (!leases.certain()) await leases.claim();
      return (await readOpen()).map(({ operation }) => operation).filter(carries);
    },

    carries,

    // One at a time of this process takes a connection to wait with.
    alone: (work) =>
      inTurn(null, () =>
        db.transaction().execute(async (transaction) => {
          await sql`select pg_advisory_xact_lock(${aloneLock})`.execute(transaction);
          return work();
        }),
      ),

    async news() {
      const present = await readOpen();
      // After reading: what was gained meanwhile is told now, and not once more at the next look.
      const gained = leases.gained();
      const news = present.filter(({ version, operation }) => {
        const heard = gained.has(clusterOf(operation)) ? undefined : told.get(operation.id);
        return carries(operation) && (heard === undefined || heard < version);
      });
      told.clear();
      for (const { version, operation } of present) if (carries(operation)) told.set(operation.id, version);
      return news.map(({ operation }) => operation);
    },
  };
}

/** false: the id is taken. */
export async function insertOperation(db: Db, made: Operation, signing: Signing): Promise<boolean> {
  const { numInsertedOrUpdatedRows } = await db
    .insertInto("operations")
    .values({
      id: made.id,
      cluster: clusterOf(made),
      open: !isClosed(made),
      requested_at: made.requestedAt,
      subjects: [...subjectsOf(made)],
      document: documentOf(made, signing),
    })
    .onConflict((conflict) => conflict.column("id").doNothing())
    .executeTakeFirst();
  return numInsertedOrUpdatedRows === 1n;
}

/** What could not be read again is not written. */
function documentOf(operation: Operation, signing: Signing): string {
  return signing.sign(operation.id, schema.parse(operation));
}

function clusterOf({ plan }: Operation): ClusterId {
  return plan.change.target.cluster.id;
}

function subjectsOf({ plan }: Operation): ReadonlySet<string> {
  const { target } = plan.change;
  return new Set([poolNameOf(target), targetName(target), poolIdOf(target)].filter((name) => name !== null));
}

function parse(id: string, document: unknown, signing: Signing): Operation {
  const parsed = schema.safeParse(signing.open(id, JSON.stringify(document)));
  if (parsed.success) return parsed.data;
  throw new UnreadableState(`operation ${id} in the database is damaged, or was written by another version`, {
    cause: parsed.error,
  });
}
