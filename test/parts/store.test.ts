import { mkdir, readdir, readFile, rmdir, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { operationId } from "../../src/domain/ids.ts";
import type { Operation } from "../../src/domain/operation.ts";
import { failure, success } from "../../src/domain/result.ts";
import { openOperations } from "../../src/store/operations.ts";
import { UnreadableState } from "../../src/store/durable-json.ts";
import { anOperation, start } from "../support/builders.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

const id = operationId.parse("op-7f3k");

const grown = (operation: Operation): { readonly ok: true; readonly value: Operation } =>
  success({ ...operation, revision: operation.revision + 1 });

describe("operations on disk", () => {
  it("are there for the next process", async () => {
    const folder = await temporaryFolder();
    const first = await openOperations(folder);
    await first.create(anOperation());
    await first.update(id, grown);
    const second = await openOperations(folder);
    expect(await second.open()).toEqual([anOperation({ revision: 2 })]);
  });

  it("take an id once", async () => {
    const store = await openOperations(await temporaryFolder());
    expect(await store.create(anOperation())).toBe(true);
    expect(await store.create(anOperation())).toBe(false);
  });

  it("lose none of many changes at once", async () => {
    const folder = await temporaryFolder();
    const store = await openOperations(folder);
    await store.create(anOperation());
    await Promise.all(Array.from({ length: 200 }, () => store.update(id, grown)));
    expect((await (await openOperations(folder)).find(id))?.revision).toBe(201);
  });

  it("stay as they are where a change is refused", async () => {
    const store = await openOperations(await temporaryFolder());
    await store.create(anOperation());
    expect(await store.update(id, () => failure("no" as const))).toEqual({ ok: false, problem: "no" });
    expect(await store.update(operationId.parse("op-none"), grown)).toEqual({ ok: false, problem: "not-found" });
    expect(await store.find(id)).toEqual(anOperation());
  });

  it("move to the archive when they have ended and Slack shows it, and can be read there", async () => {
    const folder = await temporaryFolder();
    const store = await openOperations(folder);
    await store.create(anOperation());
    const ended = anOperation({ state: { stage: "expired", at: start }, revision: 2 });
    await store.update(id, () => success(ended));
    expect(await store.open()).toEqual([]);
    expect(await store.find(id)).toEqual(ended);
    expect(await store.create(anOperation())).toBe(false);
    expect(await readdir(join(folder, "archive"))).toEqual(["op-7f3k.json"]);
  });

  it("ignore what was half written when the process died", async () => {
    const folder = await temporaryFolder();
    await (await openOperations(folder)).create(anOperation());
    await writeFile(join(folder, "operations", "op-7f3k.json.writing"), '{"format":1,"oper');
    const store = await openOperations(folder);
    expect(await store.open()).toEqual([anOperation()]);
    expect(await readdir(join(folder, "operations"))).toEqual(["op-7f3k.json"]);
  });

  it.each([
    ["empty", ""],
    ["cut", '{"format":1,"operation":{"id":"op-7'],
    ["of another version", '{"format":2}'],
  ])("stop the start where a file is %s, and leave the file alone", async (_, content) => {
    const folder = await temporaryFolder();
    await openOperations(folder);
    const path = join(folder, "operations", "op-7f3k.json");
    await writeFile(path, content);
    await expect(openOperations(folder)).rejects.toThrow(UnreadableState);
    expect(await readFile(path, "utf8")).toBe(content);
  });

  it("show nothing that is not on disk", async () => {
    const folder = await temporaryFolder();
    const store = await openOperations(folder);
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
    await (await openOperations(folder)).create(anOperation());
    expect((await stat(join(folder, "operations", "op-7f3k.json"))).mode & 0o077).toBe(0);
  });
});
