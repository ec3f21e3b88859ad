import { readFileSync } from "node:fs";
import { open, readFile, rename } from "node:fs/promises";
import { basename, dirname } from "node:path";
import type { Adapter } from "lowdb";
import type * as z from "zod";
import type { Signing } from "./signing.ts";

/** Thrown where a file of state cannot be understood: nothing is guessed, and nothing is overwritten. */
export class UnreadableState extends Error {
  override readonly name = "UnreadableState";
}

/**
 * A lowdb adapter for one JSON file that survives a crash at any moment: the new content is written beside the old one and
 * synced, then renamed over it, then the folder is synced. lowdb's own adapter renames without syncing.
 * @param signing given: what is read has to be what was written under this name
 */
export function durableJson<Content extends object | null>(
  path: string,
  schema: z.ZodType<Content>,
  signing: Signing | null = null,
): Adapter<Content> {
  return {
    async read() {
      let text: string;
      try {
        text = await readFile(path, "utf8");
      } catch (error) {
        if (isMissing(error)) return null;
        throw error;
      }
      return parse(path, text, schema, signing);
    },
    async write(content) {
      // What could not be read again must not take the place of what can.
      schema.parse(content);
      const beside = `${path}${temporarySuffix}`;
      const file = await open(beside, "w", 0o600);
      try {
        const text =
          signing === null || content === null
            ? JSON.stringify(content, null, 1)
            : signing.sign(basename(path), content);
        await file.writeFile(`${text}\n`);
        await file.sync();
      } finally {
        await file.close();
      }
      await rename(beside, path);
      await syncFolder(dirname(path));
    },
  };
}

/**
 * Reads a file that is there, and holds up everything meanwhile: at the start, of a thousand files in a row, it takes a fifth of the time.
 * Throws UnreadableState where it is damaged, or not what was written under this name.
 */
export function readAtStart<Content>(path: string, schema: z.ZodType<Content>, signing: Signing): Content {
  return parse(path, readFileSync(path, "utf8"), schema, signing);
}

/** Marks a file that was being written when the process stopped; it never holds what was acknowledged. */
export const temporarySuffix = ".writing";

/** Makes names that were added to or removed from a folder survive a crash. */
export async function syncFolder(path: string): Promise<void> {
  const folder = await open(path, "r");
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}

function parse<Content>(path: string, text: string, schema: z.ZodType<Content>, signing: Signing | null): Content {
  try {
    return schema.parse(signing === null ? JSON.parse(text) : signing.open(basename(path), text));
  } catch (error) {
    if (error instanceof UnreadableState) throw error;
    throw new UnreadableState(`${path} is damaged, or was written by another version`, { cause: error });
  }
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && "code" in error && error.code === "ENOENT";
}
