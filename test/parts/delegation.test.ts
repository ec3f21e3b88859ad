import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { hoursToMilliseconds } from "date-fns";
import { describe, expect, it } from "vitest";
import * as z from "zod";
import { auditRecords } from "../../src/store/audit-log.ts";
import { movableClock } from "../support/movable-clock.ts";
import { cardIn, seen, startBot } from "../support/running-bot.ts";

const configuration = `
policies:
  - name: two
    match: { changes: [scale-in] }
    require: { approvals: 2 }
`;

describe("a delegation", () => {
  it("is told, is used once, is shown at each use, and holds over a restart", async () => {
    const { workspace, folder, restart } = await startBot({ configuration });
    await workspace.type("U0BOB", "C0OPS", '/pool delegate <@U0DAVE|dave> 2d "on leave"');
    await seen(workspace, "U0ALICE", /<@U0DAVE> votes on behalf of <@U0BOB> until .*on leave/);
    await restart();
    await workspace.type("U0ERIN", "C0OPS", "/pool delegations");
    await seen(workspace, "U0ERIN", /Delegations[^]*<@U0DAVE> votes on behalf of <@U0BOB>/);

    await workspace.type("U0ALICE", "C0OPS", "/pool scale prod-pool 2");
    const card = await cardIn(workspace, "C0OPS", /2 approvals/);
    await workspace.press("U0ERIN", card, "approve");
    await seen(workspace, "U0ERIN", /Your vote does not count/);
    await workspace.press("U0DAVE", card, "approve");
    await seen(workspace, "U0ALICE", /👍 <@U0DAVE> on behalf of <@U0BOB> approved/);
    await cardIn(workspace, "C0OPS", /Waiting for sign-off[^]*👍 <@U0DAVE> on behalf of <@U0BOB>/);
    await workspace.press("U0BOB", card, "approve");
    await seen(
      workspace,
      "U0BOB",
      /<@U0DAVE> has voted on `op-\w+` already, and by delegation the two of you count once/,
    );
    await workspace.type("U0BOB", "C0OPS", "/pool undelegate");
    await seen(workspace, "U0ALICE", /<@U0DAVE> does not vote on behalf of <@U0BOB> any more/);
    await workspace.press("U0BOB", card, "approve");
    await seen(workspace, "U0BOB", /count once/);
    await workspace.press("U0CAROL", card, "approve");
    await seen(workspace, "U0ALICE", /Done.*2 nodes in service/, 20_000);

    const told: unknown[] = [];
    for await (const { entry } of auditRecords(join(folder, "data", "audit"))) {
      const { kind, by, facts } = entry;
      if (/delegated/.test(kind)) told.push([kind, by, facts["to"]]);
      if (kind === "voted") told.push([kind, by, z.object({ onBehalfOf: z.string().nullable() }).parse(facts["vote"])]);
    }
    expect(told).toEqual([
      ["delegated", "U0BOB", "U0DAVE"],
      ["voted", "U0DAVE", { onBehalfOf: "U0BOB" }],
      ["undelegated", "U0BOB", "U0DAVE"],
      ["voted", "U0CAROL", { onBehalfOf: null }],
    ]);
  });

  it("is refused to oneself, to guests, strangers and bots, and by who has nothing to hand over", async () => {
    const { workspace } = await startBot({ configuration });
    await workspace.type("U0BOB", "C0OPS", "/pool delegate <@U0BOB> 2d");
    await seen(workspace, "U0BOB", /You vote in your own place already/);
    for (const [who, why] of [
      ["U0GUEST", /Guests of this workspace/],
      ["U0STRANGER", /bot's own workspace/],
      ["U0LIFEGUARD", /Bots cannot/],
      ["U0GONE", /deactivated/],
    ] as const) {
      await workspace.type("U0BOB", "C0OPS", `/pool delegate <@${who}> 2d`);
      await seen(workspace, "U0BOB", why);
    }
    await workspace.type("U0DAVE", "C0OPS", "/pool delegate <@U0ERIN> 2d");
    await seen(workspace, "U0DAVE", /You are in no group of approvers/);
    await workspace.type("U0BOB", "C0OPS", "/pool delegate <@U0DAVE> 2020-01-01T00:00Z");
    await seen(workspace, "U0BOB", /is over already/);
    await workspace.type("U0BOB", "C0OPS", "/pool undelegate <@U0DAVE>");
    await seen(workspace, "U0BOB", /<@U0DAVE> does not vote in your place/);
    await workspace.type("U0BOB", "C0OPS", "/pool delegations");
    await seen(workspace, "U0BOB", /Nobody votes in the place of anybody else/);
  });

  it("is no way around who asked, and no chain", async () => {
    const { workspace } = await startBot();
    await workspace.type("U0BOB", "C0OPS", "/pool delegate <@U0DAVE> 2d");
    await seen(workspace, "U0BOB", /<@U0DAVE> votes on behalf/);
    await workspace.type("U0DAVE", "C0OPS", "/pool delegate <@U0ERIN> 2d");
    await seen(workspace, "U0DAVE", /not yours to hand on/);
    await workspace.type("U0DAVE", "C0OPS", "/pool scale prod-pool 2");
    const ofDave = await cardIn(workspace, "C0OPS", /Scale in/);
    await workspace.press("U0DAVE", ofDave, "approve");
    await seen(workspace, "U0DAVE", /You asked for `op-\w+` yourself/);
    await workspace.press("U0DAVE", ofDave, "withdraw");
    await cardIn(workspace, "C0OPS", /Withdrawn/);
    await workspace.type("U0BOB", "C0OPS", "/pool scale prod-pool 1");
    const ofBob = await cardIn(workspace, "C0OPS", /→ \*1\* node/);
    await workspace.press("U0DAVE", ofBob, "approve");
    await seen(workspace, "U0DAVE", /was asked for by somebody in whose place you vote/);
  });

  it("is known to whoami and to policy explain, which judge as a click is judged", async () => {
    const { workspace } = await startBot({ configuration });
    await workspace.type("U0BOB", "C0OPS", "/pool delegate <@U0DAVE> 2d");
    await seen(workspace, "U0ALICE", /<@U0DAVE> votes on behalf of <@U0BOB>/);
    await workspace.type("U0DAVE", "C0OPS", "/pool whoami");
    await seen(workspace, "U0DAVE", /You may not sign off[^]*In somebody's place[^]*on behalf of <@U0BOB>/);
    const explained = async (asker: string, who: string, answer: RegExp): Promise<void> => {
      await workspace.type(asker, "C0OPS", `/pool policy explain prod-pool scale-in <@${who}>`);
      await seen(workspace, asker, answer);
    };
    await explained("U0ALICE", "U0DAVE", /<@U0DAVE> can approve on behalf of <@U0BOB>, who is a member of `default`/);
    await explained("U0BOB", "U0DAVE", /<@U0DAVE> cannot approve what you ask for, as they vote in your place/);
    await explained("U0BOB", "U0BOB", /<@U0BOB> cannot approve what they ask for themselves/);
    await explained("U0CAROL", "U0GUEST", /<@U0GUEST> cannot approve: only active full members/);
    await explained("U0CAROL", "U0ERIN", /<@U0ERIN> cannot approve: in none of these groups/);
  });

  it("does nothing when it is over, and a bot that cannot read delegations does not start", async () => {
    const { clock, move } = movableClock();
    const { workspace, folder, restart, stopBot } = await startBot({ clock });
    await workspace.type("U0BOB", "C0OPS", "/pool delegate <@U0DAVE> 1h");
    await seen(workspace, "U0BOB", /<@U0DAVE> votes on behalf/);
    await workspace.type("U0ALICE", "C0OPS", "/pool scale prod-pool 2");
    const card = await cardIn(workspace, "C0OPS", /Scale in/);
    const file = join(folder, "data", "delegations.json");
    const stored = await readFile(file, "utf8");
    await stopBot();
    await writeFile(file, stored.replace("U0DAVE", "U0ERIN"));
    await expect(restart()).rejects.toThrow(/delegations\.json is not as the bot wrote it/);
    await writeFile(file, stored.slice(0, 20));
    await expect(restart()).rejects.toThrow(/delegations\.json is not as the bot wrote it: it is damaged/);
    await writeFile(file, stored);
    await restart();
    move(hoursToMilliseconds(1));
    await workspace.press("U0DAVE", card, "approve");
    await seen(workspace, "U0DAVE", /Your vote does not count/);
  });
});
