import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { cardIn, seen, setStage, startBot, startOn } from "../support/running-bot.ts";

const mutations = (calls: readonly { readonly method: string; readonly action: string }[]): readonly string[] =>
  calls.filter(({ method }) => method !== "GET").map(({ action }) => action);

describe("a freeze that somebody typed", () => {
  it("is told to the channel, holds what is approved, and lets it go on when it ends", async () => {
    const { workspace, region } = await startBot();
    await workspace.type("U0ERIN", "C0OPS", "/pool freeze prod 2d sale");
    await seen(workspace, "U0ERIN", /not in the group/);
    await workspace.type("U0DAVE", "C0OPS", '/pool freeze prod/prod-pool 2d "Double Eleven"');
    await seen(workspace, "U0ALICE", /<@U0DAVE> froze `prod\/prod-pool` until .*Double Eleven/);
    await workspace.type("U0ALICE", "C0OPS", "/pool scale prod-pool 6");
    await cardIn(workspace, "C0OPS", /the change freeze `prod\/prod-pool: Double Eleven` lasts until/);
    expect(mutations(region.calls())).toEqual([]);
    await workspace.type("U0ALICE", "C0OPS", "/pool freezes");
    await seen(workspace, "U0ALICE", /Freezes[^]*Double Eleven/);
    await workspace.type("U0ALICE", "C0OPS", "/pool unfreeze staging");
    await seen(workspace, "U0ALICE", /Nobody froze `staging` by a command/);
    await workspace.type("U0ALICE", "C0OPS", "/pool unfreeze prod-pool");
    await seen(workspace, "U0DAVE", /<@U0ALICE> ended the freeze/);
    await seen(workspace, "U0ALICE", /Done.*6 nodes in service/, 20_000);
  });

  it("holds over a restart, and a bot that cannot read it does not start", async () => {
    const { workspace, region, folder, restart, stopBot } = await startBot();
    await workspace.type("U0DAVE", "C0OPS", "/pool freeze prod 2d sale");
    await seen(workspace, "U0ALICE", /froze `prod`/);
    await restart();
    await workspace.type("U0ALICE", "C0OPS", "/pool scale prod-pool 6");
    await cardIn(workspace, "C0OPS", /the change freeze `prod: sale` lasts until/);
    expect(mutations(region.calls())).toEqual([]);
    await stopBot();
    const file = join(folder, "data", "freezes.json");
    await writeFile(file, (await readFile(file, "utf8")).slice(0, 20));
    await expect(restart()).rejects.toThrow(/freezes\.json is not as the bot wrote it: it is damaged/);
  });
});

const policies = `
policies:
  - name: whole pools
    match: { changes: [upgrade] }
    require:
      approvals: 1
      each_of: [default, leads]
      more: [{ add: 1, share_above: 50 }]
  - name: removals need two against
    match: { changes: [scale-in] }
    require: { approvals: 2, rejections: 2 }
`;

describe("a policy", () => {
  const configuration = `approvers: { default: { usergroup: S0SRE }, leads: { users: [U0CAROL, U0DAVE] } }${policies}`;

  it("hears each of its groups, wants more where more is at stake, and says why", async () => {
    const { workspace, region } = await startBot({ configuration });
    await workspace.type("U0ALICE", "C0OPS", "/pool upgrade prod-pool");
    const card = await cardIn(
      workspace,
      "C0OPS",
      /2 approvals, at least one of each of <!subteam\^S0SRE> and <@U0CAROL>, <@U0DAVE>[^]*1 more: it touches 100 % of the pool's nodes/,
    );
    await workspace.press("U0BOB", card, "approve");
    await seen(workspace, "U0ALICE", /👍 <@U0BOB> approved/);
    expect(mutations(region.calls())).toEqual([]);
    await workspace.press("U0DAVE", card, "approve");
    await seen(workspace, "U0ALICE", /Done.*3 nodes upgraded/, 20_000);
  });

  it("ends at its number of rejections, not before", async () => {
    const { workspace } = await startBot({ configuration });
    await workspace.type("U0ALICE", "C0OPS", "/pool scale prod-pool 2");
    const card = await cardIn(workspace, "C0OPS", /2 rejections reject it/);
    for (const who of ["U0BOB", "U0CAROL"]) {
      await workspace.press(who, card, "reject");
      const modal = await workspace.waitFor(() => workspace.state(who).views.at(-1), "the form");
      await workspace.submit(who, modal.id, {
        reason: { reason: { type: "plain_text_input", value: `no, says ${who}` } },
      });
      await seen(workspace, "U0ALICE", new RegExp(`🚫 <@${who}>`));
    }
    await seen(workspace, "U0ALICE", /Rejected.*<@U0CAROL>/);
  });

  it("is explained: what it needs, who can give it, and whether anybody can", async () => {
    const { workspace } = await startBot({ configuration });
    await workspace.type("U0ALICE", "C0OPS", "/pool policy explain prod-pool upgrade <@U0BOB|bob>");
    await seen(
      workspace,
      "U0ALICE",
      /2 approvals[^]*<@U0BOB> can approve, as a member of `default`[^]*`leads` has 2 members/,
    );
    await workspace.type("U0ALICE", "C0OPS", "/pool policy explain prod-pool upgrade <@U0ERIN>");
    await seen(workspace, "U0ALICE", /<@U0ERIN> cannot approve/);
  });
});

describe("a vote", () => {
  it("is not taken for a plan that no longer holds: the card tells what moved and plans again", async () => {
    const { workspace, region } = await startBot();
    await workspace.type("U0ALICE", "C0OPS", "/pool scale prod-pool 2");
    const card = await cardIn(workspace, "C0OPS", /Scale in/);
    region.movePool("prod-pool", 4);
    await workspace.waitFor(() => region.pageCloud().clusters[0]?.pools[1]?.state === "active", "the pool", 10_000);
    await workspace.press("U0BOB", card, "approve");
    await seen(workspace, "U0BOB", /has changed since it was planned/);
    const stale = await seen(workspace, "U0DAVE", /Out of date[^]*Desired size: `3` when it was planned, `4` now/);
    expect(mutations(region.calls())).toEqual([]);
    await workspace.press("U0ALICE", stale, "plan-again");
    await seen(workspace, "U0DAVE", /Waiting for sign-off[^]*\*4\* → \*2\* nodes/);
  });

  it("counts while the cloud hangs, and is checked before anything is sent", async () => {
    const { workspace, region } = await startBot();
    await workspace.type("U0ALICE", "C0OPS", "/pool scale prod-pool 2");
    const card = await cardIn(workspace, "C0OPS", /Scale in/);
    region.setFault({ kind: "hang", action: "*" }, true);
    await workspace.press("U0BOB", card, "approve");
    await seen(workspace, "U0DAVE", /👍 <@U0BOB>/, 10_000);
    expect(mutations(region.calls())).toEqual([]);
  });
});

describe("a policy whose user group has too few people", () => {
  it("stops the start, in one line that tells the group and the way out", async () => {
    const configuration = `
policies:
  - name: more than there are
    match: { changes: [upgrade] }
    require: { approvals: 9 }
`;
    await expect(startBot({ configuration })).rejects.toThrow(
      /^policies\[0\]\.require\.approvals \(more than there are\) can rise to 9, but default have \d people: nobody could satisfy it; add people/,
    );
  });

  it("is let be where Slack cannot be asked, for nobody can vote then anyway", async () => {
    const configuration = "policies: [{ name: p, match: { changes: [upgrade] }, require: { approvals: 9 } }]";
    const stage = await setStage({ configuration });
    stage.workspace.setFault({ kind: "platform-error", method: "usergroups.users.list", error: "internal_error" });
    await startOn(stage);
    await stage.workspace.waitFor(() => stage.workspace.connected(), "the bot");
  });
});
