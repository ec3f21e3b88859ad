import { ExponentialBackoff, handleAll, handleWhen, retry } from "cockatiel";
import { Kysely, PostgresDialect, sql } from "kysely";
import { type ClientConfig, Client, Pool } from "pg";
import { type StoreLog, UnusableStore } from "../store.ts";
import { migrate } from "./migrations.ts";
import type { Tables } from "./tables.ts";

export type Db = Kysely<Tables>;

/** Milliseconds. */
const limits = {
  connecting: 5_000,
  /** Of one statement, by the server; for a database that does not answer at all, by the driver. */
  statement: 8_000,
  answer: 10_000,
  /** Of a transaction whose replica has stopped in the middle of it: its locks must not hold up the others. */
  idleInTransaction: 10_000,
};
const connections = 10;
const channel = "lifeguard";

/** A database, and word of what others change in it. */
export interface Database {
  readonly db: Db;
  /** One connection apart from the rest: what has to be in time does not queue behind ordinary work. */
  readonly urgent: Db;
  /** Calls back when another replica has changed something, and when word of that may have been missed. */
  listen(onNews: () => void): void;
  close(): Promise<void>;
}

/** Tells the other replicas, once it stands, that there is something new. */
export async function notifyOthers(db: Db, replica: string): Promise<void> {
  await sql`select pg_notify(${channel}, ${replica})`.execute(db);
}

/**
 * Connects and brings the tables up to date.
 * @param replica who we are to the others, drawn anew at each start
 * @throws UnusableStore where the database cannot be used
 */
export async function openDatabase(url: string, replica: string, log: StoreLog): Promise<Database> {
  const settings: ClientConfig = {
    connectionString: url,
    application_name: "lifeguard",
    keepAlive: true,
    connectionTimeoutMillis: limits.connecting,
  };
  const bounded: ClientConfig = {
    ...settings,
    statement_timeout: limits.statement,
    query_timeout: limits.answer,
    idle_in_transaction_session_timeout: limits.idleInTransaction,
  };
  // Changing tables may take its time, and waiting for another replica that does so, too.
  const patient = open(settings, 1, log);
  try {
    await migrate(patient);
  } catch (error) {
    throw new UnusableStore(`DATABASE_URL names a database that cannot be used: ${reasonOf(error)}`, { cause: error });
  } finally {
    await patient.destroy();
  }
  const db = open(bounded, connections, log);
  const urgent = open(bounded, 1, log);
  let listener: { close(): Promise<void> } | null = null;
  return {
    db,
    urgent,
    listen(onNews) {
      listener ??= keepListening(bounded, replica, onNews, log);
    },
    async close() {
      await listener?.close();
      await Promise.all([db.destroy(), urgent.destroy()]);
    },
  };
}

/** Connects to a database as it is, for a program that does one thing and ends. */
export function connect(url: string): Db {
  const settings = { connectionString: url, max: 1, connectionTimeoutMillis: limits.connecting };
  return new Kysely<Tables>({ dialect: new PostgresDialect({ pool: new Pool(settings) }) });
}

function open(settings: ClientConfig, max: number, log: StoreLog): Db {
  const pool = new Pool({ ...settings, max });
  // Whatever is under way on a connection fails by itself; the next piece of work gets another one. The pool listens to none that is in use.
  pool.on("connect", (client) => {
    client.on("error", (error) => log.warn({ err: error }, "connection to the database was lost"));
  });
  pool.on("error", () => {});
  // A connection can be asked for again whatever is to be done on it; a statement cannot.
  const policy = retry(
    handleWhen((error) => !isRefusal(error)),
    { maxAttempts: 3, backoff: new ExponentialBackoff({ initialDelay: 50, maxDelay: 500 }) },
  );
  const dialect = new PostgresDialect({
    pool: { connect: () => policy.execute(() => pool.connect()), end: () => pool.end() },
  });
  return new Kysely<Tables>({ dialect });
}

/** The server is there and says no: a wrong password or name stays wrong. */
function isRefusal(error: Error): boolean {
  return "code" in error && typeof error.code === "string" && /^(28|3D|42)/.test(error.code);
}

/** A connection that hears notifications, made again whenever it breaks. */
function keepListening(
  settings: ClientConfig,
  replica: string,
  onNews: () => void,
  log: StoreLog,
): { close(): Promise<void> } {
  const stopped = new AbortController();
  const policy = retry(handleAll, {
    maxAttempts: Number.MAX_SAFE_INTEGER,
    backoff: new ExponentialBackoff({ initialDelay: 100, maxDelay: 5_000 }),
  });
  let present: Client | null = null;

  async function begin(): Promise<Client> {
    const client = new Client(settings);
    client.on("notification", ({ payload }) => {
      if (payload !== replica) onNews();
    });
    client.on("error", (error) => log.warn({ err: error }, "notifications of the database were lost"));
    try {
      await client.connect();
      client.once("end", again);
      await client.query(`listen ${channel}`);
      return client;
    } catch (error) {
      client.removeListener("end", again);
      await client.end().catch(() => {});
      throw error;
    }
  }

  function again(): void {
    present = null;
    if (stopped.signal.aborted) return;
    policy
      .execute(begin, stopped.signal)
      .then(async (client) => {
        present = client;
        if (stopped.signal.aborted) await client.end();
        else onNews();
      })
      .catch((error: unknown) => {
        if (!stopped.signal.aborted) log.error({ err: error }, "notifications of the database are not heard");
      });
  }

  again();
  return {
    async close() {
      stopped.abort();
      await present?.end();
    },
  };
}

function reasonOf(error: unknown): string {
  if (error instanceof AggregateError) return error.errors.map(reasonOf).join(", ");
  return error instanceof Error ? error.message : String(error);
}
