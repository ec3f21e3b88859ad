/**
 * Loaded into the bot's process before it (`node --import`): ends it without warning at one step of its writing to disk, told in
 * CRASH_AT as `step#n`, the n-th time it comes there. The bot knows nothing of it.
 */
import fs from "node:fs/promises";
import { syncBuiltinESMExports } from "node:module";
import { basename, dirname } from "node:path";

const [wanted, nth = "1"] = (process.env["CRASH_AT"] ?? "").split("#");
const { open, rename } = fs;
let met = 0;

function reached(step) {
  if (step !== wanted) return;
  met += 1;
  if (met !== Number(nth)) return;
  process.kill(process.pid, "SIGKILL");
  // The signal is on its way: nothing may follow this step.
  for (;;);
}

/** What a path of the data folder is, as the table names it. */
function kindOf(path) {
  const folder = basename(dirname(String(path)));
  const name = basename(String(path));
  if (name === "operations" || name === "archive" || name === "audit" || name === "requests") return `${name} folder`;
  if (/^\d{4}-\d\d$/.test(name)) return "archive folder";
  if (name === "key.writing") return "audit key";
  if (name.endsWith(".writing")) return "operation";
  if (folder === "audit") return "audit line";
  return folder === "requests" ? "taken request" : null;
}

/** Writes half, which is what a crash leaves of a write; then the whole. */
async function inHalves(kind, handle, content, write) {
  reached(`${kind}: before it is written`);
  if (wanted === `${kind}: half written` && met + 1 === Number(nth)) {
    const bytes = Buffer.from(content);
    await handle.write(bytes.subarray(0, bytes.length / 2));
  }
  reached(`${kind}: half written`);
  await write();
  reached(`${kind}: written`);
}

fs.open = async (path, ...how) => {
  const handle = await open(path, ...how);
  const kind = kindOf(path);
  if (kind === null) return handle;
  for (const name of ["writeFile", "appendFile"]) {
    const write = handle[name].bind(handle);
    handle[name] = (content, ...rest) => inHalves(kind, handle, content, () => write(content, ...rest));
  }
  const sync = handle.sync.bind(handle);
  handle.sync = async () => {
    await sync();
    reached(`${kind}: synced`);
  };
  return handle;
};
fs.rename = async (from, to) => {
  await rename(from, to);
  reached(String(from).endsWith(".writing") ? "operation: in its place" : "operation: in the archive");
};
syncBuiltinESMExports();
