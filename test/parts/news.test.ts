import { minutesToMilliseconds } from "date-fns";
import { onTestFinished, describe, expect, it } from "vitest";
import { channelId, userGroupId } from "../../src/domain/ids.ts";
import { group } from "../../src/domain/text.ts";
import type { Memory } from "../../src/domain/watching/memory.ts";
import type { News } from "../../src/domain/watching/news.ts";
import { tellStories } from "../../src/domain/watching/story.ts";
import type { Subscription } from "../../src/domain/watching/subscription.ts";
import { defaultAssumptions } from "../../src/sandbox/slack/assumptions.ts";
import type { Workspace } from "../../src/sandbox/slack/options.ts";
import { startWorkspace } from "../../src/sandbox/slack/server.ts";
import { boltLogger } from "../../src/slack/app.ts";
import { createEditBudget, createPostBudget } from "../../src/slack/budget.ts";
import { createPosting } from "../../src/slack/posting.ts";
import { createStories } from "../../src/slack/stories.ts";
import { createWebClients } from "../../src/slack/web-clients.ts";
import { openWatched } from "../../src/store/watched.ts";
import { wordsOf } from "../../src/words/catalogue.ts";
import { aCluster, aPool } from "../support/builders.ts";
import { startProgram } from "../support/bot-process.ts";
import { firstLook } from "../support/first-look.ts";
import { seen, setStage, startBot } from "../support/running-bot.ts";
import { silentLog } from "../support/silent-log.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

const team = channelId.parse("C0TEAM");
const everything: Subscription = {
  channel: team,
  clusters: null,
  pools: null,
  kinds: null,
  severity: "info",
  quiet: null,
  since: 0,
  by: null,
};
const everyDay = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"] as const;
const nothingKnown: Memory = { at: 0, pools: {}, tasks: {}, plans: {}, events: null, alerts: {} };

/** A newsroom on a folder and a workspace of its own; its clock can be moved. */
async function openNewsroom(subscription: Partial<Subscription> = {}) {
  const folder = await temporaryFolder();
  const workspace = await startWorkspace({
    assumptions: { rateLimits: { ...defaultAssumptions.rateLimits, scale: 100 } },
    scopes: ["chat:write", "channels:history"],
  });
  onTestFinished(() => workspace.close());
  let shift = 0;
  const now = (): number => Date.now() + shift;
  const subscriptions = [{ ...everything, ...subscription }];

  async function open() {
    const record = await openWatched(folder);
    const client = createWebClients(workspace.botToken, workspace.apiUrl, boltLogger(silentLog), () => {}).posting;
    const stories = createStories({
      edits: createEditBudget(),
      client,
      posting: createPosting({ client, posts: createPostBudget(), now }),
      record,
      leads: () => true,
      subscriptions: () => subscriptions,
      mention: [group(userGroupId.parse("S0SRE"))],
      words: wordsOf("en"),
      slash: "/pool",
      clock: {
        now,
        elapsed: () => performance.now(),
        after(milliseconds, call) {
          const timer = setTimeout(call, milliseconds);
          return () => clearTimeout(timer);
        },
      },
      pace: { window: minutesToMilliseconds(10), most: 5, gather: 1_000 },
      log: silentLog,
    });
    onTestFinished(() => stories.stop(0));
    return { record, stories };
  }

  let room = await open();
  return {
    workspace,
    move(minutes: number) {
      shift += minutesToMilliseconds(minutes);
    },
    /** Something happens to each of some pools. */
    async happen(news: News, pools: readonly string[] = ["prod-pool"], closes = false) {
      const cluster = aCluster();
      const at = now();
      const happenings = pools.map((name) => ({
        story: { key: `scaling:${name}`, kind: "scaling" as const, pool: { id: aPool().id, name } },
        at,
        news,
        closes,
      }));
      await room.record.update(cluster.id, (known) => ({
        cluster: cluster.id,
        memory: nothingKnown,
        stories: tellStories(known?.stories ?? [], happenings, { cluster, noticedAt: at }),
      }));
      room.stories.changed();
    },
    look: () => room.stories.changed(),
    kept: () => room.record.all().flatMap(({ stories }) => stories),
    /** The process dies and another one takes over. */
    async restart() {
      await room.stories.stop(10_000);
      room = await open();
      room.stories.changed();
    },
  };
}

const mains = (workspace: Workspace): readonly string[] =>
  workspace
    .messages(team)
    .filter(({ threadTs }) => threadTs === null)
    .map(({ blocks }) => JSON.stringify(blocks));
const threads = (workspace: Workspace): string =>
  workspace
    .messages(team)
    .filter(({ threadTs }) => threadTs !== null)
    .map(({ text }) => text)
    .join("\n");
const until = (workspace: Workspace, holds: () => boolean, what: string): Promise<unknown> =>
  workspace.waitFor(holds, what, 15_000);

const growing: News = { kind: "resizing", from: 3, to: 6, by: "somebody" };
const grown: News = { kind: "resized", nodes: 6 };

describe("news in a channel", () => {
  it("are one message that stays current, with a thread, over a restart, and leave when they are told", async () => {
    const room = await openNewsroom();
    const { workspace } = room;
    await room.happen(growing);
    await until(workspace, () => /from 3 to \*6\*/.test(mains(workspace).join("")), "the message");
    expect(threads(workspace)).toBe("");
    await room.restart();
    await room.happen(grown, ["prod-pool"], true);
    await until(workspace, () => /has \*6\* nodes now/.test(threads(workspace)), "the thread");
    expect(mains(workspace)).toHaveLength(1);
    expect(mains(workspace)[0]).toMatch(/has \*6\* nodes now.*It began .*from 3 to \*6\*/);
    expect(threads(workspace).match(/from 3 to/g)).toHaveLength(1);
    room.move(20);
    room.look();
    await until(workspace, () => room.kept().length === 0, "the story to leave");
  });

  it("that Slack could not take are told when it is back: the newest state, once, and marked as late", async () => {
    const room = await openNewsroom();
    const { workspace } = room;
    workspace.setFault({ kind: "server-error", method: "*", status: 503, when: "before" });
    await room.happen(growing);
    await until(workspace, () => workspace.webApiCalls("chat.postMessage").length > 0, "a try");
    room.move(7);
    await room.happen(grown, ["prod-pool"], true);
    expect(mains(workspace)).toEqual([]);
    workspace.clearFaults();
    await until(workspace, () => /has \*6\* nodes now/.test(threads(workspace)), "the news to be told after all");
    expect(mains(workspace)).toHaveLength(1);
    expect(mains(workspace)[0]).toMatch(/has \*6\* nodes now.*Told late/);
  });

  it("stand once where Slack's answers were lost: message, line and digest", async () => {
    const room = await openNewsroom();
    const { workspace } = room;
    const losing = { kind: "drop", method: "chat.postMessage", when: "after", times: 1 } as const;
    workspace.setFault(losing);
    await room.happen(growing);
    await until(workspace, () => mains(workspace).length > 0, "the message");
    workspace.setFault(losing);
    await room.happen(grown, ["prod-pool"], true);
    await until(workspace, () => /has \*6\* nodes now/.test(threads(workspace)), "the thread");
    workspace.setFault(losing);
    const pools = Array.from({ length: 9 }, (_, index) => `pool-${index}`);
    await room.happen(growing, pools);
    // What comes after it shows that it is settled.
    await until(workspace, () => mains(workspace).length > 1, "the digest");
    await room.happen(grown, ["pool-3"], true);
    await until(workspace, () => mains(workspace).some((blocks) => /Size · prod\/pool-3/.test(blocks)), "what goes on");
    expect(mains(workspace)).toHaveLength(3);
    expect(threads(workspace).match(/has \*6\* nodes now/g)).toHaveLength(1);
  });

  it("that never came are told after all, every line", async () => {
    const room = await openNewsroom();
    const { workspace } = room;
    workspace.setFault({ kind: "drop", method: "chat.postMessage", when: "before", times: 1 });
    await room.happen(growing);
    await until(workspace, () => mains(workspace).length > 0, "the message");
    workspace.setFault({ kind: "drop", method: "chat.postMessage", when: "before", times: 1 });
    await room.happen(grown, ["prod-pool"], true);
    await until(workspace, () => /has \*6\* nodes now/.test(threads(workspace)), "the thread");
    expect(mains(workspace)).toHaveLength(1);
  });

  it("are gathered where many stories begin at once, and told by themselves when they go on", async () => {
    const room = await openNewsroom();
    const { workspace } = room;
    const pools = Array.from({ length: 9 }, (_, index) => `pool-${index}`);
    await room.happen(growing, pools);
    await until(workspace, () => mains(workspace).length > 0, "the digest");
    expect(mains(workspace)[0]).toMatch(/Many things at once: 9.*prod\/pool-0.*prod\/pool-8/);
    await room.happen(grown, ["pool-3"], true);
    await until(workspace, () => mains(workspace).length === 2, "the one that goes on");
    expect(mains(workspace)[1]).toMatch(/Size · prod\/pool-3/);
  });

  it("wait for the end of quiet hours and come as a digest; what is critical does not wait, and calls somebody", async () => {
    const at = new Date();
    const minutes = at.getUTCHours() * 60 + at.getUTCMinutes();
    const quiet = { days: everyDay, from: (minutes + 1_400) % 1_440, to: (minutes + 60) % 1_440, zone: 0 };
    const room = await openNewsroom({ quiet });
    const { workspace } = room;
    await room.happen(growing, ["pool-a", "pool-b"]);
    const failed: News = { kind: "failed", code: "IpNotEnough", detail: "", nodes: [] };
    await room.happen(failed, ["pool-c"]);
    await until(workspace, () => mains(workspace).length === 1, "the critical one");
    expect(mains(workspace)[0]).toMatch(/pool-c.*<!subteam\^S0SRE>/);
    room.move(61);
    room.look();
    await until(workspace, () => mains(workspace).length === 2, "the digest");
    expect(mains(workspace)[1]).toMatch(/While it was quiet: 2.*pool-a.*pool-b/);
  });
});

describe("a process that dies", () => {
  it("before it has noted what it posted does not tell it again, nor does the next one", async () => {
    const stage = await setStage({ speed: 30, scopes: ["channels:history", "groups:history"] });
    const { workspace, region, environment } = stage;
    const dying = startProgram(environment);
    await until(workspace, () => workspace.connected(), "the bot");
    // No channel is configured: nothing but this story is told.
    await workspace.type("U0ALICE", "C0TEAM", "/pool watch prod/prod-pool --kinds scaling");
    await until(workspace, () => /had this channel follow/.test(workspace.messages(team)[0]?.text ?? ""), "the news");
    await firstLook(stage);
    workspace.setFault({ kind: "hang", method: "chat.postMessage", when: "after", times: 1 });
    region.movePool("prod-pool", 4);
    const told = (): readonly string[] => mains(workspace).filter((blocks) => blocks.includes("Size · prod/prod-pool"));
    await until(workspace, () => told().length > 0, "the message");
    dying.child.kill("SIGKILL");
    await dying.ended();
    startProgram(environment);
    await workspace.waitFor(() => /It has \*4\* nodes now/.test(threads(workspace)), "the end of the story", 40_000);
    expect(told()).toHaveLength(1);
    expect(threads(workspace).match(/from 3 to/g)).toHaveLength(1);
  }, 90_000);
});

describe("watch, watches and unwatch", () => {
  it("have a channel told of what it asks for and nothing else, over a restart", async () => {
    const bot = await startBot();
    const { workspace, region } = bot;
    await workspace.type("U0ALICE", "C0OPS", "/pool watch prod/gpu-pool --kinds configuration,degraded");
    await seen(
      workspace,
      "U0BOB",
      /had this channel follow `prod\/gpu-pool`: everything, of `configuration`, `degraded`/,
    );
    await firstLook(bot);
    await bot.restart();
    await workspace.type("U0ALICE", "C0OPS", "/pool watches");
    await seen(workspace, "U0ALICE", /What this channel follows.*gpu-pool.*asked for by <@U0ALICE>/);
    const label = (value: string) => ({ kubernetes_config: { labels: [{ key: "team", value }] } });
    region.changePool("batch-pool", label("data"));
    region.movePool("gpu-pool", 3);
    region.changePool("gpu-pool", label("vision"));
    await seen(workspace, "U0BOB", /Configuration · prod\/gpu-pool/, 20_000);
    const told = workspace.messages("C0OPS").map(({ blocks }) => JSON.stringify(blocks));
    expect(told.filter((blocks) => /batch-pool|Size · /.test(blocks))).toEqual([]);
    await workspace.type("U0ALICE", "C0OPS", "/pool unwatch prod/gpu-pool");
    await seen(workspace, "U0BOB", /no longer follow `prod\/gpu-pool`/);
  });

  it.each([
    ["U0ERIN", "C0OPS", "/pool watch prod", /not in the group whose members may ask/],
    ["U0ALICE", "C0OPS", "/pool watch prod --kinds upgrades", /`upgrades` does not serve as `kinds`/],
    ["U0ALICE", "C0OPS", "/pool watch prod --quiet 22-7", /hours with their zone, like `22:00-07:00\+08:00`/],
    ["U0ALICE", "C0OPS", "/pool watch nowhere", /There is no node pool `nowhere`/],
    ["U0ALICE", "C0OPS", "/pool unwatch prod", /This channel was not told to follow `prod`/],
  ])("%s in %s: %s is explained", async (who, where, line, explanation) => {
    const { workspace } = await startBot();
    await workspace.type(who, where, line);
    await seen(workspace, who, explanation);
  });

  it("are refused where the bot may not post, with how to mend it", async () => {
    const { workspace } = await startBot();
    workspace.setFault({ kind: "platform-error", method: "chat.postMessage", error: "not_in_channel", times: 1 });
    await workspace.type("U0ALICE", "C0OPS", "/pool watch prod");
    await seen(workspace, "U0ALICE", /may not post in <#C0OPS>.*Invite the bot to that channel/);
    await workspace.type("U0ALICE", "C0OPS", "/pool watches");
    await seen(workspace, "U0ALICE", /This channel follows nothing/);
  });
});
