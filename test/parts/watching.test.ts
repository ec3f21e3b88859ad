import { describe, expect, it } from "vitest";
import type { PageMessage } from "../../src/sandbox/page-protocol.ts";
import type { Workspace } from "../../src/sandbox/slack/options.ts";
import { firstLook } from "../support/first-look.ts";
import { movableClock } from "../support/movable-clock.ts";
import { cardIn, startBot } from "../support/running-bot.ts";

const prod = "c61da77e8bfbc4c4c999af2b51b65";
const prodPool = "np0794239424a84eb7a95327369d56bb20";

const shown = (message: PageMessage): string => JSON.stringify(message.blocks);
const mainOf = (workspace: Workspace, channel: string, words: RegExp): readonly PageMessage[] =>
  workspace.messages(channel).filter((message) => message.threadTs === null && words.test(shown(message)));

/** The one message of a story; more than one is a mistake. */
async function storyIn(workspace: Workspace, channel: string, words: RegExp): Promise<PageMessage> {
  await workspace.waitFor(() => mainOf(workspace, channel, words).length > 0, `a story with ${words}`, 20_000);
  const found = mainOf(workspace, channel, words);
  expect(found).toHaveLength(1);
  const [only] = found;
  if (only === undefined) throw new Error("unreachable");
  return only;
}

/** Waits until a story's thread has such words. */
function inThread(workspace: Workspace, channel: string, story: PageMessage, words: RegExp): Promise<unknown> {
  return workspace.waitFor(
    () => workspace.messages(channel).some(({ threadTs, text }) => threadTs === story.ts && words.test(text)),
    `${words} in the thread`,
    20_000,
  );
}

const follows = "channels: { notifications: [C0TEAM] }\ninitiatives: { interval: 1s }";

describe("a watched cluster", () => {
  it("tells a size and a configuration that somebody changed elsewhere, and voids what waits for sign-off", async () => {
    const bot = await startBot({ configuration: follows });
    const { workspace, region } = bot;
    await firstLook(bot);
    await workspace.type("U0ALICE", "C0OPS", "/pool scale prod-pool 2");
    const card = await cardIn(workspace, "C0OPS", /Scale in|prod\/prod-pool/);
    region.movePool("prod-pool", 4);
    const size = await storyIn(workspace, "C0TEAM", /Size · prod\/prod-pool/);
    expect(shown(size)).toMatch(/Somebody set its size from 3 to \*4\* nodes, outside of Lifeguard/);
    await workspace.waitFor(
      () =>
        workspace
          .messages("C0OPS")
          .some(({ ts, blocks }) => ts === card.ts && /out of date/i.test(JSON.stringify(blocks))),
      "the card to be stale without a click",
      20_000,
    );
    await workspace.waitFor(
      () => /It has \*4\* nodes now/.test(shown(mainOf(workspace, "C0TEAM", /Size · prod\/prod-pool/)[0] ?? size)),
      "the story to end",
      20_000,
    );
    await inThread(workspace, "C0TEAM", size, /from 3 to \*4\*.*\n.*It has \*4\* nodes/);

    region.changePool("gpu-pool", { kubernetes_config: { labels: [{ key: "team", value: "vision" }] } });
    const changed = await storyIn(workspace, "C0TEAM", /Configuration · prod\/gpu-pool/);
    expect(shown(changed)).toMatch(/kubernetes_config\.labels\[team\]`: nothing → `team=vision`/);
    expect(shown(changed)).toMatch(/It reaches the nodes that are there, too/);
  });

  it("follows an upgrade from the console batch by batch, over a restart, in one message", async () => {
    // Where it may look back, it is one message whatever becomes of an answer, or of the process while it is on its way.
    const bot = await startBot({ configuration: follows, speed: 120, scopes: ["channels:history", "groups:history"] });
    const { workspace, region } = bot;
    await firstLook(bot);
    region.console("UpgradeClusterNodepool", {
      params: { cluster: prod, pool: prodPool },
      body: {
        kubernetes_version: "1.33.3-aliyun.1",
        rolling_policy: { max_parallelism: 1, pause_policy: "NotPause", max_failed_nodes: 0 },
      },
    });
    const story = await storyIn(workspace, "C0TEAM", /Upgrade · prod\/prod-pool/);
    expect(shown(story)).toMatch(/It has started on 3 nodes: somebody began it outside of Lifeguard/);
    await inThread(workspace, "C0TEAM", story, /\*1\* of 3 nodes done/);
    await bot.restart();
    await workspace.waitFor(
      () => /Finished on 3 nodes/.test(shown(mainOf(workspace, "C0TEAM", /Upgrade · prod\/prod-pool/)[0] ?? story)),
      "the upgrade to be told as finished",
      30_000,
    );
    await inThread(workspace, "C0TEAM", story, /Finished on 3 nodes/);
    expect(mainOf(workspace, "C0TEAM", /Upgrade · prod/)).toHaveLength(1);
    // The versions that it moved are its own story.
    expect(mainOf(workspace, "C0TEAM", /Configuration · prod\/prod-pool/)).toHaveLength(0);
    const lines = workspace.messages("C0TEAM").filter(({ threadTs }) => threadTs === story.ts);
    const starts = lines.flatMap(({ text }) => text.match(/has started/g) ?? []);
    expect(starts).toHaveLength(1);
  });

  it("calls somebody where a pool is degraded, and says when it is well", async () => {
    const bot = await startBot({ configuration: follows });
    const { workspace, region } = bot;
    await firstLook(bot);
    const node = region.breakNode("batch-pool");
    const story = await storyIn(workspace, "C0TEAM", /Health · prod\/batch-pool/);
    expect(shown(story)).toContain(node);
    expect(shown(story)).toMatch(/<!subteam\^S0SRE> please have a look/);
    region.healNodes("batch-pool");
    await inThread(workspace, "C0TEAM", story, /serve again/);
  });

  it("explains an alert of a managed pool by its id, once", async () => {
    const bot = await startBot({ configuration: follows });
    const { workspace, region } = bot;
    await firstLook(bot);
    region.tellEvent("prod-pool", {
      type: "nodepool_update",
      level: "error",
      reason: "sls.app.ack.nlc.drain_node_fail",
      message: "drain node failed: <!channel> cannot evict pod",
    });
    const story = await storyIn(workspace, "C0TEAM", /Alert · prod\/prod-pool/);
    expect(shown(story)).toMatch(/A node could not be drained/);
    expect(shown(story)).toMatch(/disruption budgets/);
    expect(shown(story)).not.toContain("<!channel>");
    await bot.restart();
    // What comes later is told, so that what came before was looked at again.
    region.changePool("gpu-pool", { kubernetes_config: { labels: [{ key: "team", value: "vision" }] } });
    await storyIn(workspace, "C0TEAM", /Configuration · prod\/gpu-pool/);
    expect(mainOf(workspace, "C0TEAM", /Alert · prod/)).toHaveLength(1);
  });

  it("tells plans of ACK for the cluster by a story; those for pools by their cards, and by no story, too", async () => {
    const bot = await startBot({ configuration: follows });
    const { workspace, region } = bot;
    await firstLook(bot);
    const now = region.state.now;
    region.schedulePlan({ cluster: prod, pool: "gpu-pool", type: "CVE_FIX", start: new Date(now + 4 * 3_600_000) });
    const card = await cardIn(workspace, "C0TEAM", /ACK's plan for prod\/gpu-pool/);
    expect(shown(card)).toMatch(/fix of vulnerabilities/);
    // Noticed at a later look than the other one.
    region.schedulePlan({ cluster: prod, type: "CLUSTER_UPGRADE_MASTER", start: new Date(now + 5 * 3_600_000) });
    await storyIn(workspace, "C0TEAM", /Upgrade · prod\W/);
    expect(mainOf(workspace, "C0TEAM", /Vulnerabilities · prod/)).toHaveLength(0);
  });

  it("tells vulnerabilities that are found, and fixed by somebody else, in one message", async () => {
    const bot = await startBot({ configuration: follows });
    const { workspace, region } = bot;
    const scans = (): number => region.calls().filter(({ action }) => action === "DescribeNodePoolVuls").length;
    // One pool at a look: until every one of them was looked at.
    await workspace.waitFor(() => scans() >= 7, "the pools to be looked at", 25_000);
    await bot.stopBot();
    region.addVulnerability("gpu-pool", {
      name: "alilinux3:2.1:def:ALINUX3-SA-2026:0242",
      alias: "kernel security update",
      cves: ["CVE-2026-4242"],
      necessity: "asap",
      needsRestart: true,
      packages: ["kernel"],
    });
    await bot.restart();
    const story = await storyIn(workspace, "C0TEAM", /Vulnerabilities · prod\/gpu-pool/);
    expect(shown(story)).toMatch(/`CVE-2026-4242`, 1 of them urgent/);
    expect(shown(story)).toMatch(/\/pool cve prod\/gpu-pool/);
    const params = { cluster: prod, pool: "npe25633140a7d4fbea56cd0479c5d9e1b" };
    const vuls = ["alilinux3:2.1:def:ALINUX3-SA-2026:0242"];
    region.console("FixNodePoolVuls", {
      params,
      body: { vuls, auto_restart: true, rollout_policy: { max_parallelism: 2 } },
    });
    const fix = await storyIn(workspace, "C0TEAM", /Vulnerabilities · prod\/gpu-pool[^]*(has started|Finished)/);
    await inThread(workspace, "C0TEAM", fix, /Finished on 2 nodes/);
    // They are looked at rarely, and after a start.
    await bot.restart();
    const fixed = (): boolean =>
      workspace
        .messages("C0TEAM")
        .some(({ ts, blocks }) => ts === story.ts && /Fixed: `.*None is left/.test(JSON.stringify(blocks)));
    await workspace.waitFor(fixed, "the fix to be told", 25_000);
    await inThread(workspace, "C0TEAM", story, /Found on 2 nodes[^]*Fixed: /);
  }, 120_000);

  it("tells a plan of ACK from its making to its end in one message, where plans get no cards", async () => {
    const { clock, move } = movableClock();
    const hour = 3_600_000;
    // The plan lies a little more than an hour ahead for the bot, and a few seconds for the cloud.
    move(-hour);
    const bot = await startBot({ clock, speed: 120 });
    const { workspace, region } = bot;
    await workspace.type("U0ALICE", "C0TEAM", "/pool watch prod/prod-pool");
    await firstLook(bot);
    const start = new Date(region.state.now + 120 * 20_000);
    region.schedulePlan({ cluster: prod, pool: "prod-pool", type: "KUBELET_UPGRADE", start });
    const story = await storyIn(workspace, "C0TEAM", /Upgrade · prod\/prod-pool/);
    expect(shown(story)).toMatch(/ACK has planned an upgrade of the kubelet/);
    move(hour);
    await inThread(workspace, "C0TEAM", story, /ACK has planned.*\n.*ACK is about to start/);
    await inThread(workspace, "C0TEAM", story, /has started on 3 nodes, as ACK had planned/);
    await inThread(workspace, "C0TEAM", story, /Finished on 3 nodes/);
    expect(mainOf(workspace, "C0TEAM", /Upgrade · prod\/prod-pool/)).toHaveLength(1);
  }, 90_000);

  it("tells of a pool that somebody makes, and deletes", async () => {
    const bot = await startBot({ configuration: follows });
    const { workspace, region } = bot;
    await firstLook(bot);
    region.console("DeleteClusterNodepool", {
      params: { cluster: prod, pool: "np6a5c86f4ecae436f8f4a3dc034a7f3d8" },
      query: { force: "true" },
    });
    await storyIn(workspace, "C0TEAM", /Deletion · prod\/batch-pool/);
    await workspace.waitFor(
      () => mainOf(workspace, "C0TEAM", /Deletion.*The pool is gone/).length === 1,
      "the pool to be told as gone",
      20_000,
    );
  });

  it("does not tell what an operation of ours does; followers get its line, of any kind", async () => {
    const bot = await startBot({ configuration: follows });
    const { workspace, region } = bot;
    await firstLook(bot);
    await workspace.type("U0ALICE", "C0OPS", "/pool scale prod-pool 5");
    await workspace.waitFor(
      () => workspace.messages("C0TEAM").some(({ text }) => /op-\w+.*: done/.test(text)),
      "the line of the operation to tell its end",
      20_000,
    );
    region.changePool("gpu-pool", { kubernetes_config: { labels: [{ key: "team", value: "vision" }] } });
    await storyIn(workspace, "C0TEAM", /Configuration · prod\/gpu-pool/);
    expect(mainOf(workspace, "C0TEAM", /Size · /)).toHaveLength(0);
  });
});
