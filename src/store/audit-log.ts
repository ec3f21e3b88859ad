import { randomBytes } from "node:crypto";
import { createReadStream } from "node:fs";
import { type FileHandle, mkdir, open, readdir, readFile, rename, truncate, unlink } from "node:fs/promises";
import { join } from "node:path";
import { createInterface } from "node:readline";
import type * as z from "zod";
import {
  type AuditEntry,
  type AuditRecord,
  auditRecord,
  chainLink,
  type ChainLink,
  chainOn,
  type ChainFault,
  type ChainHead,
  emptyChain,
  follows,
} from "../domain/audit.ts";
import type { OperationId } from "../domain/ids.ts";
import { failure, type Result, success } from "../domain/result.ts";
import { syncFolder, temporarySuffix, UnreadableState } from "./durable-json.ts";
import type { AuditLog } from "./store.ts";

export interface AuditLogOptions {
  readonly folder: string;
  /** Who has it can forge the chain: better kept away from the disk that the chain is on. */
  readonly key: string;
  /** Bytes after which another file is begun. */
  readonly fileSize?: number;
}

/** A start follows the newest file to its end: small enough that it takes no time that anybody notices. */
const usualFileSize = 256 * 1024;
const fileName = /^audit-(\d{12})\.ndjson$/;

/**
 * Opens the audit log of a folder: lines of JSON that are only ever added to, each sealed together with the one before it. A line that
 * a crash left unfinished was never acknowledged, and goes.
 * @throws UnreadableState where the newest file does not hold together: nothing is added to a chain that somebody broke
 */
export async function openAuditLog({ folder, key, fileSize = usualFileSize }: AuditLogOptions): Promise<AuditLog> {
  await mkdir(folder, { recursive: true });
  const newest = await newestFile(folder);
  let { head, size } = newest === null ? { head: emptyChain, size: 0 } : await takeUp(newest, key);
  let path = newest;
  let file: FileHandle | null = path === null ? null : await open(path, "a", 0o600);
  let turn: Promise<void> = Promise.resolve();

  async function write(entries: readonly AuditEntry[]): Promise<void> {
    if (file === null || size >= fileSize) {
      await file?.close();
      path = join(folder, `audit-${String(head.count + 1).padStart(12, "0")}.ndjson`);
      file = await open(path, "ax", 0o600);
      size = 0;
      await syncFolder(folder);
    }
    let next = head;
    const lines = entries.map((entry) => {
      const record = chainOn(key, next, entry);
      next = { count: record.sequence, seal: record.seal };
      return `${JSON.stringify(record)}\n`;
    });
    const text = lines.join("");
    try {
      await file.appendFile(text);
      await file.sync();
    } catch (error) {
      // Half a line must not stand before the next one.
      await file.truncate(size);
      throw error;
    }
    size += Buffer.byteLength(text);
    head = next;
  }

  /** Of the file that is added to as far as it is written: half a line may stand behind that. */
  const writtenIn = (each: string): AsyncGenerator<AuditRecord> => recordsOf(each, each === path ? size : undefined);

  return {
    append(entries) {
      if (entries.length === 0) return Promise.resolve();
      const mine = turn.then(() => write(entries));
      turn = mine.catch(() => {});
      return mine;
    },
    head: async () => head,
    async of(operation) {
      const found: AuditRecord[] = [];
      for (const each of await filesIn(folder)) {
        for await (const record of writtenIn(each)) if (record.entry.operation === operation) found.push(record);
      }
      return found;
    },
    async stepsOf(operations) {
      const steps = new Map<OperationId, number>();
      const looking = new Set(operations);
      for (const each of (await filesIn(folder)).toReversed()) {
        if (looking.size === 0) break;
        for await (const { entry } of writtenIn(each)) {
          const { operation, step } = entry;
          if (operation === null || step === null || !looking.has(operation)) continue;
          steps.set(operation, Math.max(steps.get(operation) ?? 0, step + 1));
        }
        for (const id of steps.keys()) looking.delete(id);
      }
      return steps;
    },
    async close() {
      await turn;
      await file?.close();
    },
  };
}

/** Reads a whole log from its beginning. @returns where it ends, or the first thing that is wrong with it */
export async function verifyChain(
  records: AsyncIterable<AuditRecord>,
  key: string,
): Promise<Result<ChainHead, ChainFault>> {
  let head = emptyChain;
  for await (const record of records) {
    const next = follows(key, head, record);
    if (!next.ok) return failure(next.problem);
    head = next.value;
  }
  return success(head);
}

/** Reads the newest file alone, while the log may be added to. @returns where it ends, or the first thing that is wrong with it */
export async function verifyNewest(folder: string, key: string): Promise<Result<ChainHead, ChainFault>> {
  const path = (await filesIn(folder)).at(-1);
  if (path === undefined) return success(emptyChain);
  return followFile(wholeLines(await readFile(path, "utf8")), path, key);
}

/** All records in their order, as they are: whether they hold together is for {@link verifyChain} to say. */
export async function* auditRecords(folder: string): AsyncGenerator<AuditRecord> {
  for (const path of await filesIn(folder)) yield* recordsOf(path);
}

/**
 * The key that a folder keeps, made at the first start. Where it lies on the same disk, who has the disk can forge the chain.
 * @throws UnreadableState where the log is there and its key is gone
 */
export async function keyBeside(folder: string): Promise<string> {
  const known = await findKeyBeside(folder);
  if (known !== null) return known;
  const path = join(folder, "key");
  await mkdir(folder, { recursive: true });
  if ((await filesIn(folder)).length > 0)
    throw new UnreadableState(
      `${path} is gone, and the log beside it was written with it, or with a LIFEGUARD_AUDIT_KEY that is not set any more`,
    );
  const key = randomBytes(32).toString("hex");
  const beside = await open(`${path}${temporarySuffix}`, "w", 0o600);
  try {
    await beside.writeFile(`${key}\n`);
    await beside.sync();
  } finally {
    await beside.close();
  }
  await rename(`${path}${temporarySuffix}`, path);
  await syncFolder(folder);
  return key;
}

/** The key that a folder keeps; null: it keeps none, or the empty file of a crash, with which nothing was ever sealed. */
export async function findKeyBeside(folder: string): Promise<string | null> {
  try {
    const key = (await readFile(join(folder, "key"), "utf8")).trim();
    return key === "" ? null : key;
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return null;
    throw error;
  }
}

async function filesIn(folder: string): Promise<readonly string[]> {
  const names = await readdir(folder);
  return names
    .filter((name) => fileName.test(name))
    .toSorted()
    .map((name) => join(folder, name));
}

/** @param bytes so many of the file; all of it where they are left out */
async function* recordsOf(path: string, bytes = Number.POSITIVE_INFINITY): AsyncGenerator<AuditRecord> {
  if (bytes === 0) return;
  const lines = createInterface({
    input: createReadStream(path, { encoding: "utf8", end: bytes - 1 }),
    crlfDelay: Infinity,
  });
  let number = 0;
  for await (const line of lines) {
    number += 1;
    yield readLine(line, auditRecord, `${path}:${number}`);
  }
}

function readLine<Content>(line: string, content: z.ZodType<Content>, where: string): Content {
  try {
    return content.parse(JSON.parse(line));
  } catch (error) {
    throw new UnreadableState(`${where} is not a record of the audit log`, { cause: error });
  }
}

/** The newest file with a record in it. One that a crash left empty goes: nothing in it was acknowledged. */
async function newestFile(folder: string): Promise<string | null> {
  for (const path of (await filesIn(folder)).toReversed()) {
    if ((await readFile(path, "utf8")).includes("\n")) return path;
    await unlink(path);
  }
  return null;
}

/** Follows the newest file to its end, from the record that it begins with. */
async function takeUp(path: string, key: string): Promise<{ readonly head: ChainHead; readonly size: number }> {
  const text = await readFile(path, "utf8");
  const whole = wholeLines(text);
  if (whole.length < text.length) await truncate(path, Buffer.byteLength(whole));
  const followed = followFile(whole, path, key);
  if (!followed.ok) {
    const { sequence, fault } = followed.problem;
    throw new UnreadableState(
      `${path}: record ${sequence} is ${fault}: somebody changed the log, or LIFEGUARD_AUDIT_KEY is another one than it was written with; npm run audit verify looks at all of it`,
    );
  }
  return { head: followed.value, size: Buffer.byteLength(whole) };
}

/** Without a last line that is not finished. */
function wholeLines(text: string): string {
  return text.slice(0, text.lastIndexOf("\n") + 1);
}

function followFile(whole: string, path: string, key: string): Result<ChainHead, ChainFault> {
  const records = whole
    .split("\n")
    .filter((line) => line !== "")
    .map((line, index) => readLine(line, chainLink, `${path}:${index + 1}`));
  return verifyPart(records, key);
}

/** Whether records follow each other; what was before the first one is believed. */
export function verifyPart(records: readonly ChainLink[], key: string): Result<ChainHead, ChainFault> {
  const first = records[0];
  let head: ChainHead = first === undefined ? emptyChain : { count: first.sequence - 1, seal: first.previous };
  for (const record of records) {
    const next = follows(key, head, record);
    if (!next.ok) return failure(next.problem);
    head = next.value;
  }
  return success(head);
}
