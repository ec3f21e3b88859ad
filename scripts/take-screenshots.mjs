/** Takes the README's pictures from the running sandbox: npm run build && node scripts/take-screenshots.mjs */
import { mkdir } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { chromium } from "playwright-core";
import { openSandbox } from "../dist/src/sandbox/sandbox.js";

const path = (relative) => fileURLToPath(new URL(`../${relative}`, import.meta.url));
const sandbox = await openSandbox({
  botProgram: path("dist/src/main.js"),
  pageDirectory: path("dist/sandbox-page"),
  port: 0,
  speed: 60,
});
const browser = await chromium.launch({
  executablePath: process.env["CHROMIUM"] ?? "/usr/bin/chromium",
  args: ["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
});
await mkdir(path("docs/images"), { recursive: true });

const page = await browser.newPage({ viewport: { width: 1180, height: 860 }, deviceScaleFactor: 1.5 });
await page.goto(`${sandbox.url}?as=U0ALICE&channel=C0OPS`);

const actAs = (name) => page.getByRole("group", { name: "Acting as" }).getByRole("radio", { name }).check();
const card = (title) => page.locator("article[data-ts]").filter({ hasText: title }).last();
async function type(line) {
  const composer = page.getByRole("textbox", { name: /^Message / }).first();
  await composer.fill(line);
  await composer.press("Enter");
}
async function picture(name, settled) {
  await settled.waitFor({ timeout: 60_000 });
  await page.waitForTimeout(400);
  await page.screenshot({ path: path(`docs/images/${name}.png`) });
}

await type('/pool upgrade prod-pool --batch 1 --reason "kubelet lags behind the control plane"');
const upgrade = card("Upgrade prod/prod-pool");
await actAs(/Bob/);
await picture("sign-off", upgrade.getByRole("button", { name: "Approve" }));
await upgrade.getByRole("button", { name: "Approve" }).click();
await upgrade.getByText(/[12] of 3/).waitFor({ timeout: 60_000 });
await upgrade.getByRole("button", { name: /repl/ }).click();
await picture("progress", page.getByRole("complementary", { name: "Thread" }));

await browser.close();
await sandbox.close();
