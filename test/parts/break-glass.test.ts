import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { auditRecords } from "../../src/store/audit-log.ts";
import { cardIn, seen, startBot } from "../support/running-bot.ts";

const mutations = (calls: readonly { readonly method: string; readonly action: string }[]): readonly string[] =>
  calls.filter(({ method }) => method !== "GET").map(({ action }) => action);

const configuration = `
approvers: { default: { usergroup: S0SRE }, oncall: { users: [U0ALICE, U0DAVE] } }
policies:
  - name: removals
    match: { changes: [scale-in] }
    require: { approvals: 2, break_glass: { from: [oncall] } }
`;

const line = '/pool scale prod-pool 2 --break-glass --reason "prices burn"';

describe("break-glass", () => {
  it("runs at once past a freeze, shouts, and blocks the next until somebody else has reviewed it, over a restart", async () => {
    const { workspace, region, folder, restart } = await startBot({ configuration });
    await workspace.type("U0DAVE", "C0OPS", "/pool freeze prod 2d sale");
    await seen(workspace, "U0ALICE", /froze `prod`/);
    await workspace.type("U0ALICE", "C0OPS", line);
    const card = await cardIn(workspace, "C0OPS", /BREAK-GLASS[^]*in spite of the change freeze `prod: sale`/);
    await seen(workspace, "U0BOB", /Break-glass\* by <@U0ALICE>[^]*<!subteam\^S0SRE>: one of you has to review it/);
    await seen(workspace, "U0BOB", /Done.*2 nodes in service/, 20_000);
    expect(mutations(region.calls())).toEqual(["ModifyClusterNodePool"]);

    await workspace.press("U0ALICE", card, "review");
    await seen(workspace, "U0ALICE", /somebody else has to review it/);
    await workspace.press("U0ERIN", card, "review");
    await seen(workspace, "U0ERIN", /Only <!subteam\^S0SRE> may review/);
    await restart();
    await workspace.type("U0ALICE", "C0OPS", line.replace("2 ", "1 "));
    await seen(workspace, "U0ALICE", /without sign-off, and nobody has reviewed it yet/);
    await workspace.type("U0BOB", "C0OPS", "/pool reviews");
    await seen(workspace, "U0BOB", /Open reviews[^]*<@U0ALICE>/);
    expect(await readdir(join(folder, "data", "archive"))).toEqual([]);

    await workspace.press("U0BOB", card, "review");
    const reviewed = await cardIn(workspace, "C0OPS", /BREAK-GLASS[^]*Reviewed by <@U0BOB>/);
    expect(JSON.stringify(reviewed.blocks)).not.toContain('"actions"');
    await seen(workspace, "U0ALICE", /🔎 <@U0BOB> has reviewed/);
    await workspace.press("U0CAROL", card, "review");
    await seen(workspace, "U0CAROL", /<@U0BOB> has reviewed `op-\w+` already/);
    await workspace.type("U0BOB", "C0OPS", "/pool reviews");
    await seen(workspace, "U0BOB", /Nothing waits for a review/);
    await workspace.type("U0ALICE", "C0OPS", line.replace("2 ", "1 "));
    await seen(workspace, "U0BOB", /BREAK-GLASS[^]*→ \*1\* node/);

    const kinds: string[] = [];
    for await (const { entry } of auditRecords(join(folder, "data", "audit"))) {
      kinds.push(entry.kind === "denied" ? `denied ${String(entry.facts["code"])}` : entry.kind);
    }
    expect(kinds.filter((kind) => /glass|review/.test(kind))).toEqual([
      "glass-broken",
      "denied own-review",
      "denied not-a-reviewer",
      "denied break-glass-unreviewed",
      "reviewed",
      "denied reviewed-already",
      "glass-broken",
    ]);
    // Of each operation every line once, over the restart and the review after the end.
    expect(kinds.filter((kind) => kind === "succeeded").length).toBeLessThanOrEqual(2);
  });

  it("is refused without the group, without a reason, without a policy, and where Slack cannot be asked", async () => {
    const { workspace, region } = await startBot({ configuration });
    await workspace.type("U0BOB", "C0OPS", line);
    await seen(workspace, "U0BOB", /Only <@U0ALICE>, <@U0DAVE> may run this without sign-off/);
    await workspace.type("U0ALICE", "C0OPS", "/pool scale prod-pool 2 --break-glass");
    await seen(workspace, "U0ALICE", /This change needs a reason/);
    await workspace.type("U0ALICE", "C0OPS", '/pool upgrade prod-pool --break-glass --reason "now"');
    await seen(workspace, "U0ALICE", /No policy lets anybody run this without sign-off/);
    workspace.setFault({ kind: "platform-error", method: "users.info", error: "internal_error" });
    await workspace.type("U0DAVE", "C0OPS", line);
    await seen(workspace, "U0DAVE", /Slack could not be asked who you are/);
    expect(mutations(region.calls())).toEqual([]);
    expect(workspace.messages("C0OPS").filter(({ threadTs }) => threadTs === null)).toEqual([]);
  });

  it("is closed by a command, too", async () => {
    const { workspace } = await startBot({ configuration });
    await workspace.type("U0ALICE", "C0OPS", line);
    const card = await cardIn(workspace, "C0OPS", /Open for review/);
    const [id = ""] = /op-\w+/.exec(JSON.stringify(card.blocks)) ?? [];
    await workspace.type("U0DAVE", "C0OPS", `/pool review ${id}`);
    await seen(workspace, "U0DAVE", /Only <!subteam\^S0SRE> may review/);
    await workspace.type("U0CAROL", "C0OPS", `/pool review ${id}`);
    await cardIn(workspace, "C0OPS", /Reviewed by <@U0CAROL>/);
    await workspace.type("U0BOB", "C0OPS", "/pool review op-2222");
    await seen(workspace, "U0BOB", /op-2222/);
  });

  it("does not judge two at once without seeing the debt of the first", async () => {
    const { workspace } = await startBot({ configuration });
    await Promise.all([
      workspace.type("U0ALICE", "C0OPS", line),
      workspace.type("U0ALICE", "C0OPS", line.replace("prod-pool", "web-pool")),
      workspace.type("U0ALICE", "C0OPS", line.replace("2 ", "1 ")),
    ]);
    await seen(workspace, "U0ALICE", /nobody has reviewed it yet/);
    await cardIn(workspace, "C0OPS", /BREAK-GLASS/);
    const cards = workspace
      .messages("C0OPS")
      .filter((message) => message.threadTs === null && JSON.stringify(message.blocks).includes("BREAK-GLASS"));
    expect(cards).toHaveLength(1);
  });
});
