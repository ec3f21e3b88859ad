import { type Kysely, type Migration, Migrator, sql } from "kysely";

/** Each runs once, in the order of their names. What stands here has run somewhere: it is added to and never changed. */
const migrations: Readonly<Record<string, Migration>> = {
  "001-store": {
    async up(db) {
      await sql`
        create table operations (
          id text primary key,
          version integer not null default 1,
          cluster text not null,
          open boolean not null,
          requested_at bigint not null,
          subjects text[] not null,
          document json not null
        )`.execute(db);
      await sql`create index operations_open on operations (requested_at) where open`.execute(db);
      await sql`create index operations_past on operations (requested_at desc, id desc)`.execute(db);
      await sql`create index operations_subjects on operations using gin (subjects)`.execute(db);
      await sql`create table leases (cluster text primary key, holder text not null, until timestamptz not null)`.execute(
        db,
      );
      await sql`
        create table audit (
          sequence bigint primary key,
          operation text,
          step integer,
          record json not null,
          -- A line of a journal is in the log once, whichever replicas bring it.
          unique (operation, step)
        )`.execute(db);
      await sql`create table freezes (name text primary key, ends bigint not null, document json not null)`.execute(db);
      await sql`
        create table delegations (
          delegator text,
          delegate text,
          ends bigint not null,
          document json not null,
          primary key (delegator, delegate)
        )`.execute(db);
      await sql`create table seen_requests (id text primary key, seen_at timestamptz not null default now())`.execute(
        db,
      );
      await sql`create index seen_requests_age on seen_requests (seen_at)`.execute(db);
      await sql`create table authenticators (user_id text primary key, sealed text not null)`.execute(db);
      await sql`create table drafts (user_id text primary key, sealed text not null)`.execute(db);
      await sql`create table keys (name text primary key, proof text not null)`.execute(db);
    },
  },
  "002-watching": {
    async up(db) {
      await sql`
        create table subscriptions (
          channel text,
          name text,
          document json not null,
          primary key (channel, name)
        )`.execute(db);
      await sql`create table watched (cluster text primary key, document json not null)`.execute(db);
      await sql`alter table operations add column closed_at timestamptz`.execute(db);
      await sql`create index operations_closed on operations (closed_at) where closed_at is not null`.execute(db);
    },
  },
};

/** Names of all of them, in their order. */
export const migrationNames: readonly string[] = Object.keys(migrations);

/** Brings a database up to date. Replicas that start together wait for the first one: Kysely holds an advisory lock meanwhile. */
export async function migrate<Database>(db: Kysely<Database>): Promise<void> {
  const migrator = new Migrator({ db, provider: { getMigrations: () => Promise.resolve({ ...migrations }) } });
  const { error } = await migrator.migrateToLatest();
  if (error !== undefined)
    throw error instanceof Error ? error : new Error("tables could not be made", { cause: error });
}
