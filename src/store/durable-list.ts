import { mkdir } from "node:fs/promises";
import { dirname } from "node:path";
import { Low } from "lowdb";
import * as z from "zod";
import { durableJson } from "./durable-json.ts";
import type { Signing } from "./signing.ts";

/** A short list in one file, see {@link openList}. */
export interface DurableList<Entry> {
  /** What is on disk. */
  all(): readonly Entry[];
  /** Changes the list, one change after another; resolves with what the change says besides when it is on disk. */
  change<Said>(
    change: (present: readonly Entry[]) => { readonly entries: readonly Entry[]; readonly said: Said },
  ): Promise<Said>;
}

/**
 * Opens a list that is small enough to be written whole. @throws UnreadableState where the file is damaged
 * @param signing given: nobody else can write it
 * @param lasts whether an entry is still worth keeping: the others go with the next change
 */
export async function openList<Entry>(
  path: string,
  entry: z.ZodType<Entry>,
  lasts: (entry: Entry) => boolean,
  signing: Signing | null = null,
): Promise<DurableList<Entry>> {
  await mkdir(dirname(path), { recursive: true });
  const record = z.object({ format: z.literal(1), entries: z.array(entry) });
  const file = new Low<z.infer<typeof record>>(durableJson(path, record, signing), { format: 1, entries: [] });
  await file.read();
  let stored: readonly Entry[] = file.data.entries;
  let turn: Promise<unknown> = Promise.resolve();

  return {
    all: () => stored,
    change(change) {
      const mine = turn.then(async () => {
        const { entries, said } = change(stored);
        if (entries !== stored) {
          const lasting = entries.filter(lasts);
          file.data = { format: 1, entries: lasting };
          await file.write();
          stored = lasting;
        }
        return said;
      });
      turn = mine.catch(() => {});
      return mine;
    },
  };
}
