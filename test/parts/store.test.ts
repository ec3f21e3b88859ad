import { appendFile, mkdir, readdir, readFile, rename, rmdir, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { operationId } from "../../src/domain/ids.ts";
import type { Operation } from "../../src/domain/operation.ts";
import { failure, success } from "../../src/domain/result.ts";
import { openFileStore } from "../../src/store/files.ts";
import { openOperations } from "../../src/store/operations.ts";
import { keyBeside } from "../../src/store/audit-log.ts";
import { UnreadableState } from "../../src/store/durable-json.ts";
import { openSeenRequests } from "../../src/store/seen-requests.ts";
import { createSigning } from "../../src/store/signing.ts";
import { anOperation, start } from "../support/builders.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

const id = operationId.parse("op-7f3k");
const signing = createSigning("k".repeat(32));

const grown = (operation: Operation): { readonly ok: true; readonly value: Operation } =>
  success({ ...operation, revision: operation.revision + 1 });

describe("operations on disk", () => {
  it("are there for the next process", async () => {
    const folder = await temporaryFolder();
    const first = await openOperations(folder, signing);
    await first.create(anOperation());
    await first.update(id, grown);
    const second = await openOperations(folder, signing);
    expect(await second.open()).toEqual([anOperation({ revision: 2 })]);
  });

  it("are written to their end before the next process may have the folder, and not afterwards", async () => {
    const folder = await temporaryFolder();
    const open = (): ReturnType<typeof openFileStore> => openFileStore(folder, "k".repeat(32), Date.now);
    const first = await open();
    await first.operations.create(anOperation());
    const writing = [first.operations.update(id, grown), first.operations.update(id, grown)];
    await first.close();
    const second = await open();
    expect((await second.operations.find(id))?.revision).toBe(3);
    await Promise.all(writing);
    await expect(first.operations.update(id, grown)).rejects.toThrow("the store is closed");
    expect(await readdir(join(folder, "operations"))).toEqual(["op-7f3k.json"]);
    await second.close();
  });

  it("take an id once", async () => {
    const store = await openOperations(await temporaryFolder(), signing);
    expect(await store.create(anOperation())).toBe(true);
    expect(await store.create(anOperation())).toBe(false);
  });

  it("lose none of many changes at once", async () => {
    const folder = await temporaryFolder();
    const store = await openOperations(folder, signing);
    await store.create(anOperation());
    await Promise.all(Array.from({ length: 200 }, () => store.update(id, grown)));
    expect((await (await openOperations(folder, signing)).find(id))?.revision).toBe(201);
  });

  it("stay as they are where a change is refused", async () => {
    const store = await openOperations(await temporaryFolder(), signing);
    await store.create(anOperation());
    expect(await store.update(id, () => failure("no" as const))).toEqual({ ok: false, problem: "no" });
    expect(await store.update(operationId.parse("op-none"), grown)).toEqual({ ok: false, problem: "not-found" });
    expect(await store.find(id)).toEqual(anOperation());
  });

  it("move to the archive when they have ended and Slack shows it, and can be read there", async () => {
    const folder = await temporaryFolder();
    const store = await openOperations(folder, signing);
    await store.create(anOperation());
    const unseen = anOperation({ state: { stage: "expired", at: start }, revision: 2 });
    await store.update(id, () => success(unseen));
    expect(await store.open()).toEqual([unseen]);
    const ended = { ...unseen, publication: { ...unseen.publication, shown: 2 } };
    await store.update(id, () => success(ended));
    expect(await store.open()).toEqual([]);
    expect(await store.find(id)).toEqual(ended);
    expect(await store.create(anOperation())).toBe(false);
    expect(await readdir(join(folder, "archive"))).toEqual(["2026-11"]);
    expect(await readdir(join(folder, "archive", "2026-11"))).toEqual(["op-7f3k.json"]);
    expect(await (await openOperations(folder, signing)).find(id)).toEqual(ended);
  });

  it("move there at the next start where the process died between their end and the move", async () => {
    const folder = await temporaryFolder();
    const store = await openOperations(folder, signing);
    await store.create(anOperation());
    const unseen = anOperation({ state: { stage: "expired", at: start }, revision: 2 });
    const ended = { ...unseen, publication: { ...unseen.publication, shown: 2 } };
    await store.update(id, () => success(ended));
    await rename(join(folder, "archive", "2026-11", "op-7f3k.json"), join(folder, "operations", "op-7f3k.json"));
    const next = await openOperations(folder, signing);
    expect(await next.open()).toEqual([]);
    expect(await next.find(id)).toEqual(ended);
    expect(await readdir(join(folder, "archive", "2026-11"))).toEqual(["op-7f3k.json"]);
  });

  it("ignore what was half written when the process died", async () => {
    const folder = await temporaryFolder();
    await (await openOperations(folder, signing)).create(anOperation());
    await writeFile(join(folder, "operations", "op-7f3k.json.writing"), '{"format":1,"oper');
    const store = await openOperations(folder, signing);
    expect(await store.open()).toEqual([anOperation()]);
    expect(await readdir(join(folder, "operations"))).toEqual(["op-7f3k.json"]);
  });

  it.each([
    ["empty", ""],
    ["cut", '{"format":1,"operation":{"id":"op-7'],
    ["of another version", '{"format":2}'],
  ])("stop the start where a file is %s, and leave the file alone", async (_, content) => {
    const folder = await temporaryFolder();
    await openOperations(folder, signing);
    const path = join(folder, "operations", "op-7f3k.json");
    await writeFile(path, content);
    await expect(openOperations(folder, signing)).rejects.toThrow(UnreadableState);
    expect(await readFile(path, "utf8")).toBe(content);
  });

  it("show nothing that is not on disk", async () => {
    const folder = await temporaryFolder();
    const store = await openOperations(folder, signing);
    await store.create(anOperation());
    // A folder in the place of the file that is written first: the write fails for root, too.
    const obstacle = join(folder, "operations", "op-7f3k.json.writing");
    await mkdir(obstacle);
    await expect(store.update(id, grown)).rejects.toThrow(/EISDIR/);
    expect((await store.find(id))?.revision).toBe(1);
    await rmdir(obstacle);
    await store.update(id, grown);
    expect((await store.find(id))?.revision).toBe(2);
  });

  it("are readable by nobody else", async () => {
    const folder = await temporaryFolder();
    await (await openOperations(folder, signing)).create(anOperation());
    expect((await stat(join(folder, "operations", "op-7f3k.json"))).mode & 0o077).toBe(0);
  });
});

describe("the past", () => {
  const everything = { about: null, since: 0, limit: 100 };

  /** Operations asked for at these moments; those that have ended are archived. */
  async function lived(
    folder: string,
    moments: Readonly<Record<string, string>>,
    stage: "expired" | "open" = "expired",
  ): Promise<Awaited<ReturnType<typeof openOperations>>> {
    const store = await openOperations(folder, signing);
    for (const [name, moment] of Object.entries(moments)) {
      const requestedAt = Date.parse(moment);
      const made = anOperation({ id: operationId.parse(name), requestedAt });
      await store.create(made);
      if (stage === "open") continue;
      const publication = { ...made.publication, shown: 2 };
      const ended = { ...made, revision: 2, state: { stage: "expired" as const, at: requestedAt }, publication };
      await store.update(made.id, () => success(ended));
    }
    return store;
  }

  const idsOf = ({ operations }: { readonly operations: readonly Operation[] }): readonly string[] =>
    operations.map((each) => each.id);

  it("is kept by the month of the request, in UTC, and read newest first", async () => {
    const folder = await temporaryFolder();
    const store = await lived(folder, {
      "op-late": "2026-10-31T23:59:59.999Z",
      "op-frst": "2026-11-01T00:00:00Z",
      "op-year": "2025-12-31T23:00:00-02:00",
    });
    await lived(folder, { "op-open": "2026-10-31T23:59:59.998Z" }, "open");
    expect((await readdir(join(folder, "archive"))).toSorted()).toEqual(["2026-01", "2026-10", "2026-11"]);
    expect(idsOf(await (await openOperations(folder, signing)).past(everything))).toEqual([
      "op-frst",
      "op-late",
      "op-open",
      "op-year",
    ]);
    expect((await store.find(operationId.parse("op-year")))?.state.stage).toBe("expired");
    const since = Date.parse("2026-10-31T23:59:59.999Z");
    expect(idsOf(await store.past({ ...everything, since }))).toEqual(["op-frst", "op-late"]);
  });

  it("is read no further back than is wanted", async () => {
    const folder = await temporaryFolder();
    const store = await lived(folder, {
      "op-aaaa": "2026-11-03T00:00:00Z",
      "op-bbbb": "2026-11-02T00:00:00Z",
      "op-cccc": "2026-10-02T00:00:00Z",
      "op-dddd": "2026-09-02T00:00:00Z",
    });
    // Whoever looks into a month finds this.
    await writeFile(join(folder, "archive", "2026-09", "op-torn.json"), "{");
    await writeFile(join(folder, "archive", "notes.txt"), "not a month");
    const trace = ["archive/2026-09/op-torn.json"];
    expect(await store.past({ ...everything, limit: 2 })).toMatchObject({ unreadable: [] });
    expect(idsOf(await store.past({ ...everything, limit: 3 }))).toEqual(["op-aaaa", "op-bbbb", "op-cccc"]);
    expect((await store.past({ ...everything, limit: 3 })).unreadable).toEqual([]);
    expect((await store.past({ ...everything, since: Date.parse("2026-10-01T00:00:00Z") })).unreadable).toEqual([]);
    expect((await store.past({ ...everything, limit: 4 })).unreadable).toEqual(trace);
  });

  it("names a damaged file, and shows the others", async () => {
    const folder = await temporaryFolder();
    const store = await lived(folder, { "op-good": "2026-11-03T00:00:00Z", "op-torn": "2026-11-04T00:00:00Z" });
    const path = join(folder, "archive", "2026-11", "op-torn.json");
    await writeFile(path, '{"format":1,"oper');
    expect(idsOf(await store.past(everything))).toEqual(["op-good"]);
    expect((await store.past(everything)).unreadable).toEqual(["archive/2026-11/op-torn.json"]);
    await expect(store.find(operationId.parse("op-torn"))).rejects.toThrow(UnreadableState);
    expect(await readFile(path, "utf8")).toBe('{"format":1,"oper');
  });

  it("is found by a pool's name, its whole name and its id", async () => {
    const store = await lived(await temporaryFolder(), { "op-aaaa": "2026-11-03T00:00:00Z" });
    for (const about of ["prod-pool", "prod/prod-pool", "np1"]) {
      expect(idsOf(await store.past({ ...everything, about }))).toEqual(["op-aaaa"]);
    }
    expect(idsOf(await store.past({ ...everything, about: "prod" }))).toEqual([]);
  });
});

describe("what a crash left half done", () => {
  it("of the audit log's key is done again: nothing is ever sealed with an empty one", async () => {
    const folder = await temporaryFolder();
    await writeFile(join(folder, "key"), "");
    const key = await keyBeside(folder);
    expect(key).toMatch(/^[0-9a-f]{64}$/);
    expect(await keyBeside(folder)).toBe(key);
    expect(await readdir(folder)).toEqual(["key"]);
  });

  it("of the requests that were taken spoils none that come after", async () => {
    const folder = await temporaryFolder();
    const now = (): number => start;
    await (await openSeenRequests(folder, now)).take("one")?.();
    const [file = ""] = await readdir(folder);
    await appendFile(join(folder, file), "hal");
    await (await openSeenRequests(folder, now)).take("two")?.();
    const seen = await openSeenRequests(folder, now);
    expect([seen.take("one"), seen.take("two")]).toEqual([null, null]);
    expect(await seen.take("three")?.()).toBe(true);
  });
});
