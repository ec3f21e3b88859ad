import { describe, expect, it } from "vitest";
import { cardIn, seen, startBot, type Stage } from "../support/running-bot.ts";

const field = (value: string) => ({ type: "plain_text_input" as const, value });

/** Presses Propose less on a card, and fills the form in. */
async function propose({ workspace }: Stage, who: string, inputs: Readonly<Record<string, string>>): Promise<void> {
  const card = await cardIn(workspace, "C0OPS", /"action_id":"narrow"/);
  await workspace.press(who, card, "narrow");
  const form = await workspace.waitFor(() => workspace.state(who).views.at(-1), "the form");
  const values = Object.fromEntries(Object.entries(inputs).map(([name, value]) => [name, { [name]: field(value) }]));
  await workspace.submit(who, form.id, values);
}

const submitted = ({ region }: Stage): readonly string[] =>
  region.calls().flatMap(({ method, action }) => (method === "GET" ? [] : [action]));

describe("a plan that an approver would rather have smaller", () => {
  it("is proposed on the card, taken by who asked, and voted on anew with both names", async () => {
    const stage = await startBot();
    const { workspace } = stage;
    await workspace.type("U0ALICE", "C0OPS", "/pool upgrade prod-pool --batch 3");
    await propose(stage, "U0BOB", { nodes: "2", batch: "1" });
    const proposal = await cardIn(workspace, "C0OPS", /<@U0BOB> would rather sign off less: .*on 2 nodes, 1 at most/);
    await workspace.press("U0CAROL", proposal, "take-proposal");
    await seen(workspace, "U0CAROL", /Only <@U0ALICE>, who asked for .* can take or decline/);
    await workspace.press("U0ALICE", proposal, "take-proposal");
    const smaller = await cardIn(workspace, "C0OPS", /proposed by <@U0BOB>, taken by <@U0ALICE>/);
    // The button of the wider plan is good for nothing any more.
    await workspace.press("U0CAROL", proposal, "approve");
    await seen(workspace, "U0CAROL", /belongs to another plan/);
    expect(submitted(stage)).toEqual([]);
    await workspace.press("U0BOB", smaller, "approve");
    await seen(workspace, "U0ALICE", /Done.*2 nodes upgraded/, 20_000);
    expect(submitted(stage)).toEqual(["UpgradeClusterNodepool"]);
    await seen(workspace, "U0ALICE", /<@U0ALICE> takes the smaller plan/);
  });

  it("can be declined, and nobody proposes what is not theirs or not less", async () => {
    const stage = await startBot();
    const { workspace } = stage;
    await workspace.type("U0ALICE", "C0OPS", "/pool upgrade prod-pool --batch 2");
    const card = await cardIn(workspace, "C0OPS", /"action_id":"narrow"/);
    for (const who of ["U0ALICE", "U0ERIN", "U0GUEST"]) {
      await workspace.press(who, card, "narrow");
      await seen(workspace, who, /You asked for|Your vote does not count|Guests/);
      expect(workspace.state(who).views).toEqual([]);
    }
    await propose(stage, "U0BOB", { nodes: "3" });
    await seen(workspace, "U0BOB", /would not get smaller by that[^]*1 to 2 nodes/);
    await propose(stage, "U0BOB", {});
    await seen(workspace, "U0BOB", /narrow/);
    await propose(stage, "U0BOB", { batch: "1" });
    const proposal = await cardIn(workspace, "C0OPS", /"action_id":"decline-proposal"/);
    await workspace.press("U0ALICE", proposal, "decline-proposal");
    await seen(workspace, "U0BOB", /<@U0ALICE> keeps the plan/);
    await workspace.press("U0ALICE", proposal, "take-proposal");
    await seen(workspace, "U0ALICE", /not open any more/);
    await workspace.press("U0BOB", card, "approve");
    await seen(workspace, "U0ALICE", /Done.*3 nodes upgraded/, 20_000);
  });

  it("waits where it was put off, over a restart", async () => {
    const stage = await startBot();
    const { workspace } = stage;
    await workspace.type("U0ALICE", "C0OPS", "/pool edit web-pool --label tier=gold");
    await propose(stage, "U0BOB", { "not-before": new Date(Date.now() + 20_000).toISOString() });
    await workspace.press("U0ALICE", await cardIn(workspace, "C0OPS", /take-proposal/), "take-proposal");
    await workspace.press("U0BOB", await cardIn(workspace, "C0OPS", /taken by <@U0ALICE>/), "approve");
    await cardIn(workspace, "C0OPS", /Approved and waiting.*it begins .*, as was agreed/);
    expect(submitted(stage)).toEqual([]);
    await stage.restart();
    await seen(workspace, "U0ALICE", /Done/, 40_000);
    expect(submitted(stage)).toEqual(["ModifyClusterNodePool"]);
  }, 90_000);
});
