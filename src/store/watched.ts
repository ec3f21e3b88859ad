import { mkdir, readdir, unlink } from "node:fs/promises";
import { join } from "node:path";
import { Low } from "lowdb";
import * as z from "zod";
import type { ClusterId } from "../domain/ids.ts";
import { type Watched, watched } from "../domain/watching/memory.ts";
import { durableJson, temporarySuffix } from "./durable-json.ts";
import type { WatchBook } from "./store.ts";
import { createTurns } from "./turns.ts";

const record = z.object({ format: z.literal(1), watched }).nullable();

interface WatchFiles extends WatchBook {
  /** Writes nothing more; resolves when what was begun is on disk. */
  close(): Promise<void>;
}

/**
 * Opens what is kept of watched clusters: one file each, so that what was noticed and what is told of it are written at once.
 * @throws UnreadableState where a file is damaged
 */
export async function openWatched(dataFolder: string): Promise<WatchFiles> {
  const folder = join(dataFolder, "watching");
  await mkdir(folder, { recursive: true });
  const stored = new Map<ClusterId, Watched>();
  const inTurn = createTurns<ClusterId>();
  for (const name of await readdir(folder)) {
    if (name.endsWith(temporarySuffix)) await unlink(join(folder, name));
    if (!name.endsWith(".json")) continue;
    const found = await fileAt(join(folder, name));
    if (found.data !== null) stored.set(found.data.watched.cluster, found.data.watched);
  }

  async function write(cluster: ClusterId, change: Parameters<WatchBook["update"]>[1]): Promise<void> {
    const next = change(stored.get(cluster) ?? null);
    if (next === null) return;
    const file = new Low<z.infer<typeof record>>(
      durableJson(join(folder, `${encodeURIComponent(cluster)}.json`), record),
      null,
    );
    file.data = { format: 1, watched: next };
    await file.write();
    // What readers see changes only when it is on disk.
    stored.set(cluster, next);
  }

  return {
    all: () => [...stored.values()],
    find: (cluster) => stored.get(cluster) ?? null,
    update: (cluster, change) => inTurn(cluster, () => write(cluster, change)),
    close: inTurn.close,
  };
}

async function fileAt(path: string): Promise<Low<z.infer<typeof record>>> {
  const file = new Low<z.infer<typeof record>>(durableJson(path, record), null);
  await file.read();
  return file;
}
