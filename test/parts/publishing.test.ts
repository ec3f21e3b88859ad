import { describe, expect, it } from "vitest";
import { cardIn, seen, startBot, type Stage, type StageOptions } from "../support/running-bot.ts";

const mayLookBack: StageOptions = { scopes: ["channels:history", "groups:history"] };

const cards = ({ workspace }: Stage): readonly string[] =>
  workspace.messages("C0OPS").flatMap(({ threadTs, text }) => (threadTs === null ? [text] : []));

const lines = ({ workspace }: Stage, words: RegExp): number =>
  workspace.messages("C0OPS").filter(({ threadTs, text }) => threadTs !== null && words.test(text)).length;

describe("a message whose answer Slack lost", () => {
  it("stands once, card and lines, where the bot may look for it", async () => {
    const stage = await startBot(mayLookBack);
    const { workspace, region } = stage;
    workspace.setFault({ kind: "drop", method: "chat.postMessage", when: "after", times: 1 });
    await workspace.type("U0ALICE", "C0OPS", "/pool upgrade prod-pool --batch 1");
    await workspace.press("U0BOB", await cardIn(workspace, "C0OPS", /"action_id":"approve"/), "approve");
    workspace.setFault({ kind: "drop", method: "chat.postMessage", when: "after", times: 3 });
    await seen(workspace, "U0ALICE", /Done.*3 nodes upgraded/, 40_000);
    await seen(workspace, "U0ALICE", /✅ Done/, 20_000);
    expect(cards(stage)).toHaveLength(1);
    expect([lines(stage, /approved/), lines(stage, /✅ Done/), lines(stage, /Sending it to ACK/)]).toEqual([1, 1, 1]);
    expect(region.calls().filter(({ action }) => action === "UpgradeClusterNodepool")).toHaveLength(1);
  }, 90_000);

  it("and that never came is posted", async () => {
    const stage = await startBot(mayLookBack);
    stage.workspace.setFault({ kind: "drop", method: "chat.postMessage", when: "before", times: 2 });
    await stage.workspace.type("U0ALICE", "C0OPS", "/pool scale prod-pool 5");
    await seen(stage.workspace, "U0ALICE", /✅ Done/, 40_000);
    expect(cards(stage)).toHaveLength(1);
  }, 60_000);

  it("tells nothing twice in the thread where the bot may not look, and has a card in any case", async () => {
    const stage = await startBot();
    const { workspace } = stage;
    workspace.setFault({ kind: "drop", method: "chat.postMessage", when: "before", times: 1 });
    await workspace.type("U0ALICE", "C0OPS", "/pool upgrade prod-pool");
    const card = await cardIn(workspace, "C0OPS", /"action_id":"approve"/);
    workspace.setFault({ kind: "drop", method: "chat.postMessage", when: "after", times: 1 });
    await workspace.press("U0BOB", card, "approve");
    await seen(workspace, "U0ALICE", /✅ Done/, 40_000);
    expect(lines(stage, /approved/)).toBe(1);
    expect(cards(stage)).toHaveLength(1);
  }, 60_000);
});
