/**
 * No secret reaches a log, an error, an audit record or a state file, whatever goes wrong. The bot is the program itself, at the lowest
 * log level. The key of the audit log, where it lies beside it, is the one exception, and is documented.
 */
import { createHmac } from "node:crypto";
import { createServer } from "node:http";
import { readdir, readFile } from "node:fs/promises";
import { join, relative } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { type Process, startProgram } from "../support/bot-process.ts";
import { cardIn, seen, setStage, type Stage } from "../support/running-bot.ts";

const accessKey = { id: "LTAI5tHarbourHarbourHarb", secret: "a9Kd+3/harbourAccessKeySecret" };
const auditKey = "audit-key-of-the-harbour-0123456789";
const password = "Harbour-Gate-77";
/** Addresses that let anybody answer in the bot's name, as the miniature Slack makes them. */
const responseUrl = /\/(commands|actions)\/T0LIFEGUARD\/\d+\/[0-9a-f]{24}/;
const triggerInJson = /trigger_id[\\":\s]+\d+\.\d+\.[0-9a-f]+/;

async function filesBelow(folder: string): Promise<readonly { readonly name: string; readonly text: string }[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const paths = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  return Promise.all(paths.map(async (path) => ({ name: relative(folder, path), text: await readFile(path, "utf8") })));
}

/** Where a secret was found, by name; none where all is well. */
async function leaks(
  { workspace, folder }: Stage,
  program: Process,
  more: Readonly<Record<string, string>> = {},
): Promise<readonly string[]> {
  const secrets: Readonly<Record<string, string>> = {
    "bot token": workspace.botToken,
    "app token": workspace.appToken,
    "signing secret": workspace.signingSecret,
    "access key id": accessKey.id,
    "access key secret": accessKey.secret,
    "audit key": auditKey,
    password,
    ...more,
  };
  const places = [
    { name: "output", text: program.output() },
    ...(await filesBelow(join(folder, "data"))).filter(({ name }) => name !== join("audit", "key")),
  ];
  return places.flatMap(({ name, text }) => [
    ...Object.entries(secrets).flatMap(([what, value]) =>
      [value, encodeURIComponent(value)].some((spelling) => text.includes(spelling)) ? [`${what} in ${name}`] : [],
    ),
    ...(responseUrl.test(text) ? [`response URL in ${name}`] : []),
    ...(triggerInJson.test(text) ? [`trigger in ${name}`] : []),
  ]);
}

function start(stage: Stage, over: Readonly<Record<string, string>> = {}): Process {
  return startProgram({ ...stage.environment, LIFEGUARD_AUDIT_KEY: auditKey, LOG_LEVEL: "trace", ...over });
}

/** People at work, while the cloud and Slack fail in many ways. */
async function troubledDay({ workspace, region }: Stage): Promise<void> {
  await workspace.type("U0ALICE", "C0OPS", "/pool list");
  await workspace.type(
    "U0ALICE",
    "C0OPS",
    `/pool create prod/web --instance-types ecs.g7.xlarge --vswitches vsw-a --set scaling_group.login_password=${password} --reason x`,
  );
  await seen(workspace, "U0ALICE", /[Pp]assword/);
  await workspace.type("U0ALICE", "C0OPS", "/pool upgrade prod-pool");
  const card = await cardIn(workspace, "C0OPS", /Upgrade/);
  await workspace.press("U0CAROL", card, "reject");
  await workspace.waitFor(() => workspace.state("U0CAROL").views.at(-1), "the form");
  await workspace.press("U0ERIN", card, "approve");
  const refused = { kind: "error", action: "UpgradeClusterNodepool", status: 403, code: "Forbidden.RAM" } as const;
  region.setFault(refused, true);
  await workspace.press("U0BOB", card, "approve");
  await cardIn(workspace, "C0OPS", /Failed/);
  region.setFault({ kind: "drop", action: "*" }, true);
  await workspace.type("U0ALICE", "C0OPS", "/pool show prod-pool");
  await seen(workspace, "U0ALICE", /did not answer|reach|No answer|not tell/i);
  region.setFault({ kind: "drop", action: "*" }, false);
  for (const method of ["users.info", "chat.postMessage", "chat.postEphemeral", "response_url"]) {
    workspace.setFault({ kind: "server-error", method, status: 500, when: "before", times: 2 });
    workspace.setFault({ kind: "platform-error", method, error: "internal_error", times: 1 });
  }
  await workspace.type("U0DAVE", "C0OPS", "/pool scale batch-pool 2");
  await workspace.press("U0ERIN", card, "approve");
  workspace.clearFaults();
  workspace.revokeToken("bot");
  await workspace.type("U0DAVE", "C0OPS", "/pool scale prod-pool 6");
  await workspace.press("U0ERIN", card, "reject");
}

async function stopped(program: Process): Promise<void> {
  program.child.kill("SIGTERM");
  await program.ended();
}

describe("secrets stay where they belong", () => {
  it("in Socket Mode, through refused calls, broken connections and revoked tokens", async () => {
    const stage = await setStage({ accessKey });
    const program = start(stage);
    await stage.workspace.waitFor(() => stage.workspace.connected(), "the bot", 20_000);
    await troubledDay(stage);
    stage.workspace.revokeToken("app");
    stage.workspace.disconnectSockets("refresh_requested");
    await expect.poll(() => program.output(), { timeout: 20_000 }).toMatch(/token_revoked/);
    await stopped(program);
    // It did log what happened, at the lowest level: otherwise nothing could be found in it.
    expect(program.output()).toMatch(/"level":20/);
    expect(program.output()).toMatch(/cloud call failed/);
    expect((await filesBelow(join(stage.folder, "data"))).length).toBeGreaterThanOrEqual(3);
    expect(await leaks(stage, program)).toEqual([]);
  }, 90_000);

  it("over HTTP, with signatures that are wrong and requests that make no sense", async () => {
    const stage = await setStage({ transport: "http", accessKey });
    const program = start(stage);
    const url = `http://127.0.0.1:${stage.environment["PORT"]}`;
    const status = (path: string): Promise<number> =>
      fetch(`${url}${path}`).then(
        (answer) => answer.status,
        () => 0,
      );
    await expect.poll(() => status("/readyz"), { timeout: 20_000 }).toBe(200);
    const timestamp = String(Math.floor(Date.now() / 1_000));
    const sign = (secret: string, body: string): string =>
      `v0=${createHmac("sha256", secret).update(`v0:${timestamp}:${body}`).digest("hex")}`;
    const signatures: string[] = [];
    for (const [secret, body] of [
      ["another secret", `command=/pool&token=verify-me-not-0123`],
      [stage.workspace.signingSecret, "payload=%7Bnonsense"],
      [
        stage.workspace.signingSecret,
        "payload=%7B%22type%22%3A%22block_actions%22%2C%22token%22%3A%22verify-me-not-0123%22%7D",
      ],
    ] as const) {
      const signature = sign(secret, body);
      signatures.push(signature);
      await fetch(`${url}/slack/events`, {
        method: "POST",
        body,
        headers: {
          "content-type": "application/x-www-form-urlencoded",
          "x-slack-request-timestamp": timestamp,
          "x-slack-signature": signature,
        },
      });
    }
    await troubledDay(stage);
    await stopped(program);
    const others = Object.fromEntries(signatures.map((signature, number) => [`signature ${number}`, signature]));
    expect(program.output()).toMatch(/cloud call failed/);
    expect(await leaks(stage, program, { ...others, "verification token": "verify-me-not-0123" })).toEqual([]);
  }, 90_000);

  it("where the cloud answers with all that it was sent", async () => {
    const securityToken = "CAIS-harbour-security-token-0123456789abcdef";
    const stage = await setStage({ accessKey });
    const cloud = createServer((request, response) => {
      const sent = Object.entries(request.headers).map(([name, value]) => `${name}:${String(value)}`);
      const message = `Specified signature does not match our calculation. server string to sign is:GET\n${sent.join("\n")}`;
      response.writeHead(400, { "content-type": "application/json" });
      response.end(JSON.stringify({ code: "SignatureDoesNotMatch", message, requestId: "R-1", status: 400 }));
    });
    await new Promise<void>((resolve) => cloud.listen(0, "127.0.0.1", resolve));
    onTestFinished(() => void cloud.close());
    const address = cloud.address();
    const port = typeof address === "object" && address !== null ? address.port : 0;
    const program = start(stage, {
      ALIBABA_CLOUD_CS_ENDPOINT: `http://127.0.0.1:${port}`,
      ALIBABA_CLOUD_SECURITY_TOKEN: securityToken,
    });
    const { workspace } = stage;
    await workspace.waitFor(() => workspace.connected(), "the bot", 20_000);
    await workspace.type("U0ALICE", "C0OPS", "/pool scale prod-pool 6");
    const answer = await seen(workspace, "U0ALICE", /SignatureDoesNotMatch/);
    await stopped(program);
    expect(JSON.stringify(answer)).not.toContain(securityToken);
    expect(program.output()).toMatch(/SignatureDoesNotMatch/);
    expect(await leaks(stage, program, { "security token": securityToken })).toEqual([]);
  }, 60_000);

  it.each([
    ["a bot token that Slack refuses", { SLACK_BOT_TOKEN: "xoxb-harbour-wrong-0123456789" }],
    ["an app token that Slack refuses", { SLACK_APP_TOKEN: "xapp-harbour-wrong-0123456789" }],
    ["a Slack that does not answer", { SLACK_API_URL: "http://127.0.0.1:9/api/" }],
    ["an access key in the wrong variable", { SLACK_BOT_TOKEN: accessKey.secret }],
    ["a key that is too short", { LIFEGUARD_AUDIT_KEY: "short-harbour-key" }],
  ])(
    "when it cannot start with %s",
    async (_, wrong: Readonly<Record<string, string>>) => {
      const stage = await setStage({ accessKey });
      const program = start(stage, wrong);
      await expect.poll(() => program.output(), { timeout: 20_000 }).not.toBe("");
      await Promise.race([program.ended(), new Promise((resolve) => setTimeout(resolve, 1_500))]);
      const found = Object.values(wrong).filter(
        (value) => !value.startsWith("http") && program.output().includes(value),
      );
      expect(found).toEqual([]);
      program.child.kill("SIGKILL");
      await program.ended();
      expect(program.output()).not.toContain(accessKey.secret);
    },
    40_000,
  );
});
