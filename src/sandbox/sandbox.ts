import { randomBytes } from "node:crypto";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { stringify } from "yaml";
import { createAcceleratedClock } from "./ack/clock.ts";
import type { Region } from "./ack/region.ts";
import { startRegion } from "./ack/server.ts";
import { createBotProcess } from "./bot-process.ts";
import { interfere } from "./interference.ts";
import type { Language } from "./page-protocol.ts";
import type { Workspace } from "./slack/options.ts";
import { startWorkspace } from "./slack/server.ts";

export interface SandboxOptions {
  /** The program of the bot, which runs as a process of its own with nothing but its documented environment. */
  readonly botProgram: string;
  /** The folder of the built page. */
  readonly pageDirectory: string;
  /** Where the page is wanted; a free port where that one is taken. 0: any free one. */
  readonly port?: number;
  /** Cloud seconds that pass in one second here. */
  readonly speed?: number;
  /** Of what all in a channel read; English where it is left out. */
  readonly language?: Language;
  /** Keys of `lifeguard.yml` that take the place of the sandbox's own. */
  readonly configuration?: Readonly<Record<string, unknown>>;
}

/** A running sandbox: a Slack workspace and an ACK region in miniature, and the real bot between them. */
export interface Sandbox {
  /** The page for a browser. */
  readonly url: string;
  readonly workspace: Workspace;
  readonly region: Region;
  close(): Promise<void>;
}

/** Thrown where the bot ended instead of starting; it has said why itself. */
export class BotNotStarted extends Error {
  override readonly name = "BotNotStarted";
}

const usualPort = 3000;
/** Fast enough to watch an upgrade over a cup of coffee's first sip, slow enough to see its batches. */
const usualSpeed = 30;
const accessKey = { id: "sandbox-key", secret: "sandbox-secret" };

/** What the bot is told: the clusters and people that the miniatures begin with. */
function configurationFor(region: Region, language: Language): Readonly<Record<string, unknown>> {
  return {
    clusters: region.pageCloud().clusters.map(({ name, id, region: at }) => ({ name, id, region: at })),
    channels: { notifications: ["C0APPROVALS", "C0TEAM"] },
    approvers: { default: { usergroup: "S0SRE" } },
    requesters: { usergroup: "S0ENG" },
    policies: [
      {
        name: language === "en" ? "ACK's own plans for batch-pool" : "batch-pool 的运维计划先审批",
        match: { pools: ["batch-pool"], changes: ["automated-plan"] },
        require: { approvals: 1 },
      },
    ],
    initiatives: { interval: "2s", plan_margin: "20s", unseen_after: "5s" },
    tracking: { poll_interval: "1s" },
  };
}

/** @throws BotNotStarted where it does not take the configuration */
export async function openSandbox(options: SandboxOptions): Promise<Sandbox> {
  const folder = await mkdtemp(join(tmpdir(), "lifeguard-sandbox-"));
  let closing = false;
  let language = options.language ?? "en";
  const clock = createAcceleratedClock(options.speed ?? usualSpeed);
  const region = await startRegion({
    clock,
    accessKeys: { [accessKey.id]: accessKey.secret },
    onChange: () => workspace.changed(),
  });
  const workspace: Workspace = await startWorkspace({
    port: await freePort(options.port ?? usualPort),
    page: { directory: options.pageDirectory },
    cloud: () => region.pageCloud(),
    bot: () => bot.state(),
    onSetFault({ fault, on }) {
      region.setFault(fault, on);
      return done;
    },
    onInterference: (wanted) => interfere(region, clock, wanted),
    async onRunBot(wanted) {
      if (wanted.do === "start") bot.start();
      else if (wanted.do === "stop") await bot.stop();
      else await bot.kill();
      return done;
    },
    language: () => language,
    async onSpeak(wanted) {
      language = wanted.language;
      await configure();
      if (bot.state() === "stopped") return done;
      await bot.stop();
      if (!closing) bot.start();
      return done;
    },
  });
  const configurationFile = join(folder, "lifeguard.yml");
  const configure = (): Promise<void> =>
    writeFile(
      configurationFile,
      stringify({ ...configurationFor(region, language), ...options.configuration, language }),
    );
  await configure();
  const bot = createBotProcess(
    options.botProgram,
    {
      SLACK_BOT_TOKEN: workspace.botToken,
      SLACK_APP_TOKEN: workspace.appToken,
      SLACK_API_URL: workspace.apiUrl,
      PORT: "0",
      ALIBABA_CLOUD_ACCESS_KEY_ID: accessKey.id,
      ALIBABA_CLOUD_ACCESS_KEY_SECRET: accessKey.secret,
      ALIBABA_CLOUD_CS_ENDPOINT: `http://${region.endpoint}`,
      LIFEGUARD_CONFIG: configurationFile,
      LIFEGUARD_DATA_DIR: join(folder, "data"),
      LIFEGUARD_STEP_UP_KEY: randomBytes(32).toString("hex"),
    },
    () => workspace.changed(),
  );
  const close = async (): Promise<void> => {
    closing = true;
    await bot.stop();
    await workspace.close();
    await region.close();
    await rm(folder, { recursive: true, force: true });
  };
  bot.start();
  await workspace.waitFor(() => workspace.connected() || bot.state() === "stopped", "the bot to connect", 30_000);
  if (bot.state() === "stopped") {
    await close();
    throw new BotNotStarted();
  }
  return { url: workspace.url, workspace, region, close };
}

const done = { ok: true, error: null } as const;

/** The wanted port, or 0 for any where it is taken. */
function freePort(wanted: number): Promise<number> {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once("error", () => resolve(0));
    probe.listen(wanted, "127.0.0.1", () => probe.close(() => resolve(wanted)));
  });
}
