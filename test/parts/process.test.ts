import { createHmac } from "node:crypto";
import { readdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { startProgram } from "../support/bot-process.ts";
import { cardIn, seen, setStage } from "../support/running-bot.ts";

const changes = (calls: readonly { readonly method: string; readonly action: string }[]): readonly string[] =>
  calls.filter(({ method }) => method !== "GET").map(({ action }) => action);

/** The operations that are on disk, as text. */
async function onDisk(folder: string): Promise<string> {
  const operations = join(folder, "data", "operations");
  const names = (await readdir(operations)).filter((name) => name.endsWith(".json"));
  return (await Promise.all(names.map((name) => readFile(join(operations, name), "utf8")))).join("\n");
}

describe("killed and started again", () => {
  it("cards that wait still work, and their operations run", async () => {
    const { workspace, region, environment, folder } = await setStage();
    const first = startProgram(environment);
    await workspace.waitFor(() => workspace.connected(), "the bot", 20_000);
    await workspace.type("U0ALICE", "C0OPS", "/pool upgrade prod-pool");
    const card = await cardIn(workspace, "C0OPS", /Upgrade/);
    await expect.poll(() => onDisk(folder)).toContain(card.ts);
    first.child.kill("SIGKILL");
    expect(await first.ended()).toBe("SIGKILL");
    await workspace.waitFor(() => !workspace.connected(), "the socket to go", 20_000);

    startProgram(environment);
    await workspace.waitFor(() => workspace.connected(), "the bot again", 20_000);
    await workspace.press("U0BOB", card, "approve");
    await seen(workspace, "U0ALICE", /Done.*3 nodes upgraded/, 25_000);
    expect(workspace.messages("C0OPS").filter(({ threadTs }) => threadTs === null)).toHaveLength(1);
    expect(changes(region.calls())).toEqual(["UpgradeClusterNodepool"]);
  });

  it("what runs is tracked on to its end, and nothing is sent twice", async () => {
    const { workspace, region, environment } = await setStage({ speed: 60 });
    const first = startProgram(environment);
    await workspace.waitFor(() => workspace.connected(), "the bot", 20_000);
    await workspace.type("U0ALICE", "C0OPS", "/pool scale prod-pool 6");
    await workspace.waitFor(() => changes(region.calls()).length > 0, "the call", 10_000);
    first.child.kill("SIGKILL");
    await workspace.waitFor(() => !workspace.connected(), "the socket to go", 20_000);

    startProgram(environment);
    await seen(workspace, "U0ALICE", /Done.*6 nodes in service/, 25_000);
    expect(changes(region.calls())).toEqual(["ModifyClusterNodePool"]);
  });

  it("leaves in peace when it is told to as soon as its socket stands", async () => {
    const { workspace, environment } = await setStage();
    const program = startProgram(environment);
    await workspace.waitFor(() => workspace.connected(), "the bot", 20_000);
    program.child.kill("SIGTERM");
    expect(await program.ended()).toBe(0);
    expect(workspace.connected()).toBe(false);
  });

  it("leaves in time when it is told to, and takes it up later", async () => {
    const { workspace, environment } = await setStage({ speed: 60 });
    const first = startProgram(environment);
    await workspace.waitFor(() => workspace.connected(), "the bot", 20_000);
    await workspace.type("U0ALICE", "C0OPS", "/pool scale prod-pool 6");
    await cardIn(workspace, "C0OPS", /Scale out/);
    first.child.kill("SIGTERM");
    expect(await first.ended()).toBe(0);

    startProgram(environment);
    await seen(workspace, "U0ALICE", /Done.*6 nodes in service/, 25_000);
  });
});

describe("a start that cannot be", () => {
  it.each([
    ["no bot token", { SLACK_BOT_TOKEN: "" }, /^SLACK_BOT_TOKEN is not set/],
    [
      "a token that Slack refuses",
      { SLACK_BOT_TOKEN: "xoxb-wrong" },
      /^SLACK_BOT_TOKEN does not open the workspace: auth\.test answered invalid_auth/,
    ],
    [
      "no configuration",
      { LIFEGUARD_CONFIG: "/nowhere/lifeguard.yml" },
      /^LIFEGUARD_CONFIG names .* which cannot be read/,
    ],
  ])("with %s stops with one line", async (_, wrong, line) => {
    const { environment } = await setStage();
    const program = startProgram({ ...environment, ...wrong });
    expect(await program.ended()).toBe(1);
    expect(program.errors().trim().split("\n")).toEqual([expect.stringMatching(line)]);
  });

  it("with a broken configuration names file and line", async () => {
    const { environment, folder } = await setStage();
    const file = join(folder, "broken.yml");
    await writeFile(file, "clusters: []\napprovrs: {}\n");
    const program = startProgram({ ...environment, LIFEGUARD_CONFIG: file });
    expect(await program.ended()).toBe(1);
    expect(program.errors()).toContain(`${file}:2: approvrs is not a setting; did you mean approvers?`);
  });

  it("in production without Slack does not open the sandbox", async () => {
    const program = startProgram({ NODE_ENV: "production" });
    expect(await program.ended()).toBe(1);
    expect(program.errors()).toMatch(/^SLACK_BOT_TOKEN is not set/);
  });
});

describe("over HTTP", () => {
  it("outlives a signed payload that is null, which Bolt leaves without an answer", async () => {
    const { workspace, environment } = await setStage({ transport: "http" });
    const program = startProgram(environment);
    const url = `http://127.0.0.1:${environment["PORT"]}`;
    const ready = async (): Promise<number> => (await fetch(`${url}/readyz`).catch(() => null))?.status ?? 0;
    await expect.poll(ready, { timeout: 20_000 }).toBe(200);
    const timestamp = String(Math.floor(Date.now() / 1_000));
    const body = "payload=null";
    const digest = createHmac("sha256", workspace.signingSecret).update(`v0:${timestamp}:${body}`).digest("hex");
    const headers = {
      "content-type": "application/x-www-form-urlencoded",
      "x-slack-request-timestamp": timestamp,
      "x-slack-signature": `v0=${digest}`,
    };
    await expect(fetch(`${url}/slack/events`, { method: "POST", body, headers })).rejects.toThrow("fetch failed");
    await workspace.type("U0ALICE", "C0OPS", "/pool scale prod-pool 6");
    await seen(workspace, "U0ALICE", /Done.*6 nodes in service/, 25_000);
    expect(program.child.exitCode).toBeNull();
  });
});

describe("health", () => {
  it("is alive at once and ready while Slack can reach it", async () => {
    const { workspace, environment, folder } = await setStage();
    const program = startProgram(environment);
    await workspace.waitFor(() => workspace.connected(), "the bot", 20_000);
    const status = async (path: string): Promise<number> =>
      (await fetch(`http://127.0.0.1:${environment["PORT"]}${path}`)).status;
    await expect.poll(() => status("/readyz"), { timeout: 5_000 }).toBe(200);
    expect(await status("/healthz")).toBe(200);
    workspace.disconnectSockets("refresh_requested");
    await expect.poll(() => status("/readyz"), { timeout: 5_000 }).toBe(503);
    await expect.poll(() => status("/readyz"), { timeout: 15_000 }).toBe(200);
    program.child.kill("SIGTERM");
    await program.ended();
    await rm(folder, { recursive: true, force: true });
  });
});
