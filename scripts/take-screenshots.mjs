/** Takes the pictures of the README and the docs from the running sandbox: npm run build && node scripts/take-screenshots.mjs */
import { mkdir } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { chromium } from "playwright-core";
import { openSandbox } from "../dist/src/sandbox/sandbox.js";

const path = (relative) => fileURLToPath(new URL(`../${relative}`, import.meta.url));
const options = {
  botProgram: path("dist/programs/main.js"),
  pageDirectory: path("dist/sandbox-page"),
  port: 0,
  speed: 60,
};
const sandbox = await openSandbox(options);
const browser = await chromium.launch({
  executablePath: process.env["CHROMIUM"] ?? "/usr/bin/chromium",
  args: ["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
});
await mkdir(path("docs/images"), { recursive: true });

const window = { width: 1180, height: 860 };
const page = await browser.newPage({ viewport: window, deviceScaleFactor: 1.5 });
await page.goto(`${sandbox.url}?as=U0ALICE&channel=C0OPS`);

const actAs = (name) => page.getByRole("group", { name: "Acting as" }).getByRole("radio", { name }).check();
const enter = (room) => page.getByRole("navigation", { name: "Channels" }).getByRole("button", { name: room }).click();
const card = (title) => page.locator("article[data-ts]").filter({ hasText: title }).last();
async function type(line) {
  const composer = page.getByRole("textbox", { name: /^Message / }).first();
  await composer.fill(line);
  await composer.press("Enter");
}
async function picture(name, settled) {
  await settled.waitFor({ timeout: 60_000 });
  // Off what shows more under a pointer.
  await page.mouse.move(700, 4);
  await page.waitForTimeout(400);
  await page.screenshot({ path: path(`docs/images/${name}.png`) });
}

// An engineer grows a pool: nobody has to be asked.
await type("/pool scale prod-pool 6");
await picture("scale", card("Scale out prod/prod-pool").getByText(/Done/));

// Another asks for an upgrade, and cannot sign it off alone.
await actAs(/Dave/);
await page.reload();
await type('/pool upgrade staging/web-pool --batch 1 --reason "kubelet lags behind the control plane"');
const upgrade = card("Upgrade staging/web-pool");
await picture("sign-off", upgrade.getByRole("button", { name: "Approve" }));
await upgrade.getByRole("button", { name: "Approve" }).click();
await picture("own-approval", page.getByText("Only visible to you").last());

// An approver does, and all watch it.
await actAs(/Bob/);
await upgrade.getByRole("button", { name: "Approve" }).click();
await upgrade.getByText(/[1-9] of [0-9]/).waitFor({ timeout: 60_000 });
await upgrade.getByRole("button", { name: /repl/ }).click();
await picture("progress", page.getByRole("complementary", { name: "Thread" }));
await page.getByRole("button", { name: /Close/ }).first().click();

// Another upgrade is rejected, and tells why.
await actAs(/Alice/);
await type("/pool upgrade prod-pool");
await actAs(/Carol/);
await card("Upgrade prod/prod-pool").getByRole("button", { name: "Reject" }).click();
await page.getByRole("dialog").getByRole("textbox").fill("Not before the sale is over");
await page.getByRole("dialog").getByRole("button", { name: "Reject" }).click();
await picture("rejected", card("Upgrade prod/prod-pool").getByText("Rejected").first());

// A node does not come back from its upgrade.
sandbox.region.setFault({ kind: "break-node", pool: "prod-pool" }, true);
await actAs(/Alice/);
await type("/pool upgrade prod-pool --reason again");
await actAs(/Bob/);
await card("again").getByRole("button", { name: "Approve" }).click();
await picture("failed", card("again").getByText("What to do"));

// The nodes of that pool over time, with what was done to it.
await actAs(/Alice/);
await type("/pool history prod-pool --chart");
await page.getByText("The picture is in your direct messages").waitFor({ timeout: 60_000 });
await enter(/^Lifeguard(?! Home)/);
await picture("chart", page.getByRole("img", { name: /Nodes of prod\/prod-pool/ }));

// Somebody takes a node away in the console, another breaks: the team reads what it means, and what came before it.
await enter(/^team-shop/);
sandbox.region.movePool("gpu-pool", 3);
await card("Size · prod/gpu-pool").getByText("It has 3 nodes now").waitFor({ timeout: 60_000 });
sandbox.region.breakNode("gpu-pool");
const health = card("Health · prod/gpu-pool");
await health.getByText("1 of 3 nodes does not serve").waitFor({ timeout: 60_000 });
await actAs(/Bob/);
await enter(/^approvals/);
const repair = card("NvidiaDeviceLost");
await repair.getByRole("button", { name: "Approve" }).click({ timeout: 60_000 });
await actAs(/Carol/);
await enter(/^team-shop/);
await health.getByText("All 3 nodes serve again").waitFor({ timeout: 60_000 });
await health.getByRole("button", { name: /repl/ }).click();
await page.getByRole("main").getByRole("button", { name: /repl/ }).last().scrollIntoViewIfNeeded();
await picture("news", page.getByRole("complementary", { name: "Thread" }).getByText("All 3 nodes serve again").last());
await page.getByRole("button", { name: /Close/ }).first().click();

// What waits for an approver, what runs, and how the pools are.
await actAs(/Dave/);
await enter(/^ops/);
await type('/pool upgrade prod/default-nodepool --batch 1 --reason "kubelet lags behind the control plane"');
await actAs(/Carol/);
await card("Upgrade prod/default-nodepool").getByRole("button", { name: "Approve" }).click();
await card("Upgrade prod/default-nodepool").getByText("Running").waitFor({ timeout: 60_000 });
await actAs(/Dave/);
await type('/pool scale staging/web-pool 1 --reason "less traffic at night"');
await card("Scale in staging/web-pool").getByRole("button", { name: "Approve" }).waitFor();
await actAs(/Bob/);
await enter(/^Lifeguard Home/);
const home = page.getByRole("region", { name: "Lifeguard Home" });
await home.getByText("less traffic at night").waitFor({ timeout: 60_000 });
await page.setViewportSize({ width: 1180, height: 1040 });
await picture("home", home.getByText(/prod\/gpu-pool/).first());
await page.setViewportSize(window);

await sandbox.close();

// The same where a team speaks Chinese: the go-ahead after the first batch, and what somebody did in the console.
const chinese = await openSandbox({ ...options, language: "zh-CN" });
await page.goto(`${chinese.url}?as=U0ALICE&channel=C0OPS`);
await type('/pool upgrade staging/web-pool --batch 1 --pause first --reason "kubelet 落后于控制面"');
const paused = card("升级 staging/web-pool");
await paused.getByRole("button", { name: "批准" }).waitFor({ timeout: 60_000 });
await page.goto(`${chinese.url}?as=U0LIWEI&channel=C0OPS`);
await paused.getByRole("button", { name: "批准" }).click();
await paused.getByText("已完成 1/2 个节点，失败").waitFor({ timeout: 60_000 });
await paused.getByRole("button", { name: /repl/ }).click();
await picture("chinese-card", page.getByRole("complementary", { name: "Thread" }).getByText("ACK 已暂停任务"));
chinese.region.movePool("prod-pool", 4);
await page.goto(`${chinese.url}?as=U0LIWEI&channel=C0TEAM`);
await picture("chinese-news", card("节点数 · prod/prod-pool").getByText("现有 4 个节点"));

await browser.close();
await chinese.close();
