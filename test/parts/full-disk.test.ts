import { spawn } from "node:child_process";
import { once } from "node:events";
import { readdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { startProgram } from "../support/bot-process.ts";
import { cardIn, seen, setStage, type Stage } from "../support/running-bot.ts";

const noRoom = new URL("../support/full-disk.mjs", import.meta.url).href;
const auditProgram = fileURLToPath(new URL("../../dist/programs/audit.js", import.meta.url));

const sent = ({ region }: Stage): readonly string[] =>
  region.calls().flatMap(({ method, action }) => (method === "GET" ? [] : [action]));

/** What is written down of operations, as text. */
async function writtenIn({ folder }: Stage): Promise<string> {
  const operations = join(folder, "data", "operations");
  const names = (await readdir(operations)).filter((name) => name.endsWith(".json"));
  return (await Promise.all(names.map((name) => readFile(join(operations, name), "utf8")))).join("\n");
}

async function readiness({ environment }: Stage): Promise<string> {
  const response = await fetch(`http://127.0.0.1:${environment["PORT"]}/readyz`);
  return `${response.status} ${(await response.text()).trim()}`;
}

async function verifyAudit({ environment }: Stage): Promise<unknown> {
  const child = spawn(process.execPath, [auditProgram, "verify"], { env: { ...environment } });
  const [code]: unknown[] = await once(child, "close");
  return code;
}

describe("a disk without room", () => {
  it("decides nothing that is not written down, tells who asked, and is forgotten once there is room", async () => {
    const stage = await setStage({ speed: 120 });
    const { workspace, environment, folder } = stage;
    const flag = join(folder, "full");
    const program = startProgram({
      ...environment,
      NODE_OPTIONS: `--import ${noRoom}`,
      FULL_DISK: flag,
      LOG_LEVEL: "warn",
    });
    await workspace.waitFor(() => workspace.connected(), "the bot", 20_000);
    await workspace.type("U0ALICE", "C0OPS", "/pool upgrade prod-pool");
    const card = await cardIn(workspace, "C0OPS", /"action_id":"approve"/);
    await workspace.type("U0DAVE", "C0APPROVALS", "/pool scale web-pool 4");
    await workspace.waitFor(() => sent(stage).length > 0, "the call", 10_000);

    await writeFile(flag, "");
    await workspace.press("U0BOB", card, "approve");
    await seen(
      workspace,
      "U0BOB",
      /cannot write its records at present, so this was not done[^]*Tell whoever runs the bot/,
    );
    await workspace.type("U0ALICE", "C0OPS", "/pool scale prod-pool 5");
    await seen(workspace, "U0ALICE", /cannot write its records at present, so this was not done/);
    await workspace.type("U0LIWEI", "C0OPS", "/pool scale prod-pool 5");
    await seen(workspace, "U0LIWEI", /机器人目前无法写入记录，所以这次请求没有执行[^]*告诉机器人的运维人员/);
    const id = /op-[a-z0-9]+/.exec(card.text)?.[0] ?? "";
    expect(program.output()).toMatch(
      new RegExp(`ENOSPC: no space left[^\\n]*"what":"button approve","operation":"${id}","reference":"[0-9a-f]{8}"`),
    );
    await expect.poll(() => readiness(stage)).toBe("503 not ready: the bot cannot write its records: ENOSPC");
    expect(await writtenIn(stage)).not.toMatch(/U0BOB/);
    expect(workspace.messages("C0OPS").filter(({ threadTs }) => threadTs === null)).toHaveLength(1);
    expect(JSON.stringify(workspace.messages("C0OPS"))).not.toMatch(/approved/);

    await rm(flag);
    await expect.poll(() => readiness(stage), { timeout: 10_000 }).toBe("200 ready");
    await workspace.press("U0BOB", card, "approve");
    await seen(workspace, "U0ALICE", /Done.*3 nodes upgraded/, 40_000);
    await seen(workspace, "U0DAVE", /Done.*4 nodes in service/, 40_000);
    expect(sent(stage)).toEqual(["ModifyClusterNodePool", "UpgradeClusterNodepool"]);
    expect(program.child.exitCode).toBeNull();
    expect(await verifyAudit(stage)).toBe(0);
  }, 120_000);
});
