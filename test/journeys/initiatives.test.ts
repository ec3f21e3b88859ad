import type { Browser, Locator } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { launchBrowser, noBrowser, openTestSandbox, type Visitor, visit } from "../support/browser.ts";

/** The controls behind the scenes for one pool. */
async function interfere({ page }: Visitor, pool: string): Promise<Locator> {
  const group = page.getByRole("group", { name: `Pool ${pool}` });
  if (!(await group.isVisible())) await page.getByRole("button", { name: /behind the scenes/i }).click();
  await group.getByText("Interfere").click();
  return group;
}

describe.skipIf(noBrowser !== null)("what ACK begins by itself, in the browser", () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await launchBrowser();
  });
  afterAll(() => browser.close());

  it("a node breaks, ACK asks, somebody says yes, and it heals", async () => {
    const sandbox = await openTestSandbox();
    const visitor = await visit(browser, sandbox);
    await visitor.enter("approvals");
    await (await interfere(visitor, "gpu-pool")).getByRole("button", { name: "Break a node" }).click();
    const card = visitor.message(/Repair of node/);
    await card.getByText(/NvidiaDeviceLost/).waitFor({ timeout: 60_000 });
    await visitor.actAs("Bob");
    await card.getByRole("button", { name: "Approve" }).click();
    await card.getByText(/the node is healthy again/).waitFor({ timeout: 60_000 });
    await card.getByRole("button", { name: /repl/ }).click();
    await visitor
      .thread()
      .getByText(/The label is set/)
      .waitFor();
  });

  it("ACK plans an upgrade, somebody says no, and it is cancelled", async () => {
    const sandbox = await openTestSandbox();
    const visitor = await visit(browser, sandbox);
    await visitor.enter("approvals");
    await visitor
      .message(/ACK's plan for prod\/prod-pool/)
      .getByText(/nobody has to do anything/)
      .waitFor();
    const before = sandbox.region.state.plans.size;
    await (await interfere(visitor, "batch-pool")).getByRole("button", { name: "Plan" }).click();
    await expect.poll(() => sandbox.region.state.plans.size).toBe(before + 1);
    const plan = [...sandbox.region.state.plans.keys()].at(-1) ?? "";
    const card = visitor.message(new RegExp(`ACK's plan for prod/batch-pool.*${plan}`, "s"));
    await card.getByRole("button", { name: "Reject" }).waitFor();
    await visitor.actAs("Bob");
    await card.getByRole("button", { name: "Reject" }).click();
    const form = visitor.page.getByRole("dialog");
    await form.getByRole("textbox").fill("Not before the launch");
    await form.getByRole("button", { name: "Reject" }).click();
    await card.getByText(/Lifeguard has ACK cancel the plan/).waitFor();
    await visitor.message(/Cancel a plan of prod.*the plan is cancelled/s).waitFor({ timeout: 30_000 });
    expect(sandbox.region.state.plans.get(plan)?.state).toBe("Canceled");
  });
});
