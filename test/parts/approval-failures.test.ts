/**
 * How approval buttons are known to fail elsewhere, each by its name: none of it may happen here. Over real sockets; what is about
 * signatures and copies of requests stands in requests.test.ts, what is about dead sockets in process.test.ts.
 */
import { describe, expect, it } from "vitest";
import { readConfiguration } from "../../src/configuration/configuration.ts";
import { readEnvironment } from "../../src/configuration/environment.ts";
import type { PageMessage } from "../../src/sandbox/page-protocol.ts";
import { cardIn, seen, startBot, type Stage } from "../support/running-bot.ts";

const mutations = (calls: readonly { readonly method: string; readonly action: string }[]): readonly string[] =>
  calls.filter(({ method }) => method !== "GET").map(({ action }) => action);

const buttonsOf = ({ blocks }: PageMessage): readonly string[] =>
  [...JSON.stringify(blocks).matchAll(/"action_id":"([\w-]+)"/g)].map(([, id = ""]) => id);

async function anUpgrade({ workspace }: Stage, pool = "prod-pool"): Promise<PageMessage> {
  await workspace.type("U0ALICE", "C0OPS", `/pool upgrade ${pool}`);
  return cardIn(workspace, "C0OPS", new RegExp(`Upgrade [a-z]+/${pool}[^]*"action_id":"approve"`));
}

/** The card as it is now. */
function now({ workspace }: Stage, { ts }: PageMessage): PageMessage {
  const found = workspace.messages("C0OPS").find((message) => message.ts === ts);
  if (found === undefined) throw new Error("the card is gone");
  return found;
}

describe("known failures of approval buttons", () => {
  it("1: the first click after a restart is not swallowed", async () => {
    const stage = await startBot();
    const card = await anUpgrade(stage);
    await stage.restart();
    await stage.workspace.press("U0BOB", card, "approve");
    await seen(stage.workspace, "U0ALICE", /👍 <@U0BOB> approved/);
  });

  it("2: who may not decide gets an answer, and nobody else does", async () => {
    const stage = await startBot();
    await stage.workspace.press("U0ERIN", await anUpgrade(stage), "approve");
    await seen(stage.workspace, "U0ERIN", /Your vote does not count/);
    expect(JSON.stringify(stage.workspace.state("U0ALICE").messages)).not.toContain("does not count");
  });

  it("3 and 21: nobody may approve where the list of approvers is empty, or missing", async () => {
    const stage = await startBot();
    const card = await anUpgrade(stage);
    stage.workspace.setGroup("S0SRE", []);
    await stage.restart();
    await stage.workspace.press("U0BOB", card, "approve");
    await seen(stage.workspace, "U0BOB", /Your vote does not count/);
    const clusters = "clusters: [{ name: prod, id: c1, region: cn-hangzhou }]";
    expect(() => readConfiguration(clusters, "x.yml")).toThrow("approvers");
    expect(() => readConfiguration(`${clusters}\napprovers: { default: { users: [] } }`, "x.yml")).toThrow(
      "at least 1",
    );
  });

  it("4: what was decided elsewhere leaves no buttons behind", async () => {
    const stage = await startBot();
    const card = await anUpgrade(stage);
    const id = /op-\w{4}/.exec(JSON.stringify(card.blocks))?.[0] ?? "";
    await stage.workspace.type("U0ALICE", "C0OPS", `/pool withdraw ${id}`);
    await cardIn(stage.workspace, "C0OPS", /Withdrawn/);
    expect(buttonsOf(now(stage, card))).toEqual([]);
  });

  it("5: approving one card leaves another alone", async () => {
    const stage = await startBot();
    const first = await anUpgrade(stage, "prod-pool");
    const second = await anUpgrade(stage, "web-pool");
    await stage.workspace.press("U0BOB", second, "approve");
    await seen(stage.workspace, "U0ALICE", /👍 <@U0BOB> approved/);
    expect(buttonsOf(now(stage, first))).toEqual(["approve", "reject", "narrow", "withdraw"]);
  });

  it("6: a card does not say approved for ever when nothing runs", async () => {
    const stage = await startBot();
    const fault = { kind: "error", action: "UpgradeClusterNodepool", status: 400, code: "InvalidParameter" } as const;
    stage.region.setFault(fault, true);
    await stage.workspace.press("U0BOB", await anUpgrade(stage), "approve");
    await cardIn(stage.workspace, "C0OPS", /Failed[^]*InvalidParameter[^]*What to do/);
  });

  it("7: two approvals at once leave both names on the card", async () => {
    const stage = await startBot({
      configuration: "policies: [{ name: two, match: { changes: [upgrade] }, require: { approvals: 2 } }]",
    });
    const card = await anUpgrade(stage);
    await Promise.all(["U0BOB", "U0CAROL"].map((who) => stage.workspace.press(who, card, "approve")));
    await cardIn(stage.workspace, "C0OPS", /Decisions[^]*<@U0BOB>[^]*<@U0CAROL>|Decisions[^]*<@U0CAROL>[^]*<@U0BOB>/);
  });

  it("8 and 11: a double click, and the same click eleven times, run once", async () => {
    const stage = await startBot();
    const card = await anUpgrade(stage);
    await Promise.all(Array.from({ length: 11 }, () => stage.workspace.press("U0BOB", card, "approve")));
    await seen(stage.workspace, "U0ALICE", /Done.*3 nodes upgraded/, 20_000);
    expect(mutations(stage.region.calls())).toEqual(["UpgradeClusterNodepool"]);
  });

  it("8, by a thousand: a thousand clicks by all kinds of people run once", async () => {
    const stage = await startBot();
    const card = await anUpgrade(stage);
    const people = ["U0BOB", "U0CAROL", "U0ALICE", "U0ERIN", "U0GUEST"];
    const clicks = Array.from({ length: 1_000 }, (_, number) => people[number % people.length] ?? "");
    await Promise.all(clicks.map((who) => stage.workspace.press(who, card, "approve")));
    await seen(stage.workspace, "U0DAVE", /Done.*3 nodes upgraded/, 40_000);
    expect(mutations(stage.region.calls())).toEqual(["UpgradeClusterNodepool"]);
  }, 60_000);

  it("9: a click on an old copy of a card is answered, not dropped", async () => {
    const stage = await startBot();
    const card = await anUpgrade(stage);
    await stage.workspace.press("U0BOB", card, "reject");
    const modal = await stage.workspace.waitFor(() => stage.workspace.state("U0BOB").views.at(-1), "the form");
    await stage.workspace.submit("U0BOB", modal.id, { reason: { reason: { type: "plain_text_input", value: "no" } } });
    await cardIn(stage.workspace, "C0OPS", /Rejected/);
    await stage.workspace.press("U0CAROL", card, "approve");
    await seen(stage.workspace, "U0CAROL", /takes no votes any more: it is rejected/);
  });

  it("9, too: a card that Slack did not let us edit is mended by the click on it", async () => {
    const stage = await startBot();
    const card = await anUpgrade(stage);
    stage.workspace.setFault({ kind: "platform-error", method: "chat.update", error: "edit_window_closed", times: 1 });
    const id = /op-\w{4}/.exec(JSON.stringify(card.blocks))?.[0] ?? "";
    await stage.workspace.type("U0ALICE", "C0OPS", `/pool withdraw ${id}`);
    await seen(stage.workspace, "U0ALICE", /Withdrawn/);
    await stage.workspace.waitFor(() => stage.workspace.webApiCalls("chat.update").length > 0, "the refused edit");
    expect(buttonsOf(now(stage, card))).toContain("approve");
    await stage.workspace.press("U0BOB", card, "approve");
    await seen(stage.workspace, "U0BOB", /takes no votes any more/);
    await cardIn(stage.workspace, "C0OPS", /Withdrawn/);
    expect(buttonsOf(now(stage, card))).toEqual([]);
  });

  it("13: what changed after it was planned is not what was approved", async () => {
    const stage = await startBot();
    const card = await anUpgrade(stage);
    stage.region.movePool("prod-pool", 5);
    await stage.workspace.waitFor(() => stage.region.pageCloud().clusters[0]?.pools[1]?.state === "active", "the pool");
    await stage.workspace.press("U0BOB", card, "approve");
    await cardIn(stage.workspace, "C0OPS", /Out of date[^]*Number of nodes/);
    expect(mutations(stage.region.calls())).toEqual([]);
  });

  it("14 and 16: clicks and commands are acknowledged at once while every call to the cloud hangs, from the start on", async () => {
    const stage = await startBot();
    stage.region.setFault({ kind: "hang", action: "*" }, true);
    const started = performance.now();
    const lines = Array.from({ length: 20 }, () => stage.workspace.type("U0ALICE", "C0OPS", "/pool list"));
    expect(await Promise.all(lines)).toEqual(lines.map(() => ({ ok: true, error: null })));
    expect(performance.now() - started).toBeLessThan(3_000);
    expect(stage.workspace.connected()).toBe(true);
  });

  it("17: a refused vote leaves the card as it is", async () => {
    const stage = await startBot();
    const card = await anUpgrade(stage);
    await stage.workspace.press("U0ALICE", card, "approve");
    await seen(stage.workspace, "U0ALICE", /You asked for/);
    expect(now(stage, card).blocks).toEqual(card.blocks);
  });

  it("18: five cards answered out of order bring no answered button back to life", async () => {
    const stage = await startBot();
    const pools = ["prod-pool", "gpu-pool", "batch-pool", "web-pool", "staging/default-nodepool"];
    const cards: PageMessage[] = [];
    for (const pool of pools) {
      await stage.workspace.type("U0ALICE", "C0OPS", `/pool repair ${pool} --dry-run`);
      await stage.workspace.type("U0ALICE", "C0OPS", `/pool edit ${pool} --label tier=gold`);
      const name = pool.split("/").at(-1) ?? "";
      cards.push(await cardIn(stage.workspace, "C0OPS", new RegExp(`Edit [a-z]+/${name}[^]*"action_id":"approve"`)));
    }
    for (const at of [3, 0, 4, 1, 2]) {
      const card = cards[at];
      if (card !== undefined) await stage.workspace.press("U0BOB", card, "approve");
    }
    await stage.workspace.waitFor(
      () => cards.every((card) => !buttonsOf(now(stage, card)).includes("approve")),
      "all cards to be decided",
      20_000,
    );
  });

  it("20: an empty signing secret is none, and does not start", () => {
    const set = { SLACK_BOT_TOKEN: "xoxb-1", SLACK_SIGNING_SECRET: "" };
    expect(() => readEnvironment(set, () => "")).toThrow("SLACK_APP_TOKEN is not set");
  });

  it("23: a private notice holds no decision that it could not take back", async () => {
    const stage = await startBot();
    await stage.workspace.press("U0ERIN", await anUpgrade(stage), "approve");
    const notice = await seen(stage.workspace, "U0ERIN", /Your vote does not count/);
    expect(notice.ephemeral).toBe(true);
    expect(buttonsOf(notice)).toEqual([]);
  });
});

describe("12: the time to decide", () => {
  it("ends with the decision: what is approved and waits does not expire", async () => {
    const stage = await startBot({
      configuration: `policies: [{ name: short, match: { changes: [upgrade] }, require: { approvals: 1, expires_in: 5s } }]
freezes: [{ name: sale, from: 2020-01-01T00:00Z, to: 2040-01-01T00:00Z }]`,
    });
    await stage.workspace.press("U0BOB", await anUpgrade(stage), "approve");
    const card = await cardIn(stage.workspace, "C0OPS", /the change freeze `sale` lasts/);
    // Long enough for the five seconds to pass: another card, asked for later, expires meanwhile.
    await anUpgrade(stage, "web-pool");
    await cardIn(stage.workspace, "C0OPS", /Expired/);
    expect(JSON.stringify(now(stage, card).blocks)).toContain("the change freeze");
  });
});
