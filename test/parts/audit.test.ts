import { spawn } from "node:child_process";
import { once } from "node:events";
import { appendFile, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { type AuditEntry, denial } from "../../src/domain/audit.ts";
import { operationId } from "../../src/domain/ids.ts";
import { auditRecords, keyBeside, openAuditLog, verifyChain } from "../../src/store/audit-log.ts";
import { people, start } from "../support/builders.ts";
import { cardIn, seen, startBot } from "../support/running-bot.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

const key = "k".repeat(32);

function anEntry(number: number): AuditEntry {
  const { alice: by } = people;
  return denial({ at: start + number, by, operation: null, message: null, action: "approve", code: `c${number}` });
}

/** A log with so many records, closed. */
async function aLog(count: number, fileSize?: number): Promise<string> {
  const folder = await temporaryFolder();
  const log = await openAuditLog({ folder, key, ...(fileSize === undefined ? {} : { fileSize }) });
  for (let number = 1; number <= count; number += 1) await log.append([anEntry(number)]);
  await log.close();
  return folder;
}

const verify = (folder: string, sealedWith: string): ReturnType<typeof verifyChain> =>
  verifyChain(auditRecords(folder), sealedWith);

async function filesOf(folder: string): Promise<readonly string[]> {
  return (await readdir(folder)).toSorted().map((name) => join(folder, name));
}

/** Writes the lines of the only file anew. */
async function rewrite(folder: string, change: (lines: readonly string[]) => readonly string[]): Promise<void> {
  const [file = ""] = await filesOf(folder);
  const lines = (await readFile(file, "utf8")).split("\n").filter((line) => line !== "");
  await writeFile(
    file,
    change(lines)
      .map((line) => `${line}\n`)
      .join(""),
  );
}

describe("the audit log", () => {
  it("holds together over restarts and files", async () => {
    const folder = await aLog(20, 1_000);
    expect((await filesOf(folder)).length).toBeGreaterThan(3);
    const log = await openAuditLog({ folder, key });
    await Promise.all([log.append([anEntry(21)]), log.append([anEntry(22), anEntry(23)])]);
    await log.close();
    expect(await verify(folder, key)).toEqual({ ok: true, value: { count: 23, seal: (await log.head()).seal } });
  });

  it.each([
    ["a changed record", (lines: readonly string[]) => lines.map((line) => line.replace('"c2"', '"c9"')), 2, "changed"],
    ["another order", ([a, b, ...rest]: readonly string[]) => [b ?? "", a ?? "", ...rest], 2, "out-of-order"],
    ["a record cut out", ([a, , ...rest]: readonly string[]) => [a ?? "", ...rest], 3, "out-of-order"],
    ["a record twice", ([a, ...rest]: readonly string[]) => [a ?? "", a ?? "", ...rest], 1, "out-of-order"],
  ])("tells %s", async (_, change, sequence, fault) => {
    const folder = await aLog(4);
    await rewrite(folder, change);
    expect(await verify(folder, key)).toEqual({ ok: false, problem: { sequence, fault } });
  });

  it("cannot be written anew without the key", async () => {
    const folder = await aLog(3);
    expect(await verify(folder, "x".repeat(32))).toMatchObject({ problem: { sequence: 1, fault: "changed" } });
  });

  it("drops what a crash left unfinished, and adds nothing to a broken chain", async () => {
    const folder = await aLog(3);
    const [file = ""] = await filesOf(folder);
    await appendFile(file, '{"sequence":4,"ent');
    const log = await openAuditLog({ folder, key });
    expect((await log.head()).count).toBe(3);
    await log.append([anEntry(4)]);
    await log.close();
    expect(await verify(folder, key)).toMatchObject({ value: { count: 4 } });
    await rewrite(folder, ([a, ...rest]) => [...rest, a ?? ""]);
    await expect(openAuditLog({ folder, key })).rejects.toThrow(/out-of-order.*npm run audit verify/);
  });

  it("is read as far as it is written, while something is being added", async () => {
    const folder = await aLog(3);
    const log = await openAuditLog({ folder, key });
    const [file = ""] = await filesOf(folder);
    // As a reader finds it in the middle of a write.
    await appendFile(file, '{"sequence":4,"ent');
    const id = operationId.parse("op-2222");
    expect(await log.of(id)).toEqual([]);
    expect(await log.stepsOf([id])).toEqual(new Map());
    await log.close();
  });

  it("begins again behind the last record where a crash came between a new file and its first line", async () => {
    const folder = await aLog(3);
    await writeFile(join(folder, "audit-000000000004.ndjson"), "");
    const log = await openAuditLog({ folder, key });
    await log.append([anEntry(4)]);
    await log.close();
    expect(await verify(folder, key)).toMatchObject({ value: { count: 4 } });
  });
});

/** Runs `npm run audit …` on a data folder. */
async function auditProgram(dataFolder: string, ...words: readonly string[]): Promise<{ code: unknown; text: string }> {
  const program = fileURLToPath(new URL("../../dist/programs/audit.js", import.meta.url));
  const child = spawn(process.execPath, [program, ...words], {
    env: { PATH: process.env["PATH"] ?? "", LIFEGUARD_DATA_DIR: dataFolder },
  });
  let text = "";
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk: Buffer) => (text += chunk.toString()));
  const [code]: unknown[] = await once(child, "close");
  return { code, text };
}

/** Which lines of an operation's journal a log has, in its order. */
async function stepsOf(folder: string, operation: string): Promise<readonly (number | null)[]> {
  const steps: (number | null)[] = [];
  for await (const { entry } of auditRecords(folder)) if (entry.operation === operation) steps.push(entry.step);
  return steps;
}

describe("what the bot writes down", () => {
  it("is every request, decision, denied click and call of an operation, and its program finds a cut tail", async () => {
    const { workspace, folder, stopBot } = await startBot({ configuration: "channels: { audit: C0TEAM }" });
    await workspace.type("U0ALICE", "C0OPS", '/pool upgrade prod-pool --reason "CVE"');
    const card = await cardIn(workspace, "C0OPS", /Upgrade/);
    await workspace.press("U0ALICE", card, "approve");
    await seen(workspace, "U0ALICE", /You asked for/);
    await workspace.press("U0BOB", card, "approve");
    await seen(workspace, "U0ALICE", /Done.*3 nodes upgraded/, 20_000);
    await workspace.type("U0ERIN", "C0OPS", "/pool scale prod-pool 6");
    await seen(workspace, "U0ERIN", /not in the group/);
    const id = /op-\w{4}/.exec(JSON.stringify(card.blocks))?.[0] ?? "";
    await workspace.type("U0ALICE", "C0OPS", `/pool audit ${id}`);
    await seen(
      workspace,
      "U0ALICE",
      /Audit log of op-[^]*`requested`[^]*`denied`[^]*`voted`[^]*`started`[^]*`succeeded`/,
    );
    // The end is posted where nobody with the disk can reach it.
    await seen(workspace, "U0ALICE", /The audit log has 0 records/);
    await stopBot();

    const data = join(folder, "data");
    const exported = await auditProgram(data, "export");
    const records: readonly { entry: { kind: string; by: string | null } }[] = exported.text
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line));
    const kinds = records.map(({ entry }) => `${entry.kind} ${entry.by ?? ""}`.trim());
    expect(kinds).toEqual(
      expect.arrayContaining([
        "requested U0ALICE",
        "denied U0ALICE",
        "voted U0BOB",
        "submission-began",
        "denied U0ERIN",
      ]),
    );
    expect(kinds.filter((kind) => kind === "voted U0BOB")).toHaveLength(1);
    const verified = await auditProgram(data, "verify");
    expect(verified).toMatchObject({ code: 0 });
    const anchor = /\d+:[0-9a-f]{64}/.exec(verified.text)?.[0] ?? "";
    expect(await auditProgram(data, "verify", "--anchor", anchor)).toMatchObject({ code: 0 });

    const folderOfLog = join(data, "audit");
    const file = join(folderOfLog, "audit-000000000001.ndjson");
    const lines = (await readFile(file, "utf8")).trim().split("\n");
    await writeFile(file, `${lines.slice(0, -1).join("\n")}\n`);
    expect(await auditProgram(data, "verify")).toMatchObject({ code: 0 });
    expect(await auditProgram(data, "verify", "--anchor", anchor)).toMatchObject({
      code: 1,
      text: expect.stringMatching(/cut short/),
    });
    await rm(folder, { recursive: true, force: true });
  });

  it("is not gone on with under another key because its own is lost", async () => {
    const folder = await aLog(1);
    await expect(keyBeside(folder)).rejects.toThrow(/key is gone, and the log beside it was written with it/);
    expect(await readdir(folder)).not.toContain("key");
  });

  it("has each line of a journal once, also of what is decided while the bot starts", async () => {
    const { workspace, folder, stopBot, restart } = await startBot();
    await workspace.type("U0ALICE", "C0OPS", "/pool upgrade prod-pool");
    const card = await cardIn(workspace, "C0OPS", /Upgrade/);
    const id = /op-\w{4}/.exec(JSON.stringify(card.blocks))?.[0] ?? "";
    await stopBot();
    const folderOfLog = join(folder, "data", "audit");
    // Much to read before it is known what the log has of the operation.
    const log = await openAuditLog({ folder: folderOfLog, key: await keyBeside(folderOfLog) });
    await log.append(Array.from({ length: 20_000 }, (_, number) => anEntry(number)));
    await log.close();

    const starting = restart();
    await workspace.waitFor(() => workspace.connected(), "the bot", 10_000);
    expect(await workspace.press("U0BOB", card, "approve")).toMatchObject({ ok: true });
    await starting;
    await seen(workspace, "U0ALICE", /Done.*3 nodes upgraded/, 20_000);
    await stopBot();

    const steps = await stepsOf(folderOfLog, id);
    expect(steps).toEqual([...new Set(steps)]);
    expect(steps.length).toBeGreaterThan(5);
  });

  it("has each line of a journal once, also where an operation ends before the bot learns that its card stands", async () => {
    const { workspace, folder, stopBot } = await startBot();
    const late = { kind: "slow", milliseconds: 1_500, when: "after", times: 1 } as const;
    workspace.setFault({ ...late, method: "chat.postMessage" });
    await workspace.type("U0ALICE", "C0OPS", "/pool upgrade prod-pool");
    const card = await cardIn(workspace, "C0OPS", /Upgrade/);
    const id = /op-\w{4}/.exec(JSON.stringify(card.blocks))?.[0] ?? "";
    await workspace.press("U0ALICE", card, "withdraw");
    await seen(workspace, "U0ALICE", /Withdrawn/);
    await pause(late.milliseconds);
    const archive = join(folder, "data", "archive");
    await expect.poll(async () => (await readdir(archive, { recursive: true })).join(" ")).toContain(`${id}.json`);
    await stopBot();
    expect(await stepsOf(join(folder, "data", "audit"), id)).toEqual([0, 1, 2]);
  });
});
