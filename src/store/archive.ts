import { mkdir, readdir, rename } from "node:fs/promises";
import { dirname, join, relative } from "node:path";
import * as z from "zod";
import type { Instant, OperationId } from "../domain/ids.ts";
import { type Operation, operation } from "../domain/operation.ts";
import { durableJson, syncFolder, UnreadableState } from "./durable-json.ts";

/** What a file holds. The format's number tells a later version what to convert. */
export const record = z.object({ format: z.literal(1), operation });
export type StoredOperation = z.infer<typeof record>;

/** A month of the archive, by when its operations were asked for. */
export interface Month {
  /** `2026-11`, the folder's name. */
  readonly name: string;
  readonly begins: Instant;
  /** Just after its last moment. */
  readonly ends: Instant;
}

/** Operations that have ended, in a folder for each month in which they were asked for (UTC): never read as a whole. */
export interface Archive {
  /** Looks through the months, newest first. Throws UnreadableState where the file is damaged. */
  find(id: OperationId): Promise<Operation | null>;
  /** Takes the file of an operation over; when it resolves, it is there whatever happens. */
  take(ended: Operation, file: string): Promise<void>;
  /** Newest first. */
  months(): Promise<readonly Month[]>;
  /** All of a month, in no order, and the files that cannot be understood. */
  read(month: Month): Promise<{ readonly operations: readonly Operation[]; readonly unreadable: readonly string[] }>;
}

/** Files that are open at once. */
const filesAtOnce = 32;

export async function openArchive(folder: string): Promise<Archive> {
  await mkdir(folder, { recursive: true });

  const months = async (): Promise<readonly Month[]> =>
    (await readdir(folder)).flatMap((name) => toMonth(name) ?? []).toSorted((one, other) => other.begins - one.begins);

  return {
    months,

    async find(id) {
      for (const { name } of await months()) {
        const stored = await durableJson(join(folder, name, `${id}.json`), record).read();
        if (stored !== null) return stored.operation;
      }
      return null;
    },

    async take({ id, requestedAt }, file) {
      const month = join(folder, new Date(requestedAt).toISOString().slice(0, 7));
      const made = await mkdir(month, { recursive: true });
      if (made !== undefined) await syncFolder(folder);
      await rename(file, join(month, `${id}.json`));
      await syncFolder(month);
      await syncFolder(dirname(file));
    },

    async read({ name }) {
      const files = (await readdir(join(folder, name))).filter((each) => each.endsWith(".json"));
      const operations: Operation[] = [];
      const unreadable: string[] = [];
      for (let start = 0; start < files.length; start += filesAtOnce) {
        const some = files.slice(start, start + filesAtOnce).map((file) => join(folder, name, file));
        for (const [index, read] of (await Promise.all(some.map(readOrNull))).entries()) {
          if (read !== null) operations.push(read);
          else unreadable.push(relative(dirname(folder), some[index] ?? ""));
        }
      }
      return { operations, unreadable };
    },
  };
}

/** One file that cannot be understood must not hide the others. */
async function readOrNull(path: string): Promise<Operation | null> {
  try {
    return (await durableJson(path, record).read())?.operation ?? null;
  } catch (error) {
    if (error instanceof UnreadableState) return null;
    throw error;
  }
}

function toMonth(name: string): Month | null {
  const [, year, month] = /^(\d{4})-(0[1-9]|1[0-2])$/.exec(name) ?? [];
  if (year === undefined || month === undefined) return null;
  return { name, begins: Date.UTC(Number(year), Number(month) - 1), ends: Date.UTC(Number(year), Number(month)) };
}
