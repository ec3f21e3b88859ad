import { type FileHandle, mkdir, open, readdir, readFile, unlink } from "node:fs/promises";
import { join } from "node:path";
import { syncFolder } from "./durable-json.ts";
import type { SeenRequests } from "./store.ts";

/** Milliseconds that one file covers: Slack's signatures are good for five minutes either way. */
const span = 10 * 60_000;
const fileName = /^seen-(\d+)\.txt$/;

/** What is kept in a folder, by one process. */
interface SeenRequestsInFolder extends SeenRequests {
  /** Resolves when all that was claimed is written down. */
  close(): Promise<void>;
}

/** Opens the memory in a folder. @param now milliseconds since 1970 */
export async function openSeenRequests(folder: string, now: () => number): Promise<SeenRequestsInFolder> {
  await mkdir(folder, { recursive: true });
  const known = new Map<number, Set<string>>();
  for (const name of await readdir(folder)) {
    const [, window] = fileName.exec(name) ?? [];
    if (window === undefined) continue;
    const text = await readFile(join(folder, name), "utf8");
    known.set(Number(window), new Set(text.split("\n")));
  }
  let waiting: { readonly window: number; readonly id: string }[] = [];
  const onDisk = new Set(known.keys());
  let writing: Promise<void> = Promise.resolve();
  let opened: { readonly window: number; readonly file: FileHandle } | null = null;

  /** Stays open from request to request. What is written to it ("s") is on the disk. */
  async function fileOf(window: number): Promise<FileHandle> {
    if (opened?.window === window) return opened.file;
    await opened?.file.close();
    opened = null;
    const file = await open(join(folder, `seen-${window}.txt`), "as", 0o600);
    opened = { window, file };
    return file;
  }

  async function forget(present: number): Promise<void> {
    for (const window of [...known.keys()].filter((each) => each < present - 1)) {
      known.delete(window);
      await unlink(join(folder, `seen-${window}.txt`)).catch(() => {});
    }
  }

  /** One write for all that came meanwhile. */
  async function flush(): Promise<void> {
    const taken = waiting;
    waiting = [];
    for (const window of new Set(taken.map((entry) => entry.window))) {
      const ids = taken.filter((entry) => entry.window === window).map(({ id }) => id);
      const isNew = !onDisk.has(window);
      const file = await fileOf(window);
      // On a line of its own: a crash may have left half a line before it.
      await file.appendFile(`\n${ids.join("\n")}\n`);
      if (!isNew) continue;
      onDisk.add(window);
      await syncFolder(folder);
      await forget(window);
    }
  }

  return {
    take(id) {
      for (const ids of known.values()) if (ids.has(id)) return null;
      const window = Math.floor(now() / span);
      const ids = known.get(window) ?? new Set();
      known.set(window, ids.add(id));
      waiting.push({ window, id });
      return async () => {
        if (waiting.length > 0) writing = writing.then(flush, flush);
        await writing;
        return true;
      };
    },
    async close() {
      await writing.catch(() => {});
      await opened?.file.close();
    },
  };
}
