import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { type Browser, chromium, type Locator, type Page } from "playwright-core";
import { onTestFinished } from "vitest";
import { openSandbox, type Sandbox } from "../../src/sandbox/sandbox.ts";

const executable = process.env["CHROMIUM"] ?? "/usr/bin/chromium";

/** Why no browser can be had; null where one can. */
export const noBrowser = existsSync(executable)
  ? null
  : `no Chromium at ${executable}: install it, or name one in CHROMIUM`;

/** The flags keep a browser that only visits loopback from looking for the rest of the world. */
export function launchBrowser(): Promise<Browser> {
  return chromium.launch({
    executablePath: executable,
    args: [
      "--no-sandbox",
      "--disable-gpu",
      "--disable-quic",
      "--no-first-run",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
    ],
  });
}

/** A sandbox of the test's own, with the built bot in a process of its own. */
export async function openTestSandbox(): Promise<Sandbox> {
  const built = (path: string): string => fileURLToPath(new URL(`../../dist/${path}`, import.meta.url));
  const sandbox = await openSandbox({
    botProgram: built("programs/main.js"),
    pageDirectory: built("sandbox-page"),
    port: 0,
    speed: 120,
  });
  onTestFinished(() => sandbox.close());
  return sandbox;
}

/** Somebody in front of the sandbox's page. */
export interface Visitor {
  readonly page: Page;
  /** Goes on as another person. */
  actAs(name: string): Promise<void>;
  /** Types a line into the open channel and sends it. */
  type(line: string): Promise<void>;
  enter(channel: string): Promise<void>;
  /** The newest message of the open channel with such words. */
  message(words: RegExp): Locator;
  /** Opens the app's Home. */
  home(): Promise<Locator>;
  /** The open thread. */
  thread(): Locator;
}

export async function visit(browser: Browser, sandbox: Sandbox): Promise<Visitor> {
  const page = await browser.newPage({ viewport: { width: 1440, height: 1000 } });
  page.setDefaultTimeout(15_000);
  const failures: string[] = [];
  page.on("pageerror", (error) => failures.push(error.message));
  onTestFinished(async () => {
    await page.close();
    if (failures.length > 0) throw new Error(`the page failed: ${failures.join("; ")}`);
  });
  await page.goto(`${sandbox.url}?as=U0ALICE&channel=C0OPS`);
  return {
    page,
    async actAs(name) {
      await page
        .getByRole("group", { name: "Acting as" })
        .getByRole("radio", { name: new RegExp(name) })
        .check();
    },
    async type(line) {
      const composer = page.getByRole("textbox", { name: /^Message / }).first();
      await composer.fill(line);
      await composer.press("Enter");
    },
    async enter(channel) {
      await page.getByRole("navigation", { name: "Channels" }).getByRole("button", { name: channel }).click();
    },
    async home() {
      await page.getByRole("navigation", { name: "Channels" }).getByRole("button", { name: "Lifeguard Home" }).click();
      return page.getByRole("region", { name: "Lifeguard Home" });
    },
    message: (words) => page.locator("article[data-ts]").filter({ hasText: words }).last(),
    thread: () => page.getByRole("complementary", { name: "Thread" }),
  };
}
