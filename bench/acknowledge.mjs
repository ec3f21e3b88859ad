/**
 * How long a slash command waits for its acknowledgement, while every call to the cloud hangs: Lifeguard against a bare Bolt app under the
 * same load, in turns. npm run build && node bench/acknowledge.mjs
 */
import { spawn } from "node:child_process";
import { createHmac, randomUUID } from "node:crypto";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { createAcceleratedClock } from "../dist/src/sandbox/ack/clock.js";
import { startRegion } from "../dist/src/sandbox/ack/server.js";
import { startWorkspace } from "../dist/src/sandbox/slack/server.js";

const requests = 200;
/** In a second: more than a workspace of thousands types. */
const rate = 20;
const turns = 3;

const path = (relative) => fileURLToPath(new URL(relative, import.meta.url));
const freePort = () =>
  new Promise((resolve) => {
    const probe = createServer().listen(0, "127.0.0.1", () => {
      const { port } = probe.address();
      probe.close(() => resolve(port));
    });
  });

const folder = await mkdtemp(join(tmpdir(), "lifeguard-bench-"));
const region = await startRegion({ clock: createAcceleratedClock(1), accessKeys: { key: "secret" } });
region.setFault({ kind: "hang", action: "*" }, true);
const workspace = await startWorkspace({ http: { requestUrl: "http://127.0.0.1:1/slack/events" } });
await writeFile(
  join(folder, "lifeguard.yml"),
  "clusters: [{ name: prod, id: c1, region: cn-hangzhou }]\napprovers: { default: { users: [U0BOB] } }\n",
);

async function start(program) {
  const port = await freePort();
  const child = spawn(process.execPath, [path(program)], {
    env: {
      PATH: process.env.PATH,
      PORT: String(port),
      SLACK_BOT_TOKEN: workspace.botToken,
      SLACK_SIGNING_SECRET: workspace.signingSecret,
      SLACK_API_URL: workspace.apiUrl,
      ALIBABA_CLOUD_ACCESS_KEY_ID: "key",
      ALIBABA_CLOUD_ACCESS_KEY_SECRET: "secret",
      ALIBABA_CLOUD_CS_ENDPOINT: `http://${region.endpoint}`,
      LIFEGUARD_CONFIG: join(folder, "lifeguard.yml"),
      LIFEGUARD_DATA_DIR: join(folder, "data"),
      LOG_LEVEL: "error",
    },
    stdio: ["ignore", "ignore", "inherit"],
  });
  const url = `http://127.0.0.1:${port}/slack/events`;
  for (let tries = 0; tries < 200; tries += 1) {
    if ((await fetch(url).catch(() => null)) !== null) return { url, stop: () => child.kill() };
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error(`${program} does not answer`);
}

async function acknowledge(url) {
  const body = new URLSearchParams({
    command: "/pool",
    text: "list",
    user_id: "U0ALICE",
    channel_id: "C0OPS",
    team_id: "T0LIFEGUARD",
    trigger_id: randomUUID(),
    response_url: `${workspace.url}/nowhere`,
  }).toString();
  const timestamp = String(Math.floor(Date.now() / 1000));
  const digest = createHmac("sha256", workspace.signingSecret).update(`v0:${timestamp}:${body}`).digest("hex");
  const headers = {
    "content-type": "application/x-www-form-urlencoded",
    "x-slack-request-timestamp": timestamp,
    "x-slack-signature": `v0=${digest}`,
  };
  const began = performance.now();
  const response = await fetch(url, { method: "POST", headers, body });
  await response.arrayBuffer();
  if (response.status !== 200) throw new Error(`answered ${response.status}`);
  return performance.now() - began;
}

async function load(url) {
  const sent = [];
  for (let number = 0; number < requests; number += 1) {
    sent.push(acknowledge(url));
    await new Promise((resolve) => setTimeout(resolve, 1000 / rate));
  }
  return Promise.all(sent);
}

const quantile = (times, q) => times.toSorted((a, b) => a - b)[Math.floor((times.length - 1) * q)];
const peers = { bare: await start("bare-app.mjs"), lifeguard: await start("../dist/src/main.js") };
const seen = { bare: [], lifeguard: [] };
for (const { url } of Object.values(peers)) await load(url);
for (let turn = 0; turn < turns; turn += 1) {
  for (const [name, { url }] of Object.entries(peers)) seen[name].push(...(await load(url)));
}
for (const q of [0.5, 0.99]) {
  const [bare, ours] = [quantile(seen.bare, q), quantile(seen.lifeguard, q)];
  process.stdout.write(
    `p${q * 100}: bare ${bare.toFixed(1)} ms, Lifeguard ${ours.toFixed(1)} ms, ratio ${(ours / bare).toFixed(2)}\n`,
  );
}
for (const { stop } of Object.values(peers)) stop();
await workspace.close();
await region.close();
await rm(folder, { recursive: true, force: true });
process.exit(0);
