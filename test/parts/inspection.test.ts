import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it, vi } from "vitest";
import { operationId } from "../../src/domain/ids.ts";
import type { Region } from "../../src/sandbox/ack/region.ts";
import type { PageMessage } from "../../src/sandbox/page-protocol.ts";
import type { Workspace } from "../../src/sandbox/slack/options.ts";
import { anOperation } from "../support/builders.ts";
import { cardIn, seen, startBot } from "../support/running-bot.ts";

/** The newest message with a file that somebody sees. */
function fileSeen(workspace: Workspace, as: string): Promise<PageMessage> {
  return workspace.waitFor(
    () => workspace.state(as).messages.findLast(({ files }) => files.length > 0),
    `${as} to see a file`,
    10_000,
  );
}

async function contentOf({ files: [file] }: PageMessage): Promise<string> {
  // Not as text, which would lose the mark that Excel knows UTF-8 by.
  const answer = await fetch(file?.url ?? "");
  return Buffer.from(await answer.arrayBuffer()).toString("utf8");
}

/** Lets a pool grow behind the bot's back. */
async function grow(region: Region, pool: string, size: number): Promise<void> {
  region.movePool(pool, size);
  const serving = (): number | undefined =>
    region
      .pageCloud()
      .clusters.flatMap(({ pools }) => pools)
      .find(({ name }) => name === pool)?.servingNodes;
  await vi.waitFor(() => expect(serving()).toBe(size), { timeout: 15_000 });
}

describe("nodes", () => {
  it("are listed with what one wants to know of each", async () => {
    const { workspace } = await startBot();
    await workspace.type("U0ALICE", "C0OPS", "/pool nodes legacy-pool");
    const answer = await seen(workspace, "U0ALICE", /`staging\/legacy-pool`: \*2\/2\* nodes ready/);
    expect(answer.ephemeral).toBe(true);
    const shown = JSON.stringify(answer.blocks);
    expect(shown).toMatch(
      /✅ `[^`]+` `Ready` · `i-\w+` · `ecs\.c6\.xlarge` · pay-as-you-go · added by hand · 240 d old · `/,
    );
    expect(shown).toMatch(/by the scaling group · 170 d old/);
    await workspace.type("U0ALICE", "C0OPS", "/pool nodes gpu-pool");
    await seen(workspace, "U0ALICE", /subscription · by the scaling group · 88 d old/);
  });

  it("that are not ready are told with their error and what becomes of them", async () => {
    const { workspace, region } = await startBot();
    await workspace.type("U0ALICE", "C0OPS", "/pool nodes gpu-pool --failed");
    await seen(workspace, "U0ALICE", /Every node is ready/);
    region.setFault({ kind: "break-node", pool: "gpu-pool" }, true);
    await workspace.type("U0ALICE", "C0OPS", "/pool nodes gpu-pool --failed");
    const answer = await seen(workspace, "U0ALICE", /`NotReady`.*error: `the instance is broken: NvidiaDeviceLost`/);
    expect(JSON.stringify(answer.blocks)).toMatch(/after 10 minutes without a sign of life ACK asks for approval/);
    expect(JSON.stringify(answer.blocks)).not.toContain("✅");
    expect(JSON.stringify(answer.blocks)).toContain('"value":"repair prod/gpu-pool"');
  });

  it("too many for a message come as a file to who asked, and to nobody else", async () => {
    const { workspace, region } = await startBot({ speed: 2_000 });
    await grow(region, "prod-pool", 30);
    await workspace.type("U0ALICE", "C0OPS", "/pool nodes prod-pool");
    const answer = await seen(workspace, "U0ALICE", /5 more are in `nodes-prod-prod-pool\.csv`/);
    expect(answer.ephemeral).toBe(true);
    expect(JSON.stringify(answer.blocks)).toMatch(
      /`nodes-prod-prod-pool\.csv` is in your direct messages with this bot/,
    );
    expect(JSON.stringify(answer.blocks).match(/✅/g)).toHaveLength(25);
    const message = await fileSeen(workspace, "U0ALICE");
    expect(message.channel).toMatch(/^D/);
    await seen(workspace, "U0ALICE", /The file that goes with `\/pool nodes prod-pool`/);
    expect(message.files.map(({ name }) => name)).toEqual(["nodes-prod-prod-pool.csv"]);
    const content = await contentOf(message);
    expect(content.startsWith("\uFEFFNode,Status,Instance ID,")).toBe(true);
    expect(content.trimEnd().split("\r\n")).toHaveLength(31);
    expect(workspace.state("U0BOB").messages.flatMap(({ files }) => files)).toEqual([]);
  });
});

describe("a file", () => {
  it("goes to the channel with --public", async () => {
    const { workspace } = await startBot();
    await workspace.type("U0ALICE", "C0OPS", "/pool nodes prod-pool --csv --public");
    const answer = await seen(workspace, "U0DAVE", /`nodes-prod-prod-pool\.csv` is in this channel/);
    expect(answer.ephemeral).toBe(false);
    expect((await fileSeen(workspace, "U0DAVE")).channel).toBe("C0OPS");
  });

  it("that a channel does not take goes to who asked, and all are told", async () => {
    const { workspace } = await startBot();
    await workspace.type("U0ALICE", "G0PRIVATE", "/pool nodes prod-pool --csv --public");
    await seen(
      workspace,
      "U0BOB",
      /did not take the file \(`channel_not_found`\)\. 📎 `nodes-prod-prod-pool\.csv` is in the direct messages of <@U0ALICE>/,
    );
    expect((await fileSeen(workspace, "U0ALICE")).channel).toMatch(/^D/);
  });

  it.each([
    ["files.getUploadURLExternal", "missing_scope", /could not be handed over \(`missing_scope`\).*scope files:write/],
    ["files.completeUploadExternal", "internal_error", /could not be handed over \(`internal_error`\).*Ask again/],
  ])("that is lost at %s is told, and the answer is given all the same", async (method, error, words) => {
    const { workspace } = await startBot();
    workspace.setFault({ kind: "platform-error", error, method });
    await workspace.type("U0ALICE", "C0OPS", "/pool nodes prod-pool --csv");
    const answer = await seen(workspace, "U0ALICE", words);
    expect(JSON.stringify(answer.blocks)).toMatch(/nodes ready/);
  });
});

describe("history", () => {
  it("tells what was asked for, who signed it off and what came of it, newest first", async () => {
    const { workspace } = await startBot();
    await workspace.type("U0ALICE", "C0OPS", "/pool history");
    await seen(
      workspace,
      "U0ALICE",
      /Nothing was asked for since <!date.*Look further back with `\/pool history --since 52w`/s,
    );
    await workspace.type("U0DAVE", "C0OPS", "/pool scale web-pool 1");
    await cardIn(workspace, "C0OPS", /Scale in staging\/web-pool/);
    await workspace.type("U0ALICE", "C0OPS", '/pool scale prod-pool 2 --reason "=1+1"');
    const card = await cardIn(workspace, "C0OPS", /Scale in prod\/prod-pool/);
    await workspace.press("U0BOB", card, "approve");
    await seen(workspace, "U0ALICE", /Done/, 20_000);
    await workspace.type("U0ALICE", "C0OPS", "/pool history --csv");
    const answer = await seen(workspace, "U0ALICE", /Since <!date[^]*newest first/);
    expect(JSON.stringify(answer.blocks)).toMatch(
      /✅ \*Done\* after \d+ s.*`prod\/prod-pool`.*asked by <@U0ALICE>.*signed off by <@U0BOB>.*Waiting for sign-off.*staging\/web-pool.*asked by <@U0DAVE>/,
    );
    const content = await contentOf(await fileSeen(workspace, "U0ALICE"));
    expect(content).toMatch(/^op-\w+,[^,]+,U0ALICE,prod\/prod-pool,scale-in,[^,]+,'=1\+1,U0BOB,done,/m);
    await workspace.type("U0ALICE", "C0OPS", "/pool history web-pool --since 12h");
    const one = await seen(workspace, "U0ALICE", /`web-pool` since <!date/);
    expect(JSON.stringify(one.blocks)).not.toContain("prod-pool");
  });

  it("has pages, of which one turns with a click", async () => {
    const { workspace, folder } = await startBot();
    const archived = join(folder, "data", "archive", new Date().toISOString().slice(0, 7));
    await mkdir(archived, { recursive: true });
    const requestedAt = Date.now() - 1_000;
    await Promise.all(
      Array.from({ length: 30 }, (_, index) => {
        const id = operationId.parse(`op-p${String(index).padStart(3, "0")}`);
        const operation = anOperation({
          id,
          requestedAt: requestedAt - index,
          state: { stage: "expired", at: requestedAt },
        });
        return writeFile(join(archived, `${id}.json`), JSON.stringify({ format: 1, operation }));
      }),
    );
    await writeFile(join(archived, "op-torn.json"), "{");
    await workspace.type("U0ALICE", "C0OPS", "/pool history prod/prod-pool --since 2d");
    const first = await seen(workspace, "U0ALICE", /`op-p000`/);
    expect(JSON.stringify(first.blocks)).toMatch(/`op-p024`.*Could not be read.*`archive\/[\d-]+\/op-torn\.json`/);
    expect(JSON.stringify(first.blocks)).not.toContain("op-p025");
    await workspace.press("U0ALICE", first, "run-line:1");
    const second = await seen(workspace, "U0ALICE", /`op-p025`/);
    expect(JSON.stringify(second.blocks)).toMatch(/`op-p029`/);
    await workspace.press("U0ALICE", second, "run-line:0");
    await seen(workspace, "U0ALICE", /`op-p000`/);
  });

  it("takes only spans of time", async () => {
    const { workspace } = await startBot();
    await workspace.type("U0ALICE", "C0OPS", "/pool history --since yesterday");
    await seen(workspace, "U0ALICE", /`yesterday` does not serve as `since`: it has to be a span of time like `7d`/);
  });
});

describe("activity", () => {
  it("tells tasks and events of the pool, newest first, and what a failure means", async () => {
    const { workspace, region } = await startBot({ speed: 2_000 });
    await workspace.type("U0ALICE", "C0OPS", "/pool activity prod-pool");
    await seen(workspace, "U0ALICE", /Nothing has happened since <!date/);
    await grow(region, "prod-pool", 4);
    await grow(region, "web-pool", 3);
    region.setFault({ kind: "break-node", pool: "prod-pool" }, true);
    region.movePool("prod-pool", 5);
    await vi.waitFor(() => expect([...region.state.tasks.values()].at(-1)?.phase).toBe("fail"), { timeout: 15_000 });
    await workspace.type("U0ALICE", "C0OPS", "/pool activity prod-pool --csv");
    const answer = await seen(workspace, "U0ALICE", /2 tasks, \*?`?1`?\*? of them failed/);
    const shown = JSON.stringify(answer.blocks);
    expect(shown).toMatch(
      /❌ failed: scale-out · .*`ScaleNodePoolFailed`: `failed instances: i-\w+` · failed: `i-\w+` · task `T-\w+`/,
    );
    expect(shown).toMatch(/↳ ACK's code is not one that is explained here\. `\/pool nodes prod\/prod-pool --failed`/);
    expect(shown).toMatch(/❌ failed.*✅ done/);
    expect(shown).toMatch(/❌ scale-out · `Failed` · /);
    expect(shown).not.toContain("web-pool");
    const content = await contentOf(await fileSeen(workspace, "U0ALICE"));
    expect(content).toMatch(/,task,cluster_scaleout,scale-out,failed,T-\w+,[^,]*,i-\w+,ScaleNodePoolFailed,/);
  });

  it("explains a known code with its cause and what to do", async () => {
    const { workspace, region } = await startBot({ speed: 2_000 });
    await grow(region, "prod-pool", 4);
    for (const task of region.state.tasks.values()) {
      task.phase = "fail";
      task.error = { code: "InvalidVSwitchId.IpNotEnough", message: "vsw-1 has 0 addresses" };
    }
    await workspace.type("U0ALICE", "C0OPS", "/pool activity prod-pool --since 30m");
    await seen(
      workspace,
      "U0ALICE",
      /`InvalidVSwitchId\.IpNotEnough`: `vsw-1 has 0 addresses`[^]*↳ a vSwitch of the pool has no free IP addresses\. .*add one in another zone/,
    );
  });

  it("shows what can be read where a part cannot", async () => {
    const { workspace, region } = await startBot({ speed: 2_000 });
    await grow(region, "prod-pool", 4);
    region.setFault({ kind: "error", action: "DescribeClusterEvents", status: 403, code: "Forbidden.RAM" }, true);
    await workspace.type("U0ALICE", "C0OPS", "/pool activity prod-pool");
    await seen(workspace, "U0ALICE", /✅ done: scale-out.*missing here: `DescribeClusterEvents` `Forbidden\.RAM`/);
    region.setFault({ kind: "error", action: "DescribeClusterTasks", status: 403, code: "Forbidden.RAM" }, true);
    await workspace.type("U0ALICE", "C0OPS", "/pool activity prod-pool");
    await seen(workspace, "U0ALICE", /ACK did not do this: the bot's account has no right/);
  });

  it("asks for a bounded number of tasks, and says where it left some out", async () => {
    const { workspace, region } = await startBot({ speed: 2_000 });
    await grow(region, "prod-pool", 4);
    const [task] = region.state.tasks.values();
    if (task === undefined) throw new Error("the cloud has no task");
    for (let number = 0; number < 120; number += 1) {
      const id = `T-${String(number).padStart(24, "0")}`;
      region.state.tasks.set(id, { ...task, id });
    }
    const [notice] = region.state.notices;
    if (notice === undefined) throw new Error("the cloud has told nothing");
    for (let number = 0; number < 700; number += 1) {
      region.state.notices.unshift({ ...notice, id: `e-${number}`, subject: notice.clusterId, message: "" });
    }
    await workspace.type("U0ALICE", "C0OPS", "/pool activity prod-pool");
    const answer = await seen(workspace, "U0ALICE", /Not everything in this time could be looked at/);
    expect(JSON.stringify(answer.blocks).match(/• /g)).toHaveLength(25);
    expect(region.calls().filter(({ action }) => action === "DescribeTaskInfo")).toHaveLength(60);
    // Watching asks for the first pages, too: how far anybody goes is what counts.
    const farthest = (action: string): number =>
      Math.max(...region.calls().map((call) => (call.action === action ? Number(call.query["page_number"] ?? 0) : 0)));
    expect(farthest("DescribeClusterTasks")).toBe(3);
    expect(farthest("DescribeClusterEvents")).toBe(10);
  });
});
