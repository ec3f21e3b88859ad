import { spawn } from "node:child_process";
import { createHmac, randomUUID } from "node:crypto";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { startProgram } from "../support/bot-process.ts";
import { query } from "../support/database.ts";
import { auditKey, type Replica, type ReplicaStage, setReplicaStage } from "../support/replicas.ts";
import { cardIn, seen } from "../support/running-bot.ts";

const mutations = ({ region }: ReplicaStage): readonly string[] =>
  region
    .calls()
    .filter(({ method }) => method !== "GET")
    .map(({ action }) => action);

const cards = ({ workspace }: ReplicaStage): number =>
  workspace.messages("C0OPS").filter(({ threadTs }) => threadTs === null).length;

async function kill(replica: Replica): Promise<void> {
  replica.child.kill("SIGKILL");
  expect(await replica.ended()).toBe("SIGKILL");
}

const otherThan = (one: Replica, replicas: readonly Replica[]): Replica => {
  const other = replicas.find((replica) => replica !== one);
  if (other === undefined) throw new Error("there is one replica alone");
  return other;
};

/** Runs `npm run audit verify` on the database. */
async function verifyAudit({ database }: ReplicaStage): Promise<{ code: unknown; text: string }> {
  const program = fileURLToPath(new URL("../../dist/programs/audit.js", import.meta.url));
  const child = spawn(process.execPath, [program, "verify"], {
    env: { PATH: process.env["PATH"] ?? "", DATABASE_URL: database, LIFEGUARD_AUDIT_KEY: auditKey },
  });
  let text = "";
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk: Buffer) => (text += chunk.toString()));
  const [code]: unknown[] = await once(child, "close");
  return { code, text };
}

/** Everything that the audit log has of votes and submissions, oldest first. */
async function auditedKinds({ database }: ReplicaStage): Promise<readonly string[]> {
  const rows = await query(
    database,
    "select record->'entry'->>'kind' as kind from audit where step is not null order by sequence",
  );
  return rows.map(({ kind }) => String(kind));
}

describe("two replicas", () => {
  it("serve one workspace: one carries, either decides, the cloud is called once", async () => {
    const stage = await setReplicaStage();
    const { workspace } = stage;
    const replicas = [await stage.startReplica(), await stage.startReplica()];
    await workspace.type("U0ALICE", "C0OPS", "/pool upgrade prod-pool");
    const card = await cardIn(workspace, "C0OPS", /Upgrade/);
    // Requests go to the sockets in turn: of these, some come to the one that does not carry it.
    await Promise.all(["U0BOB", "U0CAROL", "U0BOB", "U0ALICE"].map((user) => workspace.press(user, card, "approve")));
    await seen(workspace, "U0ALICE", /Done.*3 nodes upgraded/, 25_000);
    expect(mutations(stage)).toEqual(["UpgradeClusterNodepool"]);
    expect(cards(stage)).toBe(1);
    expect((await auditedKinds(stage)).filter((kind) => kind === "voted")).toHaveLength(1);
    expect(await verifyAudit(stage)).toMatchObject({ code: 0 });
    expect(existsSync(stage.environment["LIFEGUARD_DATA_DIR"] ?? "")).toBe(false);
    for (const replica of replicas) {
      replica.child.kill("SIGTERM");
      expect(await replica.ended()).toBe(0);
    }
  }, 60_000);

  it("lose none: the one that carries a waiting card is killed, and a click at the other runs it", async () => {
    const stage = await setReplicaStage();
    const { workspace } = stage;
    const replicas = [await stage.startReplica(), await stage.startReplica()];
    await workspace.type("U0ALICE", "C0OPS", "/pool upgrade prod-pool");
    const card = await cardIn(workspace, "C0OPS", /Upgrade/);
    await kill(await stage.carrierAmong(replicas));
    await workspace.press("U0BOB", card, "approve").catch(() => {});
    await workspace.press("U0BOB", card, "approve").catch(() => {});
    await seen(workspace, "U0ALICE", /Done.*3 nodes upgraded/, 40_000);
    expect(mutations(stage)).toEqual(["UpgradeClusterNodepool"]);
    expect(cards(stage)).toBe(1);
    expect(await verifyAudit(stage)).toMatchObject({ code: 0 });
  }, 90_000);

  it("lose none: the one that carries a running change is killed, and the other tells its end", async () => {
    const stage = await setReplicaStage({ speed: 60 });
    const { workspace } = stage;
    const replicas = [await stage.startReplica(), await stage.startReplica()];
    await workspace.type("U0ALICE", "C0OPS", "/pool scale prod-pool 6");
    await workspace.waitFor(() => mutations(stage).length > 0, "the call", 15_000);
    await kill(await stage.carrierAmong(replicas));
    await seen(workspace, "U0ALICE", /Done.*6 nodes in service/, 40_000);
    expect(mutations(stage)).toEqual(["ModifyClusterNodePool"]);
    expect(cards(stage)).toBe(1);
    expect(await verifyAudit(stage)).toMatchObject({ code: 0 });
  }, 90_000);

  it("hand over at once when one is told to leave", async () => {
    const stage = await setReplicaStage({ speed: 60 });
    const { workspace } = stage;
    const replicas = [await stage.startReplica(), await stage.startReplica()];
    await workspace.type("U0ALICE", "C0OPS", "/pool scale prod-pool 6");
    await workspace.waitFor(() => mutations(stage).length > 0, "the call", 15_000);
    const leaving = await stage.carrierAmong(replicas);
    leaving.child.kill("SIGTERM");
    expect(await leaving.ended()).toBe(0);
    expect(await stage.carrierAmong(replicas)).toBe(otherThan(leaving, replicas));
    await seen(workspace, "U0ALICE", /Done.*6 nodes in service/, 25_000);
    expect(mutations(stage)).toEqual(["ModifyClusterNodePool"]);
  }, 60_000);

  it("are held by a freeze that was typed at either", async () => {
    const stage = await setReplicaStage();
    const { workspace } = stage;
    await stage.startReplica();
    await stage.startReplica();
    await workspace.type("U0ALICE", "C0OPS", "/pool freeze prod 2d sale");
    await seen(workspace, "U0ALICE", /froze `prod`/);
    // One after the other, so that each of the two is asked.
    for (const pool of ["prod-pool", "prod-pool"]) {
      await workspace.type("U0ALICE", "C0OPS", `/pool scale ${pool} 6`);
    }
    await cardIn(workspace, "C0OPS", /the change freeze `prod: sale` lasts/);
    expect(mutations(stage)).toEqual([]);
  }, 60_000);
});

describe("what happens by itself", () => {
  const team = "C0TEAM";
  const prod = "c61da77e8bfbc4c4c999af2b51b65";
  const configuration = `channels: { approvals: C0OPS, notifications: [${team}], audit: C0APPROVALS }
initiatives: { interval: 1s }`;
  const mains = ({ workspace }: ReplicaStage, words: RegExp): readonly string[] =>
    workspace
      .messages(team)
      .filter(({ threadTs }) => threadTs === null)
      .map(({ blocks }) => JSON.stringify(blocks))
      .filter((shown) => words.test(shown));
  const label = (value: string) => ({ kubernetes_config: { labels: [{ key: "team", value }] } });
  const told = (stage: ReplicaStage, words: RegExp): Promise<unknown> =>
    stage.workspace.waitFor(() => mains(stage, words).length > 0, `${words} to be told`, 40_000);
  /** Resolves when every cluster has been looked at: by the first look nothing is told. */
  async function watched({ database, region }: ReplicaStage): Promise<void> {
    const { length } = region.pageCloud().clusters;
    await expect.poll(() => query(database, "select cluster from watched"), { timeout: 20_000 }).toHaveLength(length);
  }

  it("is told once by two replicas: a plan by its card, a change by its story; and once by the other when one is killed", async () => {
    const stage = await setReplicaStage({ configuration });
    const { workspace, region } = stage;
    const replicas = [await stage.startReplica(), await stage.startReplica()];
    await watched(stage);
    const schedule = (pool: string, hours: number): RegExp => {
      const start = new Date(region.state.now + hours * 3_600_000);
      return new RegExp(region.schedulePlan({ cluster: prod, pool, type: "CVE_FIX", start }));
    };
    const plan = schedule("prod-pool", 400);
    region.changePool("gpu-pool", label("vision"));
    await Promise.all([told(stage, plan), told(stage, /Configuration · prod\/gpu-pool/)]);
    // Typed at either, and told by whoever leads.
    await workspace.type("U0ALICE", "C0OPS", "/pool watch prod/gpu-pool");
    await seen(workspace, "U0BOB", /had this channel follow `prod\/gpu-pool`/);

    const leader = await stage.leaderAmong(replicas);
    await kill(leader);
    const later = schedule("gpu-pool", 500);
    region.changePool("batch-pool", label("data"));
    region.changePool("gpu-pool", label("speech"));
    await Promise.all([told(stage, later), told(stage, /Configuration · prod\/batch-pool/)]);
    expect(await stage.leaderAmong(replicas)).toBe(otherThan(leader, replicas));
    await told(stage, /Configuration · prod\/gpu-pool.*speech/);
    await workspace.waitFor(
      () => workspace.messages("C0OPS").some(({ blocks }) => /Configuration.*speech/.test(JSON.stringify(blocks))),
      "the channel that follows the pool to be told",
      20_000,
    );
    // One more look and one more change: by then whatever would have been told twice stands there.
    region.changePool("batch-pool", label("science"));
    await told(stage, /Configuration · prod\/batch-pool.*science/);
    for (const words of [plan, later, /n · prod\/gpu-pool/, /n · prod\/batch-pool/]) {
      expect(mains(stage, words)).toHaveLength(1);
    }
    expect(mains(stage, /Vulnerabilities · /)).toEqual([]);
    expect(workspace.messages("C0APPROVALS")).toHaveLength(2);
    expect(mutations(stage)).toEqual([]);
  }, 120_000);

  it("gets one card also while two replicas believe that they lead", async () => {
    const stage = await setReplicaStage({ configuration });
    const { region, database } = stage;
    const replicas = [await stage.startReplica(), await stage.startReplica()];
    await watched(stage);
    const plans: RegExp[] = [];
    for (let turn = 0; turn < 5; turn += 1) {
      const leader = await stage.leaderAmong(replicas);
      const start = new Date(region.state.now + (400 + turn) * 3_600_000);
      plans.push(new RegExp(region.schedulePlan({ cluster: prod, pool: "prod-pool", type: "CVE_FIX", start })));
      // The one who led learns of it at the next renewal.
      const next = otherThan(leader, replicas).name();
      await query(database, `update leases set holder = '${next}' where cluster = 'role:background'`);
      await expect.poll(() => stage.leaderAmong(replicas)).not.toBe(leader);
    }
    for (const plan of plans) await told(stage, plan);
    const rows = await query(
      database,
      "select document->'plan'->'change'->>'planId' as plan, count(*)::int as operations from operations group by plan",
    );
    expect(rows.length).toBeGreaterThanOrEqual(plans.length);
    expect(new Set(rows.map(({ operations }) => operations))).toEqual(new Set([1]));
    for (const plan of plans) expect(mains(stage, plan)).toHaveLength(1);
  }, 120_000);

  it("knows whose work it was where another replica carried it out", async () => {
    const stage = await setReplicaStage({ configuration });
    const { workspace, region, database } = stage;
    const replicas = [await stage.startReplica(), await stage.startReplica()];
    await watched(stage);
    const leader = await stage.leaderAmong(replicas);
    const other = otherThan(leader, replicas);
    // Whoever is asked first carries a cluster: this lets it be the one that does not lead.
    await query(
      database,
      `insert into leases values ('${prod}', '${other.name()}', clock_timestamp() + interval '10 minutes')
       on conflict (cluster) do update set holder = excluded.holder, until = excluded.until`,
    );
    await workspace.type("U0ALICE", "C0OPS", "/pool scale prod-pool 5");
    await seen(workspace, "U0ALICE", /Done.*5 nodes in service/, 30_000);
    expect(await stage.carrierAmong(replicas)).toBe(other);
    region.changePool("gpu-pool", label("vision"));
    await told(stage, /Configuration · prod\/gpu-pool/);
    region.changePool("gpu-pool", label("speech"));
    await told(stage, /Configuration · prod\/gpu-pool.*speech/);
    expect(mains(stage, /Size · prod\/prod-pool/)).toEqual([]);
  }, 120_000);
});

describe("a signed request", () => {
  it("that one replica took runs nothing at the other", async () => {
    const stage = await setReplicaStage({ transport: "http" });
    const replicas = [await stage.startReplica(), await stage.startReplica()];
    const body = new URLSearchParams({
      command: "/pool",
      text: "scale prod-pool 6",
      user_id: "U0ALICE",
      channel_id: "C0OPS",
      team_id: "T0LIFEGUARD",
      trigger_id: randomUUID(),
      response_url: `${stage.workspace.url}/nowhere`,
    }).toString();
    const timestamp = String(Math.floor(Date.now() / 1_000));
    const digest = createHmac("sha256", stage.workspace.signingSecret).update(`v0:${timestamp}:${body}`).digest("hex");
    const send = async ({ port }: Replica): Promise<number> => {
      const headers = {
        "content-type": "application/x-www-form-urlencoded",
        "x-slack-request-timestamp": timestamp,
        "x-slack-signature": `v0=${digest}`,
      };
      return (await fetch(`http://127.0.0.1:${port}/slack/events`, { method: "POST", body, headers })).status;
    };
    const statuses = await Promise.all([...replicas, ...replicas].map(send));
    expect(new Set(statuses)).toEqual(new Set([200]));
    await stage.workspace.waitFor(() => mutations(stage).length > 0, "the call", 15_000);
    await Promise.all(replicas.map(send));
    expect(await query(stage.database, "select id from operations")).toHaveLength(1);
    await expect
      .poll(() => replicas.map((replica) => replica.output()).join("\n"))
      .toMatch(/request was taken elsewhere/);
    expect(mutations(stage)).toHaveLength(1);
  }, 60_000);
});

describe("a database that goes away", () => {
  it("takes no decision with it: the person is told, nothing runs, and it works again by itself", async () => {
    const stage = await setReplicaStage();
    const { workspace, database } = stage;
    const replica = await stage.startReplica();
    await workspace.type("U0ALICE", "C0OPS", "/pool upgrade prod-pool");
    const card = await cardIn(workspace, "C0OPS", /Upgrade/);
    const name = new URL(database).pathname.slice(1);
    const server = new URL(database);
    server.pathname = "/postgres";
    await query(server.href, `alter database ${name} with allow_connections false`);
    await query(server.href, `select pg_terminate_backend(pid) from pg_stat_activity where datname = '${name}'`);
    await workspace.press("U0BOB", card, "approve");
    await seen(workspace, "U0BOB", /cannot write its records at present/, 15_000);
    expect(mutations(stage)).toEqual([]);
    await query(server.href, `alter database ${name} with allow_connections true`);
    await expect
      .poll(
        async () => {
          await workspace.press("U0BOB", card, "approve");
          return mutations(stage).length;
        },
        { timeout: 20_000, interval: 500 },
      )
      .toBe(1);
    await seen(workspace, "U0ALICE", /Done.*3 nodes upgraded/, 25_000);
    expect(mutations(stage)).toEqual(["UpgradeClusterNodepool"]);
    expect(replica.child.exitCode).toBeNull();
    expect(await verifyAudit(stage)).toMatchObject({ code: 0 });
  }, 90_000);

  it("stops a start with one line, without the password", async () => {
    const { environment } = await setReplicaStage();
    const program = startProgram({
      ...environment,
      DATABASE_URL: "postgres://lifeguard:secret-password@127.0.0.1:1/lifeguard",
      LIFEGUARD_AUDIT_KEY: auditKey,
    });
    expect(await program.ended()).toBe(1);
    expect(program.errors().trim().split("\n")).toEqual([
      expect.stringMatching(/^DATABASE_URL names a database that cannot be used: .*ECONNREFUSED/),
    ]);
    expect(program.output()).not.toContain("secret-password");
  });
});
