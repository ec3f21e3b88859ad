import { randomBytes } from "node:crypto";
import { createReadStream } from "node:fs";
import { type FileHandle, mkdir, open, readdir, readFile, truncate, unlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { createInterface } from "node:readline";
import {
  type AuditEntry,
  type AuditRecord,
  auditRecord,
  chainOn,
  type ChainFault,
  type ChainHead,
  emptyChain,
  follows,
} from "../domain/audit.ts";
import type { OperationId } from "../domain/ids.ts";
import { failure, type Result, success } from "../domain/result.ts";
import { syncFolder, UnreadableState } from "./durable-json.ts";

export interface AuditLogOptions {
  readonly folder: string;
  /** Who has it can forge the chain: better kept away from the disk that the chain is on. */
  readonly key: string;
  /** Bytes after which another file is begun. */
  readonly fileSize?: number;
}

/** The audit log in files, see {@link openAuditLog}. */
export interface AuditFiles {
  /** Resolves when the entries are on disk, in this order. */
  append(entries: readonly AuditEntry[]): Promise<void>;
  head(): ChainHead;
  /** What is kept of one operation, oldest first; reads the files, so not for every click. */
  of(operation: OperationId): Promise<readonly AuditRecord[]>;
  /** How many lines of each operation's journal are in it; reads back no further than it has to. */
  stepsOf(operations: readonly OperationId[]): Promise<ReadonlyMap<OperationId, number>>;
  close(): Promise<void>;
}

const usualFileSize = 16 * 1024 * 1024;
const fileName = /^audit-(\d{12})\.ndjson$/;

/**
 * Opens the audit log of a folder: lines of JSON that are only ever added to, each sealed together with the one before it. A line that
 * a crash left unfinished was never acknowledged, and goes.
 * @throws UnreadableState where the newest file does not hold together: nothing is added to a chain that somebody broke
 */
export async function openAuditLog({ folder, key, fileSize = usualFileSize }: AuditLogOptions): Promise<AuditFiles> {
  await mkdir(folder, { recursive: true });
  const newest = await newestFile(folder);
  let { head, size } = newest === null ? { head: emptyChain, size: 0 } : await takeUp(newest, key);
  let file: FileHandle | null = newest === null ? null : await open(newest, "a", 0o600);
  let turn: Promise<void> = Promise.resolve();

  async function write(entries: readonly AuditEntry[]): Promise<void> {
    if (file === null || size >= fileSize) {
      await file?.close();
      file = await open(join(folder, `audit-${String(head.count + 1).padStart(12, "0")}.ndjson`), "ax", 0o600);
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

  return {
    append(entries) {
      if (entries.length === 0) return Promise.resolve();
      const mine = turn.then(() => write(entries));
      turn = mine.catch(() => {});
      return mine;
    },
    head: () => head,
    async of(operation) {
      const found: AuditRecord[] = [];
      for (const path of await filesIn(folder)) {
        for await (const record of recordsOf(path)) if (record.entry.operation === operation) found.push(record);
      }
      return found;
    },
    async stepsOf(operations) {
      const steps = new Map<OperationId, number>();
      const looking = new Set(operations);
      for (const path of (await filesIn(folder)).toReversed()) {
        if (looking.size === 0) break;
        for await (const { entry } of recordsOf(path)) {
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
export async function verifyAuditLog(folder: string, key: string): Promise<Result<ChainHead, ChainFault>> {
  let head = emptyChain;
  for (const path of await filesIn(folder)) {
    for await (const record of recordsOf(path)) {
      const next = follows(key, head, record);
      if (!next.ok) return failure(next.problem);
      head = next.value;
    }
  }
  return success(head);
}

/** All records in their order, as they are: whether they hold together is for {@link verifyAuditLog} to say. */
export async function* auditRecords(folder: string): AsyncGenerator<AuditRecord> {
  for (const path of await filesIn(folder)) yield* recordsOf(path);
}

/** The key that a folder keeps, made at the first start. Where it lies on the same disk, who has the disk can forge the chain. */
export async function keyBeside(folder: string): Promise<string> {
  const path = join(folder, "key");
  try {
    return (await readFile(path, "utf8")).trim();
  } catch (error) {
    if (!(error instanceof Error && "code" in error && error.code === "ENOENT")) throw error;
  }
  await mkdir(folder, { recursive: true });
  const key = randomBytes(32).toString("hex");
  await writeFile(path, `${key}\n`, { mode: 0o600, flag: "wx" });
  await syncFolder(folder);
  return key;
}

async function filesIn(folder: string): Promise<readonly string[]> {
  const names = await readdir(folder);
  return names
    .filter((name) => fileName.test(name))
    .toSorted()
    .map((name) => join(folder, name));
}

async function* recordsOf(path: string): AsyncGenerator<AuditRecord> {
  const lines = createInterface({ input: createReadStream(path, "utf8"), crlfDelay: Infinity });
  let number = 0;
  for await (const line of lines) {
    number += 1;
    yield readRecord(line, `${path}:${number}`);
  }
}

function readRecord(line: string, where: string): AuditRecord {
  try {
    return auditRecord.parse(JSON.parse(line));
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
  const whole = text.slice(0, text.lastIndexOf("\n") + 1);
  if (whole.length < text.length) await truncate(path, Buffer.byteLength(whole));
  const records = whole
    .split("\n")
    .filter((line) => line !== "")
    .map((line, index) => readRecord(line, `${path}:${index + 1}`));
  const first = records[0];
  let head: ChainHead = first === undefined ? emptyChain : { count: first.sequence - 1, seal: first.previous };
  for (const record of records) {
    const next = follows(key, head, record);
    if (!next.ok) {
      throw new UnreadableState(
        `${path}: record ${next.problem.sequence} is ${next.problem.fault}; run npm run audit verify, and keep the files`,
      );
    }
    head = next.value;
  }
  return { head, size: Buffer.byteLength(whole) };
}
