/**
 * Loaded into the bot's process before it: while the file that FULL_DISK names is there, the disk has no room. Half of what is written
 * still fits, which is the worst case.
 */
import { existsSync } from "node:fs";
import fs from "node:fs/promises";
import { syncBuiltinESMExports } from "node:module";

const flag = process.env["FULL_DISK"] ?? "";
const { open, mkdir } = fs;
const isFull = () => existsSync(flag);
const noRoom = () => Object.assign(new Error("ENOSPC: no space left on device"), { code: "ENOSPC", errno: -28 });

fs.mkdir = (...given) => (isFull() ? Promise.reject(noRoom()) : mkdir(...given));
fs.open = async (...given) => {
  const handle = await open(...given);
  for (const name of ["writeFile", "appendFile"]) {
    const write = handle[name].bind(handle);
    handle[name] = async (content, ...rest) => {
      if (!isFull()) return write(content, ...rest);
      const bytes = Buffer.from(content);
      await handle.write(bytes.subarray(0, bytes.length / 2));
      throw noRoom();
    };
  }
  return handle;
};
syncBuiltinESMExports();
