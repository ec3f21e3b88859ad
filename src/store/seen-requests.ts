import { mkdir, open, readdir, readFile, unlink } from "node:fs/promises";
import { join } from "node:path";
import { syncFolder } from "./durable-json.ts";

/** Milliseconds that one file covers: Slack's signatures are good for five minutes either way. */
const span = 10 * 60_000;
const fileName = /^seen-(\d+)\.txt$/;

/** Remembers which requests have been taken, over restarts, for as long as a copy of one could pass for a new one. */
export interface SeenRequests {
  /** false: it has been taken before. When true resolves, that it was taken is on disk. */
  take(id: string): Promise<boolean>;
}

/** Opens the memory in a folder. @param now milliseconds since 1970 */
export async function openSeenRequests(folder: string, now: () => number): Promise<SeenRequests> {
  await mkdir(folder, { recursive: true });
  const known = new Map<number, Set<string>>();
  for (const name of await readdir(folder)) {
    const [, window] = fileName.exec(name) ?? [];
    if (window === undefined) continue;
    const text = await readFile(join(folder, name), "utf8");
    known.set(Number(window), new Set(text.split("\n")));
  }

  async function forget(present: number): Promise<void> {
    for (const window of [...known.keys()].filter((each) => each < present - 1)) {
      known.delete(window);
      await unlink(join(folder, `seen-${window}.txt`)).catch(() => {});
    }
  }

  return {
    async take(id) {
      for (const ids of known.values()) if (ids.has(id)) return false;
      const window = Math.floor(now() / span);
      let ids = known.get(window);
      const isNew = ids === undefined;
      if (ids === undefined) {
        ids = new Set();
        known.set(window, ids);
      }
      // At once, so that two copies that come together do not both pass.
      ids.add(id);
      const file = await open(join(folder, `seen-${window}.txt`), "a", 0o600);
      try {
        await file.appendFile(`${id}\n`);
        await file.sync();
      } finally {
        await file.close();
      }
      if (isNew) {
        await syncFolder(folder);
        await forget(window);
      }
      return true;
    },
  };
}
