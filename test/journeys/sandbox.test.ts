import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { launchBrowser, noBrowser, openTestSandbox, visit } from "../support/browser.ts";

// Said once and aloud, so that a run without a browser does not look like a whole one.
if (noBrowser !== null) process.stderr.write(`The journeys are skipped: ${noBrowser}\n`);

describe.skipIf(noBrowser !== null)("in the browser", () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await launchBrowser();
  });
  afterAll(() => browser.close());

  it("a pool grows by three nodes, at once and to the end", async () => {
    const sandbox = await openTestSandbox();
    const alice = await visit(browser, sandbox);
    await alice.type("/pool scale prod-pool 6");
    const card = alice.message(/Scale out prod\/prod-pool/);
    await card.waitFor();
    await alice.message(/3 of 3 nodes|6 nodes in service/).waitFor({ timeout: 60_000 });
    await alice.message(/Done.*6 nodes in service/s).waitFor({ timeout: 60_000 });
    expect(await card.getByRole("button", { name: /Approve|Reject|Withdraw/ }).count()).toBe(0);
    expect(sandbox.region.pageCloud().clusters[0]?.pools.find(({ name }) => name === "prod-pool")).toMatchObject({
      desiredSize: 6,
      servingNodes: 6,
    });
    await alice.type("/pool list prod");
    await alice.message(/prod-pool.*6/s).waitFor();
  });

  it("an upgrade is asked for, cannot be signed off by who asked, is signed off, and goes by batches", async () => {
    const sandbox = await openTestSandbox();
    const visitor = await visit(browser, sandbox);
    await visitor.type('/pool upgrade prod-pool --batch 1 --reason "CVE-2026-1"');
    const card = visitor.message(/Upgrade prod\/prod-pool/);
    await card.getByText("CVE-2026-1").waitFor();
    await card.getByRole("button", { name: "Approve" }).click();
    await visitor.message(/Only visible to you.*You asked for/s).waitFor();

    await visitor.actAs("Erin");
    await card.getByRole("button", { name: "Approve" }).click();
    await visitor.message(/Only visible to you.*does not count/s).waitFor();

    await visitor.actAs("Bob");
    await card.getByRole("button", { name: "Approve" }).click();
    await card.getByText(/Running/).waitFor({ timeout: 20_000 });
    await card
      .getByText(/[12] of 3 nodes done/)
      .first()
      .waitFor({ timeout: 60_000 });
    await card.getByText(/3 nodes upgraded/).waitFor({ timeout: 90_000 });
    await card.getByRole("button", { name: /repl/ }).click();
    await visitor
      .thread()
      .getByText(/approved/i)
      .first()
      .waitFor();
    await visitor
      .thread()
      .getByText(/3 nodes upgraded/)
      .first()
      .waitFor();
    const upgrades = sandbox.region.calls().filter(({ action }) => action === "UpgradeClusterNodepool");
    expect(upgrades).toHaveLength(1);
  });

  it("a rejection asks for its reason and tells it", async () => {
    const sandbox = await openTestSandbox();
    const visitor = await visit(browser, sandbox);
    await visitor.type("/pool upgrade prod-pool");
    const card = visitor.message(/Upgrade prod\/prod-pool/);
    await card.getByRole("button", { name: "Approve" }).waitFor();
    await visitor.actAs("Carol");
    await card.getByRole("button", { name: "Reject" }).click();
    const dialog = visitor.page.getByRole("dialog", { name: /Reject/ });
    await dialog.getByRole("textbox").fill("Not before the sale is over");
    await dialog.getByRole("button", { name: "Reject" }).click();
    await card.getByText(/Rejected/).waitFor();
    await card.getByText("Not before the sale is over").waitFor();
    expect(await card.getByRole("button", { name: "Approve" }).count()).toBe(0);
    expect(sandbox.region.calls().filter(({ method }) => method !== "GET")).toEqual([]);
  });

  it("a missing argument is asked for, and a wrong one is answered with what was meant", async () => {
    const sandbox = await openTestSandbox();
    const alice = await visit(browser, sandbox);
    await alice.type("/pool scael prod-pool 6");
    await alice.message(/Only visible to you.*scale/s).waitFor();
    await alice.type("/pool scale");
    await alice.page.getByRole("dialog").waitFor();
  });

  it("a node that breaks ends the upgrade, and the card tells why and what to do", async () => {
    const sandbox = await openTestSandbox();
    const visitor = await visit(browser, sandbox);
    sandbox.region.setFault({ kind: "break-node", pool: "prod-pool" }, true);
    await visitor.type("/pool upgrade prod-pool");
    const card = visitor.message(/Upgrade prod\/prod-pool/);
    await card.getByRole("button", { name: "Approve" }).waitFor();
    await visitor.actAs("Bob");
    await card.getByRole("button", { name: "Approve" }).click();
    await card.getByText("What to do").waitFor({ timeout: 90_000 });
  });

  it("the bot is killed while it works, and started again from the page", async () => {
    const sandbox = await openTestSandbox();
    const visitor = await visit(browser, sandbox);
    await visitor.type("/pool scale prod-pool 6");
    await visitor.message(/Scale out prod\/prod-pool/).waitFor();
    await visitor.page.getByRole("button", { name: /Behind the scenes/ }).click();
    const panel = visitor.page.getByRole("complementary", { name: "Behind the scenes" });
    await panel.getByRole("button", { name: "Kill" }).click();
    await panel.getByText("stopped").waitFor();
    await visitor.type("/pool list");
    await visitor.page
      .getByRole("alert")
      .getByText(/failed with the error/)
      .waitFor();
    await panel.getByRole("button", { name: "Start" }).click();
    await panel.getByText("running, connected").waitFor({ timeout: 20_000 });
    await visitor.message(/Done.*6 nodes in service/s).waitFor({ timeout: 60_000 });
    const changes = sandbox.region.calls().filter(({ method }) => method !== "GET");
    expect(changes).toHaveLength(1);
  });

  it("a pool is made in steps, signed off, and comes up", async () => {
    const sandbox = await openTestSandbox();
    const visitor = await visit(browser, sandbox);
    await visitor.type("/pool create");
    const dialog = visitor.page.getByRole("dialog");
    await dialog.getByLabel(/Its name/).fill("prod/web-two");
    await dialog.getByLabel(/Instance types/).fill("ecs.g7.xlarge");
    await dialog.getByLabel(/vSwitches/).fill("vsw-bp1a2b3c4d5e6f7g8h9i0");
    await dialog.getByLabel(/Nodes to begin with/).fill("2");
    await dialog.getByLabel(/Key pair/).fill("ops");
    await dialog.getByRole("checkbox", { name: /Go on from here/ }).check();
    await dialog.getByRole("button", { name: /Next|Go/ }).click();
    const card = visitor.message(/Create prod\/web-two/);
    await card.getByRole("button", { name: "Approve" }).waitFor();
    await visitor.actAs("Carol");
    await card.getByRole("button", { name: "Approve" }).click();
    await card.getByText(/the pool is active, with 2 nodes in service/).waitFor({ timeout: 60_000 });
  });

  it("an upgrade waits after its first batch until an approver gives the go-ahead", async () => {
    const sandbox = await openTestSandbox();
    const visitor = await visit(browser, sandbox);
    await visitor.type("/pool upgrade prod-pool --batch 2 --pause first");
    const card = visitor.message(/Upgrade prod\/prod-pool/);
    await card.getByRole("button", { name: "Approve" }).waitFor();
    await visitor.actAs("Bob");
    await card.getByRole("button", { name: "Approve" }).click();
    await card.getByText(/waits for a go-ahead after its batch/).waitFor({ timeout: 60_000 });
    await card.getByText(/1 of 3 nodes done, 0 failed/).waitFor();
    await card.getByRole("button", { name: "Go ahead" }).click();
    await card.getByText(/3 nodes upgraded/).waitFor({ timeout: 90_000 });
  });

  it("an approver signs off in the Home, and the upgrade's end comes with a picture", async () => {
    const sandbox = await openTestSandbox();
    const visitor = await visit(browser, sandbox);
    await visitor.type('/pool upgrade prod-pool --batch 1 --pause first --reason "CVE-2026-1"');
    await visitor.message(/Upgrade prod\/prod-pool/).waitFor();
    await visitor.actAs("Bob");
    const home = await visitor.home();
    await home.getByText("Waits for you").waitFor();
    const request = home.getByText("CVE-2026-1");
    await request.waitFor();
    await home
      .getByText(/prod\/prod-pool.*3\/3.*serving/s)
      .first()
      .waitFor();
    // What ACK plans by itself may wait there, too.
    await request.locator('xpath=following::button[.="Approve"][1]').click();
    await home.getByText(/1 of 3 nodes done/).waitFor({ timeout: 60_000 });
    await home.getByRole("button", { name: "Go ahead" }).click();

    await visitor.enter("ops");
    const card = visitor.message(/Upgrade prod\/prod-pool/);
    await card.getByText(/3 nodes upgraded/).waitFor({ timeout: 90_000 });
    await card.getByRole("button", { name: /repl/ }).click();
    const picture = visitor.thread().getByRole("img", { name: /Nodes done by op-\w{4}, of 3/ });
    await picture.waitFor({ timeout: 30_000 });
    const drawn = await picture.evaluate((image) => ("naturalWidth" in image ? image.naturalWidth : 0));
    expect(drawn).toBe(1000);
  });
});
