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

  it("a plan that nobody signs off in time is cancelled, and one that is signed off runs to its end", async () => {
    const sandbox = await openTestSandbox();
    const visitor = await visit(browser, sandbox);
    await visitor.enter("approvals");
    const { plans } = sandbox.region.state;
    const pool = await interfere(visitor, "batch-pool");
    await pool.getByRole("combobox", { name: "Begins" }).selectOption("in 40 s");
    const made: string[] = [];
    for (const count of [plans.size + 1, plans.size + 2]) {
      await pool.getByRole("button", { name: "Plan" }).click();
      await expect.poll(() => plans.size).toBe(count);
      made.push([...plans.keys()].at(-1) ?? "");
    }
    const [left = "", wanted = ""] = made;
    const cardOf = (plan: string): Locator =>
      visitor.message(new RegExp(`ACK's plan for prod/batch-pool.*${plan}`, "s"));
    await cardOf(left).getByRole("button", { name: "Approve" }).waitFor();
    await visitor.actAs("Bob");
    await cardOf(wanted).getByRole("button", { name: "Approve" }).click();
    await cardOf(wanted)
      .getByText(/signed off; ACK begins it by itself/)
      .waitFor();

    await cardOf(left)
      .getByText(/Nobody signed it off in time/)
      .waitFor({ timeout: 45_000 });
    expect(await cardOf(left).getByRole("button", { name: "Approve" }).count()).toBe(0);
    await visitor.message(new RegExp(`Cancel a plan of prod.*the plan is cancelled.*${left}`, "s")).waitFor();
    expect(plans.get(left)?.state).toBe("Canceled");

    await cardOf(wanted)
      .getByText(/ACK has carried its plan out/)
      .waitFor({ timeout: 90_000 });
    await cardOf(wanted).getByRole("button", { name: /repl/ }).click();
    await visitor
      .thread()
      .getByText(/ACK has begun it/)
      .waitFor();
  });

  it("a pool that is changed behind the bot's back voids what waits for sign-off, and channels are told", async () => {
    const sandbox = await openTestSandbox();
    const visitor = await visit(browser, sandbox);
    await visitor.type("/pool scale prod-pool 2");
    const card = visitor.message(/Scale in prod\/prod-pool/);
    await card.getByRole("button", { name: "Approve" }).waitFor();
    const pool = await interfere(visitor, "prod-pool");
    await pool.getByRole("textbox", { name: "Desired size" }).fill("4");
    await pool.getByRole("button", { name: "Set size" }).click();
    await card.getByText(/what it rested on has changed, so it was not run/).waitFor();
    await card.getByText(/Desired size: 3 when it was planned, 4 now/).waitFor();
    expect(await card.getByRole("button", { name: "Approve" }).count()).toBe(0);
    expect(await card.getByRole("button", { name: "Plan again" }).count()).toBe(1);

    await visitor.enter("team-shop");
    await visitor.message(/Size · prod\/prod-pool.*It has 4 nodes now/s).waitFor({ timeout: 30_000 });
    const gpu = await interfere(visitor, "gpu-pool");
    await gpu.getByRole("button", { name: "Set label" }).click();
    await visitor.message(/Configuration · prod\/gpu-pool.*tier=gold.*It reaches the nodes that are there/s).waitFor();
    await gpu.getByRole("button", { name: "Raise" }).click();
    await visitor.message(/Alert · prod\/gpu-pool.*A node could not be drained.*please have a look/s).waitFor();
  });

  it("the bot speaks Chinese from then on, when told to behind the scenes", async () => {
    const sandbox = await openTestSandbox();
    const visitor = await visit(browser, sandbox);
    await visitor.page.getByRole("button", { name: /behind the scenes/i }).click();
    await visitor.page.getByRole("group", { name: "Language of the cards" }).getByText("简体中文").click();
    await visitor.page.getByText(/running, not connected/).waitFor();
    await visitor.page.getByText("running, connected").waitFor();
    await visitor.type("/pool scale prod-pool 4");
    await visitor.message(/扩容 prod\/prod-pool.*申请人/s).waitFor();
    await visitor.type("/pool whoami");
    await visitor.message(/Only visible to you.*What you may/s).waitFor();
  });
});
