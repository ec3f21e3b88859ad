/** Loaded into the bot's process before it (`node --import`): tells the steps of its writing to disk, so that it ends at one of them. */
import fs from "node:fs/promises";
import { syncBuiltinESMExports } from "node:module";
import { basename, dirname } from "node:path";
import { isNext, reached } from "./reaching.mjs";

const { open, rename } = fs;

/** What a path of the data folder is, as the table names it. */
function kindOf(path) {
  const folder = basename(dirname(String(path)));
  const name = basename(String(path));
  if (name === "operations" || name === "archive" || name === "audit" || name === "requests") return `${name} folder`;
  if (/^\d{4}-\d\d$/.test(name)) return "archive folder";
  if (name === "key.writing") return "audit key";
  if (name.endsWith(".writing")) return folder === "operations" ? "operation" : "other record";
  if (folder === "audit") return "audit line";
  return folder === "requests" ? "taken request" : null;
}

/** Writes half, which is what a crash leaves of a write; then the whole. */
async function inHalves(kind, handle, content, write) {
  reached(`${kind}: before it is written`);
  if (isNext(`${kind}: half written`)) {
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
  reached(String(from).endsWith(".writing") ? `${kindOf(from)}: in its place` : "operation: in the archive");
};
syncBuiltinESMExports();
