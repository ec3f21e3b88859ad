import { expect, it } from "vitest";
import { seen, startBot } from "../support/running-bot.ts";

it.each([
  ["U0BOB", true],
  ["U0GUEST", false],
])("names of pools, and what is under way, are shown to members alone: %s, %s", async (who, shown) => {
  const { workspace } = await startBot();
  await workspace.type("U0ALICE", "C0OPS", "/pool upgrade prod-pool");
  await seen(workspace, "U0ALICE", /Upgrade prod\/prod-pool/);
  await workspace.type(who, "C0OPS", "/pool show");
  const view = await workspace.waitFor(() => workspace.state(who).views.at(-1), "the form");
  const place = { kind: "view", id: view.id } as const;
  const choices = await workspace.options({ as: who, place, blockId: "pool", actionId: "pick-pool", query: "prod" });
  expect(JSON.stringify(choices).includes("prod/prod-pool")).toBe(shown);
  await workspace.openHome(who);
  const home = await workspace.waitFor(() => workspace.state(who).home, "the Home tab");
  expect(JSON.stringify(home).includes("prod/prod-pool")).toBe(shown);
});
