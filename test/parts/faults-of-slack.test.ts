import { minutesToMilliseconds } from "date-fns";
import { describe, expect, it } from "vitest";
import { type ChannelId, channelId } from "../../src/domain/ids.ts";
import { createEditBudget, createPostBudget, type Urgency } from "../../src/slack/budget.ts";
import { movableClock } from "../support/movable-clock.ts";
import { cardIn, seen, startBot, type Stage } from "../support/running-bot.ts";

const sent = ({ region }: Stage): readonly string[] =>
  region.calls().flatMap(({ method, action }) => (method === "GET" ? [] : [action]));
const cards = ({ workspace }: Stage, channel: string): number =>
  workspace.messages(channel).filter(({ threadTs }) => threadTs === null).length;
const lines = ({ workspace }: Stage, words: RegExp): number =>
  workspace
    .messages("C0OPS")
    .flatMap(({ threadTs, text }) => (threadTs === null ? [] : text.split("\n")))
    .filter((line) => words.test(line)).length;

describe("Slack that is away for the length of an operation", () => {
  it("is told the end afterwards, once, and that it is late", async () => {
    const { clock, move } = movableClock();
    const stage = await startBot({ clock, scopes: ["channels:history", "groups:history"] });
    const { workspace, region } = stage;
    await workspace.type("U0ALICE", "C0OPS", "/pool upgrade prod-pool");
    const card = await cardIn(workspace, "C0OPS", /"action_id":"approve"/);
    workspace.setFault({ kind: "drop", method: "chat.postMessage", when: "before" });
    workspace.setFault({ kind: "drop", method: "chat.update", when: "before" });
    await workspace.press("U0BOB", card, "approve");
    const pool = () => region.pageCloud().clusters[0]?.pools.find(({ name }) => name === "prod-pool");
    await workspace.waitFor(() => sent(stage).length > 0, "the call", 10_000);
    await expect.poll(() => pool()?.task, { timeout: 20_000 }).toBeNull();
    // ACK is done; that the bot knows it is seen where nothing is edited.
    const ended = async (): Promise<string> => {
      await workspace.type("U0ALICE", "C0TEAM", "/pool ops");
      return JSON.stringify(workspace.state("U0ALICE").messages.at(-1)?.blocks);
    };
    await expect.poll(ended, { timeout: 20_000, interval: 500 }).toContain("nothing runs");
    move(minutesToMilliseconds(2));
    expect(lines(stage, /./)).toBe(0);
    workspace.clearFaults();
    // After so many failures it is tried every half minute.
    await seen(workspace, "U0ALICE", /Done[^]*Told late/, 45_000);
    await seen(workspace, "U0ALICE", /✅ Done/, 30_000);
    expect([cards(stage, "C0OPS"), lines(stage, /✅ Done/), lines(stage, /approved/)]).toEqual([1, 1, 1]);
    expect(sent(stage)).toEqual(["UpgradeClusterNodepool"]);
  }, 90_000);
});

describe("Slack that sends everything twice", () => {
  it("gets one operation, one vote and one form for it", async () => {
    const stage = await startBot();
    const { workspace } = stage;
    workspace.setFault({ kind: "deliver-twice" });
    await workspace.type("U0ALICE", "C0OPS", "/pool upgrade prod-pool");
    const card = await cardIn(workspace, "C0OPS", /"action_id":"approve"/);
    await workspace.press("U0BOB", card, "reject");
    const form = await workspace.waitFor(() => workspace.state("U0BOB").views.at(-1), "the form");
    const reason = { reason: { type: "plain_text_input" as const, value: "not today" } };
    await workspace.submit("U0BOB", form.id, { reason });
    await seen(workspace, "U0ALICE", /🚫 <@U0BOB> rejected/);
    await workspace.type("U0ALICE", "C0OPS", "/pool scale prod-pool 5");
    await seen(workspace, "U0ALICE", /✅ Done/, 30_000);
    expect([cards(stage, "C0OPS"), lines(stage, /rejected/), lines(stage, /✅ Done/)]).toEqual([2, 1, 1]);
    expect(sent(stage)).toEqual(["ModifyClusterNodePool"]);
  }, 60_000);
});

describe("a channel that Slack holds up", () => {
  it("holds up no other", async () => {
    const stage = await startBot();
    const { workspace } = stage;
    for (const method of ["chat.postMessage", "chat.update"]) {
      workspace.setFault({ kind: "rate-limited", method, retryAfterSeconds: 20, channel: "C0OPS" });
    }
    await workspace.type("U0ALICE", "C0OPS", "/pool scale prod-pool 5");
    await workspace.waitFor(
      () => workspace.webApiCalls("chat.postMessage").some(({ status }) => status === 429),
      "the 429",
    );
    const began = Date.now();
    await workspace.type("U0ALICE", "C0APPROVALS", "/pool scale web-pool 3");
    await workspace.waitFor(
      () =>
        workspace
          .messages("C0APPROVALS")
          .some(({ threadTs, blocks }) => threadTs === null && JSON.stringify(blocks).includes("Done")),
      "the end in the other channel",
      15_000,
    );
    expect(Date.now() - began).toBeLessThan(15_000);
    expect(cards(stage, "C0OPS")).toBe(0);
    // Nobody sees it there: nothing goes on.
    expect(sent(stage)).toEqual(["ModifyClusterNodePool"]);
  }, 60_000);
});

describe("the workspace's budget for edits", () => {
  it("goes to what people decide on first, however much progress waits", async () => {
    const budget = createEditBudget({ edits: 1, milliseconds: 5 });
    const order: Urgency[] = [];
    const turn = async (urgency: Urgency): Promise<void> => {
      await budget.turn(urgency);
      order.push(urgency);
    };
    const progress = Array.from({ length: 50 }, () => turn("progress"));
    const decisions = Array.from({ length: 3 }, () => turn("decision"));
    await Promise.all(decisions);
    expect(order.filter((urgency) => urgency === "progress").length).toBeLessThanOrEqual(1);
    await Promise.all(progress);
    expect(order).toHaveLength(53);
  });
});

describe("a channel's turns at posting", () => {
  it("are apart by its pace, go to what people decide on first, and hold up no other channel", async () => {
    const pace = 40;
    const posts = createPostBudget({ posts: 1, milliseconds: pace });
    const [team, other] = [channelId.parse("C0TEAM"), channelId.parse("C0OTHER")];
    const taken: { readonly what: string; readonly at: number }[] = [];
    const turn = async (channel: ChannelId, urgency: Urgency, what: string): Promise<void> => {
      await posts.turn(channel, urgency);
      taken.push({ what, at: performance.now() });
    };
    const news = Array.from({ length: 4 }, () => turn(team, "progress", "news"));
    await Promise.all([...news, turn(team, "decision", "card"), turn(other, "progress", "elsewhere")]);
    const here = taken.filter(({ what }) => what !== "elsewhere");
    expect(here.map(({ what }) => what)).toEqual(["news", "card", "news", "news", "news"]);
    expect(taken.findIndex(({ what }) => what === "elsewhere")).toBeLessThanOrEqual(1);
    // A timer of Node may be a millisecond early.
    const gaps = here.slice(1).map(({ at }, index) => at - (here[index]?.at ?? 0));
    expect(Math.min(...gaps)).toBeGreaterThanOrEqual(pace - 5);
  });
});
