import { readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { cardIn, seen, startBot, type Stage } from "../support/running-bot.ts";

async function operationFile({ folder }: Stage): Promise<string> {
  const operations = join(folder, "data", "operations");
  const [name] = await readdir(operations);
  if (name === undefined) throw new Error("no operation is open");
  return join(operations, name);
}

describe("somebody who can write the data folder", () => {
  it("gives no vote, no other plan and no lower quorum: a bot that finds one does not start", async () => {
    const stage = await startBot({ environment: { LIFEGUARD_AUDIT_KEY: "k".repeat(32) } });
    const { workspace, restart, stopBot } = stage;
    await workspace.type("U0ALICE", "C0OPS", "/pool scale prod-pool 2");
    await cardIn(workspace, "C0OPS", /"action_id":"approve"/);
    const file = await operationFile(stage);
    await stopBot();
    const stored = await readFile(file, "utf8");
    for (const [from, to] of [
      [/"approvals":1/, '"approvals":0'],
      [/"stage":"awaiting-sign-off"/, '"stage":"approved"'],
      [/"signature":"[^"]+"/, '"signature":""'],
      [/,"signature":"[^"]+"/, ""],
    ] as const) {
      const touched = stored.replace(from, to);
      expect(touched).not.toBe(stored);
      await writeFile(file, touched);
      await expect(restart()).rejects.toThrow(/op-\w{4}\.json is not as the bot wrote it/);
    }
    await writeFile(file, stored);
    await restart();
    expect(stage.region.calls().filter(({ method }) => method !== "GET")).toEqual([]);
  });

  it("has nothing carried out again by an older copy: the audit log knows better", async () => {
    const stage = await startBot({ environment: { LIFEGUARD_AUDIT_KEY: "k".repeat(32) } });
    const { workspace, restart, stopBot } = stage;
    await workspace.type("U0ALICE", "C0OPS", "/pool scale prod-pool 2");
    const card = await cardIn(workspace, "C0OPS", /"action_id":"approve"/);
    const file = await operationFile(stage);
    const earlier = await readFile(file, "utf8");
    await workspace.press("U0ALICE", card, "withdraw");
    await seen(workspace, "U0BOB", /Withdrawn/);
    await stopBot();
    await writeFile(file, earlier);
    await expect(restart()).rejects.toThrow(/op-\w{4} stands in the store as it was earlier than the audit log's last/);
  });
});
