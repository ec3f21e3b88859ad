import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { onTestFinished } from "vitest";
import { startLifeguard } from "../../src/composition.ts";
import { readConfiguration } from "../../src/configuration/configuration.ts";
import { readEnvironment } from "../../src/configuration/environment.ts";
import type { Clock } from "../../src/engine/ports.ts";
import { createLog } from "../../src/log.ts";
import { createAcceleratedClock } from "../../src/sandbox/ack/clock.ts";
import type { Region } from "../../src/sandbox/ack/region.ts";
import { startRegion } from "../../src/sandbox/ack/server.ts";
import { defaultAssumptions } from "../../src/sandbox/slack/assumptions.ts";
import type { PageMessage } from "../../src/sandbox/page-protocol.ts";
import type { Workspace } from "../../src/sandbox/slack/options.ts";
import { startWorkspace } from "../../src/sandbox/slack/server.ts";
import { freePort } from "./free-port.ts";
import { temporaryFolder } from "./temporary-folder.ts";

export interface Stage {
  readonly workspace: Workspace;
  readonly region: Region;
  /** The bot's documented environment. */
  readonly environment: Readonly<Record<string, string>>;
  readonly folder: string;
}

export interface StageOptions {
  readonly transport?: "socket" | "http";
  /** Cloud seconds in one second of the test. */
  readonly speed?: number;
  /** What opens the miniature ACK. */
  readonly accessKey?: { readonly id: string; readonly secret: string };
  /** Granted beside those of the manifest. */
  readonly scopes?: readonly string[];
  /** Added to the environment. */
  readonly environment?: Readonly<Record<string, string>>;
  /** Added to the configuration file. */
  readonly configuration?: string;
  /** The bot's time, where it is not this machine's. */
  readonly clock?: Clock;
}

/** A miniature Slack and a miniature ACK of the test's own, and the environment that leads a bot to them. */
export async function setStage(options: StageOptions = {}): Promise<Stage> {
  const folder = await temporaryFolder();
  const { accessKey = { id: "key", secret: "secret" } } = options;
  const region = await startRegion({
    clock: createAcceleratedClock(options.speed ?? 600),
    accessKeys: { [accessKey.id]: accessKey.secret },
  });
  const port = await freePort();
  const workspace = await startWorkspace({
    ...(options.transport === "http" ? { http: { requestUrl: `http://127.0.0.1:${port}/slack/events` } } : {}),
    assumptions: { rateLimits: { ...defaultAssumptions.rateLimits, scale: 100 } },
    scopes: [
      "commands",
      "chat:write",
      "users:read",
      "usergroups:read",
      "files:write",
      "files:read",
      "channels:read",
      "groups:read",
      ...(options.scopes ?? []),
    ],
  });
  onTestFinished(async () => {
    await workspace.close();
    await region.close();
  });
  const clusters = region
    .pageCloud()
    .clusters.map(({ name, id, region: at }) => `{ name: ${name}, id: ${id}, region: ${at} }`);
  const file = join(folder, "lifeguard.yml");
  await writeFile(
    file,
    `clusters: [${clusters.join(", ")}]
${options.configuration?.includes("approvers:") === true ? "" : "approvers: { default: { usergroup: S0SRE } }"}
requesters: { usergroup: S0ENG }
tracking: { poll_interval: 1s, take_over_after: 3s }
${options.configuration ?? ""}
`,
  );
  const slack =
    options.transport === "http"
      ? { SLACK_SIGNING_SECRET: workspace.signingSecret }
      : { SLACK_APP_TOKEN: workspace.appToken };
  return {
    workspace,
    region,
    folder,
    environment: {
      ...slack,
      SLACK_BOT_TOKEN: workspace.botToken,
      SLACK_API_URL: workspace.apiUrl,
      PORT: String(port),
      ALIBABA_CLOUD_ACCESS_KEY_ID: accessKey.id,
      ALIBABA_CLOUD_ACCESS_KEY_SECRET: accessKey.secret,
      ALIBABA_CLOUD_CS_ENDPOINT: `http://${region.endpoint}`,
      LIFEGUARD_CONFIG: file,
      LIFEGUARD_DATA_DIR: join(folder, "data"),
      LOG_LEVEL: process.env["LOG_LEVEL"] ?? "silent",
      ...options.environment,
    },
  };
}

type StageWithBot = Stage & { stopBot(): Promise<void>; restart(): Promise<void> };

/** A stage with a bot on it, in this process. */
export async function startBot(options: StageOptions = {}): Promise<StageWithBot> {
  return startOn(await setStage(options), options.clock);
}

/** A bot on a stage that stands already. */
export async function startOn(stage: Stage, clock?: Clock): Promise<StageWithBot> {
  const environment = readEnvironment(stage.environment, () => "");
  const { readFile } = await import("node:fs/promises");
  const configuration = readConfiguration(await readFile(environment.configurationFile, "utf8"), "lifeguard.yml");
  const start = (): ReturnType<typeof startLifeguard> =>
    startLifeguard(environment, configuration, createLog(environment.logLevel, environment.secrets), clock);
  let bot: Awaited<ReturnType<typeof startLifeguard>> | null = await start();
  const stopBot = async (): Promise<void> => {
    const running = bot;
    bot = null;
    await running?.stop(3_000);
  };
  // Before the stage is taken down: cleanups run in reverse order.
  onTestFinished(stopBot);
  return {
    ...stage,
    stopBot,
    async restart() {
      await stopBot();
      bot = await start();
    },
  };
}

/** Resolves with the newest message that somebody sees and that has such words. */
export function seen(workspace: Workspace, as: string, words: RegExp, within = 10_000): Promise<PageMessage> {
  return workspace.waitFor(
    () => workspace.state(as).messages.findLast((message) => words.test(shownText(message))),
    `${as} to see ${words}`,
    within,
  );
}

/** All that a message shows. */
function shownText(message: PageMessage): string {
  return `${message.text}\n${JSON.stringify(message.blocks)}`;
}

/** The card of an operation in a channel. */
export function cardIn(workspace: Workspace, channel: string, words: RegExp): Promise<PageMessage> {
  return workspace.waitFor(
    () =>
      workspace.messages(channel).findLast((message) => message.threadTs === null && words.test(shownText(message))),
    `a card with ${words} in ${channel}`,
    10_000,
  );
}
