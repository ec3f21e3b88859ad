import { describe, expect, it } from "vitest";
import { cardIn, seen, startBot, type Stage } from "../support/running-bot.ts";

const upgrades = ({ region }: Stage): number =>
  region.calls().filter(({ action }) => action === "UpgradeClusterNodepool").length;

async function approvedUpgrade(stage: Stage): Promise<void> {
  const { workspace } = stage;
  await workspace.type("U0ALICE", "C0OPS", "/pool upgrade prod-pool");
  await workspace.press("U0BOB", await cardIn(workspace, "C0OPS", /"action_id":"approve"/), "approve");
}

describe("a call to ACK whose answer is lost", () => {
  it("is found in the cloud where it was taken, and followed to its end", async () => {
    const stage = await startBot();
    stage.region.setFault({ kind: "lose-answer", action: "UpgradeClusterNodepool" }, true);
    await approvedUpgrade(stage);
    await seen(stage.workspace, "U0ALICE", /ACK's answer was lost/);
    await seen(stage.workspace, "U0ALICE", /Done.*3 nodes upgraded/, 30_000);
    expect(upgrades(stage)).toBe(1);
  }, 60_000);

  it("is never made again where nothing shows: people look again, and say what becomes of it", async () => {
    const stage = await startBot();
    const { workspace, region } = stage;
    region.setFault({ kind: "drop", action: "UpgradeClusterNodepool" }, true);
    await approvedUpgrade(stage);
    const card = await workspace.waitFor(
      () => workspace.messages("C0OPS").find(({ text }) => text.includes("Of unknown outcome")),
      "the outcome to be unknown",
      90_000,
    );
    region.setFault({ kind: "drop", action: "UpgradeClusterNodepool" }, false);
    await workspace.press("U0ERIN", card, "give-up");
    await seen(workspace, "U0ERIN", /Your vote does not count/);
    await workspace.press("U0BOB", card, "look-again");
    await seen(workspace, "U0ALICE", /Another look was asked for by <@U0BOB>/);
    await stage.restart();
    // Nothing else goes to the pool while nobody knows what goes on there.
    await workspace.type("U0ALICE", "C0OPS", "/pool scale prod-pool 5");
    await cardIn(workspace, "C0OPS", /Approved and waiting.*works on this pool/);
    await workspace.press("U0ALICE", card, "give-up");
    await seen(workspace, "U0BOB", /Given up by <@U0ALICE>/);
    await seen(workspace, "U0ALICE", /Done.*5 nodes in service/, 30_000);
    await workspace.press("U0BOB", card, "adopt");
    await seen(workspace, "U0BOB", /Nothing is open about `op-[a-z0-9]+`: it is failed/);
    expect(upgrades(stage)).toBe(1);
  }, 180_000);
});
