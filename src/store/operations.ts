import { mkdir, readdir, unlink } from "node:fs/promises";
import { join } from "node:path";
import { performance } from "node:perf_hooks";
import { Low } from "lowdb";
import { belongsTo, type History, type HistoryQuery, newestFirst } from "../domain/history.ts";
import type { OperationId } from "../domain/ids.ts";
import { isClosed, type Operation } from "../domain/operation.ts";
import { failure, type Result, success } from "../domain/result.ts";
import { openArchive, record, type StoredOperation } from "./archive.ts";
import { durableJson, readAtStart, temporarySuffix } from "./durable-json.ts";
import type { Signing } from "./signing.ts";
import type { Operations } from "./store.ts";
import { createTurns } from "./turns.ts";

interface OperationFiles extends Operations {
  /** Writes nothing more; resolves when what was begun is on disk. */
  close(): Promise<void>;
}

/** Milliseconds for which what was closed is at hand. */
const recently = 60 * 60_000;

/**
 * Opens the operations below a folder: one lowdb file each, so that a write costs the same however many there are. Open ones
 * are kept in memory; one that has ended and stands in Slack moves to the archive, which is read on demand only.
 *
 * Changes of one operation come one after another; memory never runs ahead of the disk. Files of open operations are signed, for they are acted
 * on; nothing is done by what the archive says.
 */
export async function openOperations(dataFolder: string, signing: Signing): Promise<OperationFiles> {
  const openFolder = join(dataFolder, "operations");
  await mkdir(openFolder, { recursive: true });
  const archive = await openArchive(join(dataFolder, "archive"));
  /** What is on disk. */
  const entries = await loadAll(openFolder, signing);
  await putAway(entries, (ended) => archive.take(ended, join(openFolder, `${ended.id}.json`)));
  const inTurn = createTurns<OperationId | null>();
  const lately = new Map<OperationId, { readonly at: number; readonly closed: Operation }>();

  const pathOf = (id: OperationId): string => join(openFolder, `${id}.json`);

  /** What readers see changes only when it is on disk. */
  async function write(next: Operation): Promise<void> {
    await new Low<StoredOperation>(durableJson(pathOf(next.id), record, signing), {
      format: 1,
      operation: next,
    }).write();
    entries.set(next.id, next);
  }

  /** Operations that are wanted and were asked for since, of those that are open and those of months up to then. */
  async function past(query: HistoryQuery): Promise<History> {
    // The open ones first: what moves to the archive meanwhile is seen twice instead of never.
    const wanted = [...entries.values()].filter((each) => belongsTo(query, each));
    const found = new Map(wanted.map((each) => [each.id, each]));
    const broken: string[] = [];
    for (const month of await archive.months()) {
      if (month.ends <= query.since) break;
      const { operations, unreadable } = await archive.read(month);
      for (const each of operations) if (belongsTo(query, each)) found.set(each.id, each);
      broken.push(...unreadable);
      // Whatever older months hold is older than all of these.
      const certain = [...found.values()].filter(({ requestedAt }) => requestedAt >= month.begins);
      if (certain.length >= query.limit) break;
    }
    return { operations: newestFirst(found.values()).slice(0, query.limit), unreadable: broken };
  }

  const open = async (): Promise<readonly Operation[]> =>
    [...entries.values()].toSorted((a, b) => a.requestedAt - b.requestedAt);

  function forgetOld(): void {
    for (const [id, { at }] of lately) if (performance.now() - at > recently) lately.delete(id);
  }

  function update<Problem>(
    id: OperationId,
    change: (operation: Operation) => Result<Operation, Problem>,
  ): Promise<Result<Operation, Problem | "not-found">> {
    return inTurn(id, async () => {
      const known = entries.get(id);
      const present = known ?? (await archive.find(id));
      if (present === null) return failure("not-found" as const);
      const next = change(present);
      if (!next.ok) return next;
      // What is archived stays as it is: it has ended, and says so everywhere.
      if (known === undefined) return success(present);
      await write(next.value);
      if (isClosed(next.value)) {
        await archive.take(next.value, pathOf(id));
        entries.delete(id);
        forgetOld();
        lately.set(id, { at: performance.now(), closed: next.value });
      }
      return next;
    });
  }

  return {
    create: (made) =>
      inTurn(made.id, async () => {
        if (entries.has(made.id) || (await archive.find(made.id)) !== null) return false;
        await write(made);
        return true;
      }),

    async find(id) {
      return entries.get(id) ?? (await archive.find(id));
    },

    past,

    open,
    async recent() {
      forgetOld();
      return [...(await open()), ...[...lately.values()].map(({ closed }) => closed)];
    },
    update,
    // A data folder has one process, which carries all that is in it.
    carried: open,
    carries: () => true,
    advance: update,
    onForeignChange() {},
    alone: (work) => inTurn(null, work),
    close: inTurn.close,
  };
}

/** A process may have died between the end of an operation and the move of its file. */
async function putAway(entries: Map<OperationId, Operation>, take: (ended: Operation) => Promise<void>): Promise<void> {
  for (const ended of [...entries.values()].filter(isClosed)) {
    await take(ended);
    entries.delete(ended.id);
  }
}

async function loadAll(folder: string, signing: Signing): Promise<Map<OperationId, Operation>> {
  const names = await readdir(folder);
  await Promise.all(names.filter((name) => name.endsWith(temporarySuffix)).map((name) => unlink(join(folder, name))));
  const entries = new Map<OperationId, Operation>();
  for (const name of names.filter((each) => each.endsWith(".json"))) {
    const { operation } = readAtStart(join(folder, name), record, signing);
    entries.set(operation.id, operation);
  }
  return entries;
}
