/** What every bench stands on: a Slack and an ACK in miniature, and programs between them. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { createAcceleratedClock } from "../dist/src/sandbox/ack/clock.js";
import { clusterDocument, poolDocument } from "../dist/src/sandbox/ack/seed/documents.js";
import { startRegion } from "../dist/src/sandbox/ack/server.js";
import { defaultAssumptions } from "../dist/src/sandbox/slack/assumptions.js";
import { startWorkspace } from "../dist/src/sandbox/slack/server.js";

const path = (relative) => fileURLToPath(new URL(relative, import.meta.url));
const project = path("..");
const { scripts } = JSON.parse(await readFile(join(project, "package.json"), "utf8"));
/** What Node is started with; Lifeguard as `npm start` does. */
export const programs = {
  bare: [path("bare-app.mjs")],
  lifeguard: scripts.start.split(" ").slice(1),
};

const freePort = () =>
  new Promise((resolve) => {
    const probe = createServer().listen(0, "127.0.0.1", () => {
      const { port } = probe.address();
      probe.close(() => resolve(port));
    });
  });

const hexadecimal = (number) => number.toString(16).padStart(32, "0");

function seedOf(clusters, poolsEach) {
  const numbers = (count) => Array.from({ length: count }, (_, at) => at);
  return {
    chance: 1,
    quotas: { clusters, poolsPerCluster: poolsEach + 1, nodesPerCluster: 10_000 },
    clusters: numbers(clusters).map((cluster) => ({
      document: clusterDocument({
        id: `c${hexadecimal(cluster + 1)}`,
        name: `cluster-${cluster}`,
        version: "1.33.3-aliyun.1",
        nextVersion: "1.34.1-aliyun.1",
      }),
      addons: ["ack-node-problem-detector"],
      pools: numbers(poolsEach).map((pool) => ({
        document: poolDocument({
          id: `np${hexadecimal(cluster * 10_000 + pool + 1)}`,
          name: `pool-${pool}`,
          desiredSize: 1,
          kubelet: "1.32.7-aliyun.1",
          containerd: "1.6.38",
          instanceTypes: ["ecs.g7.2xlarge"],
          managed: true,
        }),
        nodes: [{ ageDays: 30 }],
      })),
    })),
  };
}

/**
 * @param speed cloud seconds in a second; 0.001: what was begun in the cloud goes on and on
 * @param stopwatch stands between Slack and the program
 */
export async function setStage({ transport = "socket", clusters = 1, poolsEach = 4, speed = 60, stopwatch } = {}) {
  const folder = await mkdtemp(join(tmpdir(), "lifeguard-bench-"));
  const seed = seedOf(clusters, poolsEach);
  const region = await startRegion({
    clock: createAcceleratedClock(speed),
    accessKeys: { key: "secret" },
    seed,
    assumptions: { throttles: false },
  });
  const port = await freePort();
  const workspace = await startWorkspace({
    assumptions: { rateLimits: { ...defaultAssumptions.rateLimits, enabled: false } },
    ...(transport === "http"
      ? { http: { requestUrl: `http://127.0.0.1:${stopwatch?.port ?? port}/slack/events` } }
      : {}),
    ...(stopwatch === undefined ? {} : { socketPort: stopwatch.port }),
  });
  stopwatch?.passTo(transport === "http" ? port : Number(new URL(workspace.apiUrl).port));
  const listed = seed.clusters.map(
    ({ document }) => `  - { name: ${document.name}, id: ${document.cluster_id}, region: cn-hangzhou }`,
  );
  const file = join(folder, "lifeguard.yml");
  await writeFile(file, `clusters:\n${listed.join("\n")}\napprovers: { default: { usergroup: S0SRE } }\n`);
  const running = new Set();

  return {
    region,
    workspace,
    data: join(folder, "data"),
    /** Starts a program and waits until it serves. Answers how long that took, in milliseconds. */
    async start(program) {
      const began = performance.now();
      const child = spawn(process.execPath, program, {
        cwd: project,
        env: {
          PATH: process.env.PATH,
          PORT: String(port),
          SLACK_BOT_TOKEN: workspace.botToken,
          SLACK_API_URL: workspace.apiUrl,
          ...(transport === "http"
            ? { SLACK_SIGNING_SECRET: workspace.signingSecret }
            : { SLACK_APP_TOKEN: workspace.appToken }),
          ALIBABA_CLOUD_ACCESS_KEY_ID: "key",
          ALIBABA_CLOUD_ACCESS_KEY_SECRET: "secret",
          ALIBABA_CLOUD_CS_ENDPOINT: `http://${region.endpoint}`,
          LIFEGUARD_CONFIG: file,
          LIFEGUARD_DATA_DIR: join(folder, "data"),
          LOG_LEVEL: "error",
        },
        stdio: ["ignore", "ignore", "inherit"],
      });
      running.add(child);
      const gone = once(child, "exit");
      const answers = async () => (await fetch(`http://127.0.0.1:${port}/readyz`).catch(() => null)) !== null;
      const serves = transport === "http" ? answers : async () => workspace.connected();
      while (!(await serves())) {
        if (child.exitCode !== null) throw new Error(`${program.at(-1)} ended with ${child.exitCode}`);
        await pause(5);
      }
      return {
        took: performance.now() - began,
        /** Megabytes that are in memory. */
        async memory() {
          const status = await readFile(`/proc/${child.pid}/status`, "utf8").catch(() => "");
          return Number(/VmRSS:\s+(\d+)/.exec(status)?.[1] ?? Number.NaN) / 1024;
        },
        async stop() {
          child.kill("SIGTERM");
          await gone;
          running.delete(child);
          const isLeaving = transport === "socket" ? () => workspace.connected() : () => false;
          while (isLeaving()) await pause(5);
        },
      };
    },
    async close() {
      for (const child of running) child.kill("SIGKILL");
      await workspace.close();
      await region.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

export const quantile = (times, share) => times.toSorted((a, b) => a - b)[Math.floor((times.length - 1) * share)];
export const median = (times) => quantile(times, 0.5);
export const print = (line) => process.stdout.write(`${line}\n`);
