import { spawn } from "node:child_process";
import { once } from "node:events";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { Client } from "pg";

const auditProgram = fileURLToPath(new URL("../../dist/programs/audit.js", import.meta.url));

/** What the bot has written down, read as a stranger would: from the files, or from the database that replicas share. */
export function recordsIn(stage) {
  return { ...(stage.database === null ? recordsInFiles(stage) : recordsInDatabase(stage)), audit: () => audit(stage) };
}

function recordsInDatabase({ database }) {
  const read = async (condition) => {
    const client = new Client({ connectionString: database });
    await client.connect();
    try {
      const { rows } = await client.query(`select document from operations where ${condition} order by requested_at`);
      return rows.map(({ document }) => document);
    } catch (error) {
      // Killed before it made the tables.
      if (error.code === "42P01") return [];
      throw error;
    } finally {
      await client.end();
    }
  };
  return { open: () => read("open"), all: () => read("true") };
}

function recordsInFiles({ data }) {
  const archived = new Map();

  async function operationsIn(folder, known = null) {
    const names = await readdir(folder).catch(() => []);
    const found = [];
    for (const name of names.filter((each) => each.endsWith(".json"))) {
      const path = join(folder, name);
      if (known?.has(path) === true) continue;
      // One that just moved to the archive is found there.
      const text = await readFile(path, "utf8").catch(() => null);
      if (text === null) continue;
      const { operation } = JSON.parse(text);
      known?.set(path, operation);
      found.push(operation);
    }
    return found;
  }

  return {
    /** Those that still need something. */
    open: () => operationsIn(join(data, "operations")),
    async all() {
      const open = await operationsIn(join(data, "operations"));
      const months = await readdir(join(data, "archive")).catch(() => []);
      for (const month of months) await operationsIn(join(data, "archive", month), archived);
      const byId = new Map([...open, ...archived.values()].map((operation) => [operation.id, operation]));
      return [...byId.values()];
    },
  };
}

/** Runs `npm run audit verify`, and reads what is in the log. */
async function audit({ environment }) {
  const run = async (action) => {
    const child = spawn(process.execPath, [auditProgram, action], { env: environment });
    let text = "";
    let errors = "";
    child.stdout.on("data", (chunk) => (text += chunk));
    child.stderr.on("data", (chunk) => (errors += chunk));
    const [code] = await once(child, "close");
    return { code, text, errors };
  };
  const verified = await run("verify");
  const exported = await run("export");
  const entries = exported.text
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => JSON.parse(line).entry);
  return { verified, entries };
}
