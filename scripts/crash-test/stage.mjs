import { randomBytes } from "node:crypto";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Client } from "pg";
import { createAcceleratedClock } from "../../dist/src/sandbox/ack/clock.js";
import { clusterDocument, poolDocument } from "../../dist/src/sandbox/ack/seed/documents.js";
import { startRegion } from "../../dist/src/sandbox/ack/server.js";
import { defaultAssumptions } from "../../dist/src/sandbox/slack/assumptions.js";
import { startWorkspace } from "../../dist/src/sandbox/slack/server.js";

const names = { clusters: ["east", "west", "south"], pools: ["web", "batch", "cache", "jobs"] };
const hexadecimal = (number, digits) => number.toString(16).padStart(digits, "0");

/** Pools by what people type. */
export const pools = names.clusters.flatMap((cluster) => names.pools.map((pool) => `${cluster}/${pool}`));
/** Where people type, and what may be read there needs scopes that the manifest leaves out. */
export const channels = ["C0OPS", "C0APPROVALS", "C0TEAM"];
const scopes = ["commands", "chat:write", "users:read", "usergroups:read", "files:write", "files:read"];
const reading = ["channels:read", "groups:read", "channels:history", "groups:history"];

const seed = {
  chance: 20_261_121,
  quotas: { clusters: 50, poolsPerCluster: 20, nodesPerCluster: 1_000 },
  clusters: names.clusters.map((cluster, place) => ({
    document: clusterDocument({
      id: `c${hexadecimal(place + 1, 32)}`,
      name: cluster,
      version: "1.33.3-aliyun.1",
      nextVersion: "1.34.1-aliyun.1",
    }),
    addons: ["ack-node-problem-detector"],
    pools: names.pools.map((name, at) => ({
      document: poolDocument({
        id: `np${hexadecimal(place * 16 + at + 1, 32)}`,
        name,
        desiredSize: 3,
        kubelet: "1.32.7-aliyun.1",
        containerd: "1.6.38",
        instanceTypes: ["ecs.g7.2xlarge"],
        managed: true,
      }),
      nodes: [{ ageDays: 90 }, { ageDays: 60 }, { ageDays: 30 }],
    })),
  })),
};

/** A database of this run's own on the server of a URL. */
async function createDatabase(server) {
  const name = `lifeguard_crash_test_${randomBytes(6).toString("hex")}`;
  const ask = async (statement) => {
    const client = new Client({ connectionString: server });
    await client.connect();
    await client.query(statement).finally(() => client.end());
  };
  await ask(`create database ${name}`);
  const url = new URL(server);
  url.pathname = `/${name}`;
  return { url: url.href, drop: () => ask(`drop database if exists ${name} with (force)`) };
}

/**
 * A Slack and an ACK in miniature, and what a bot between them is told.
 * @param server URL of a PostgreSQL server, where replicas are to share a database; null: files
 */
export async function setStage(server) {
  const database = server === null ? null : await createDatabase(server);
  const folder = await mkdtemp(join(tmpdir(), "lifeguard-crash-test-"));
  const region = await startRegion({ clock: createAcceleratedClock(1_200), accessKeys: { key: "secret" }, seed });
  const workspace = await startWorkspace({
    assumptions: { ...defaultAssumptions, rateLimits: { ...defaultAssumptions.rateLimits, scale: 100 } },
    scopes: [...scopes, ...reading],
  });
  const clusters = seed.clusters.map(
    ({ document }) => `  - { name: ${document.name}, id: ${document.cluster_id}, region: cn-hangzhou }`,
  );
  const file = join(folder, "lifeguard.yml");
  await writeFile(
    file,
    `clusters:
${clusters.join("\n")}
channels: { notifications: [C0TEAM] }
approvers: { default: { usergroup: S0SRE } }
requesters: { usergroup: S0ENG }
policies:
  - { name: upgrades take two, match: { changes: [upgrade] }, require: { approvals: 2 } }
tracking: { poll_interval: 1s${database === null ? "" : ", take_over_after: 5s"} }
`,
  );
  const environment = {
    PATH: process.env.PATH,
    PORT: "0",
    SLACK_BOT_TOKEN: workspace.botToken,
    SLACK_APP_TOKEN: workspace.appToken,
    ALIBABA_CLOUD_ACCESS_KEY_ID: "key",
    ALIBABA_CLOUD_ACCESS_KEY_SECRET: "secret",
    LIFEGUARD_CONFIG: file,
    LIFEGUARD_DATA_DIR: join(folder, "data"),
    LOG_LEVEL: "warn",
    ...(database === null ? {} : { DATABASE_URL: database.url, LIFEGUARD_AUDIT_KEY: "k".repeat(32) }),
  };
  return {
    folder,
    data: join(folder, "data"),
    database: database?.url ?? null,
    region,
    workspace,
    environment,
    async tearDown() {
      await workspace.close();
      await region.close();
    },
    async forget() {
      await database?.drop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
