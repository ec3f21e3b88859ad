import { randomBytes } from "node:crypto";
import { Client } from "pg";
import { inject, onTestFinished } from "vitest";

/** A database of the test's own, gone after it. @returns its URL */
export async function temporaryDatabase(): Promise<string> {
  const server = inject("databaseServer");
  const name = `lifeguard_test_${randomBytes(6).toString("hex")}`;
  await query(server, `create database ${name}`);
  // A bot that was given little time to stop may still be connected.
  onTestFinished(() => query(server, `drop database if exists ${name} with (force)`).then(() => {}));
  const url = new URL(server);
  url.pathname = `/${name}`;
  return url.href;
}

/** Asks a database from outside of the program. */
export async function query(url: string, statement: string): Promise<readonly Record<string, unknown>[]> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(statement)).rows;
  } finally {
    await client.end();
  }
}
