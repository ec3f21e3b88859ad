import { describe, expect, it } from "vitest";
import type { CloudFault } from "../../src/sandbox/page-protocol.ts";
import { cardIn, seen, startBot, type Stage } from "../support/running-bot.ts";

const sent = ({ region }: Stage): readonly string[] =>
  region.calls().flatMap(({ method, action }) => (method === "GET" ? [] : [action]));

/** Switches a fault of the cloud on, and off once the bot has met it so often. */
async function meet({ region, workspace }: Stage, fault: CloudFault, times: number): Promise<void> {
  const before = region.calls().length;
  region.setFault(fault, true);
  await expect.poll(() => region.calls().length - before, { timeout: 30_000 }).toBeGreaterThanOrEqual(times);
  region.setFault(fault, false);
  workspace.changed();
}

describe("while every call to ACK hangs", () => {
  it("commands are acknowledged, votes are written down and shown, and what was decided runs afterwards", async () => {
    const stage = await startBot();
    const { workspace, region } = stage;
    await workspace.type("U0ALICE", "C0OPS", "/pool upgrade prod-pool");
    const card = await cardIn(workspace, "C0OPS", /"action_id":"approve"/);
    region.setFault({ kind: "hang", action: "*" }, true);
    const began = Date.now();
    expect(await workspace.type("U0ALICE", "C0OPS", "/pool list")).toMatchObject({ ok: true });
    expect(await workspace.press("U0BOB", card, "approve")).toMatchObject({ ok: true });
    expect(Date.now() - began).toBeLessThan(3_000);
    await cardIn(workspace, "C0OPS", /👍 <@U0BOB>/);
    expect(sent(stage)).toEqual([]);
    region.setFault({ kind: "hang", action: "*" }, false);
    await seen(workspace, "U0ALICE", /Done.*3 nodes upgraded/, 60_000);
    expect(sent(stage)).toEqual(["UpgradeClusterNodepool"]);
  }, 90_000);
});

describe("an operation comes to its end, and is sent once, over", () => {
  it.each([
    ["a storm of 429", { kind: "throttle", action: "*" }],
    ["answers of 500", { kind: "error", action: "*", status: 500, code: "InternalError" }],
    ["answers that break off in the middle", { kind: "half-answer", action: "*" }],
    ["connections that are cut", { kind: "drop", action: "*" }],
  ] satisfies readonly (readonly [string, CloudFault])[])(
    "%s while it waits and while it runs",
    async (_, fault) => {
      const stage = await startBot({ speed: 120 });
      const { workspace } = stage;
      await workspace.type("U0ALICE", "C0OPS", "/pool scale prod-pool 2");
      const card = await cardIn(workspace, "C0OPS", /"action_id":"approve"/);
      const before = meet(stage, fault, 4);
      await workspace.press("U0BOB", card, "approve");
      await before;
      await workspace.waitFor(() => sent(stage).length > 0, "the call", 40_000);
      await meet(stage, fault, 4);
      await seen(workspace, "U0ALICE", /Done.*2 nodes in service/, 60_000);
      expect(new Set(sent(stage)).size).toBe(1);
      expect(stage.region.calls().filter(({ method, status }) => method !== "GET" && status === 200)).toHaveLength(1);
    },
    120_000,
  );

  it("a call whose answer breaks off in the middle: it is found in the cloud, and not sent again", async () => {
    const stage = await startBot();
    const { workspace, region } = stage;
    region.setFault({ kind: "half-answer", action: "UpgradeClusterNodepool" }, true);
    await workspace.type("U0ALICE", "C0OPS", "/pool upgrade prod-pool");
    await workspace.press("U0BOB", await cardIn(workspace, "C0OPS", /"action_id":"approve"/), "approve");
    await seen(workspace, "U0ALICE", /ACK's answer was lost/);
    await seen(workspace, "U0ALICE", /Done.*3 nodes upgraded/, 40_000);
    expect(sent(stage)).toEqual(["UpgradeClusterNodepool"]);
  }, 60_000);

  it("a task that ACK forgets: the pool itself shows what became of it", async () => {
    const stage = await startBot({ speed: 120 });
    const { workspace, region } = stage;
    await workspace.type("U0ALICE", "C0OPS", "/pool scale prod-pool 5");
    await workspace.waitFor(() => sent(stage).length > 0, "the call", 10_000);
    region.setFault({ kind: "lose-task", pool: "prod-pool" }, true);
    await seen(workspace, "U0ALICE", /Done.*5 nodes in service/, 40_000);
    expect(sent(stage)).toHaveLength(1);
  }, 60_000);
});
