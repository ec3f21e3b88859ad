import { spawn } from "node:child_process";
import { once } from "node:events";
import { readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { openPostgresStore } from "../../src/store/postgres/store.ts";
import { query, temporaryDatabase } from "../support/database.ts";
import { cardIn, seen, setStage, startBot } from "../support/running-bot.ts";
import { silentLog } from "../support/silent-log.ts";

const auditKey = { LIFEGUARD_AUDIT_KEY: "a key that is kept away from the disk" };

describe("/pool doctor", () => {
  it("finds everything in order, and changes nothing", async () => {
    const { workspace, region } = await startBot({
      environment: auditKey,
      configuration: "channels: { approvals: C0APPROVALS }",
    });
    await workspace.type("U0ALICE", "C0OPS", "/pool doctor --public");
    const answer = JSON.stringify(await seen(workspace, "U0ALICE", /What the doctor found/, 20_000));
    expect(answer).toContain("Everything that was looked at is in order.");
    for (const words of [
      /app has all 8 scopes/,
      /clock agrees with Slack's/,
      /clock agrees with Alibaba Cloud's/,
      /Answers come back over the connection/,
      /reading calls are answered/,
      /cs:UpgradeClusterNodepool/,
      /Every policy has enough people/,
      /The bot is in .*C0APPROVALS/,
    ]) {
      expect(answer).toMatch(words);
    }
    // For who asked alone, whatever they typed.
    expect(workspace.messages("C0OPS")).toEqual([]);
    expect(region.calls().filter(({ method }) => method !== "GET")).toEqual([]);
  });

  it("says what is broken and how to mend it", async () => {
    const { workspace, region } = await startBot({
      configuration: `channels: { approvals: C0APPROVALS, notifications: [C0ARCHIVED, G0PRIVATE] }
policies:
  - { name: two of us, match: { changes: [delete] }, require: { approvals: 2 } }`,
    });
    workspace.removeBotFrom("C0APPROVALS");
    workspace.setGroup("S0SRE", ["U0BOB", "U0GUEST", "U0GONE"]);
    workspace.revokeToken("app");
    region.setFault({ kind: "error", action: "DescribeClusterEvents", status: 403, code: "Forbidden.RAM" }, true);
    await workspace.type("U0ALICE", "C0OPS", "/pool doctor");
    const answer = JSON.stringify(await seen(workspace, "U0ALICE", /are broken/, 20_000));
    for (const words of [
      /opens no socket with the app token: .*token_revoked/,
      /DescribeClusterEvents.*Forbidden\.RAM.*Allow .*cs:DescribeClusterEvents/,
      /two of us.* asks for 2 approvals, and .*1 person.* could give one/,
      /C0APPROVALS.*so it cannot post there.*invite @lifeguard/,
      /C0ARCHIVED.*is archived/,
      /Slack does not show .*G0PRIVATE.*channel_not_found/,
      /key of the audit log lies beside it/,
    ]) {
      expect(answer).toMatch(words);
    }
  });

  it("is for who may ask for changes", async () => {
    const { workspace } = await startBot();
    await workspace.type("U0ERIN", "C0OPS", "/pool doctor");
    await seen(workspace, "U0ERIN", /not in the group whose members may ask for changes/);
    expect(workspace.webApiCalls("apps.connections.open")).toHaveLength(1);
  });
});

/** Runs the built program; resolves with its exit code and all that it wrote. */
async function runDoctor(environment: Readonly<Record<string, string>>): Promise<{ code: unknown; output: string }> {
  const program = fileURLToPath(new URL("../../dist/programs/doctor.js", import.meta.url));
  const child = spawn(process.execPath, [program], { env: { PATH: process.env["PATH"] ?? "", ...environment } });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk: Buffer) => (output += chunk.toString()));
  const [code]: unknown[] = await once(child, "close");
  return { code, output };
}

const storeOptions = {
  auditKey: auditKey.LIFEGUARD_AUDIT_KEY,
  takeOverAfter: 2_000,
  now: Date.now,
  log: silentLog,
};

describe("npm run doctor", () => {
  it("works without the bot, and ends well where nothing is broken", async () => {
    const { environment, workspace } = await setStage({ environment: auditKey });
    const { code, output } = await runDoctor(environment);
    expect(output).toMatch(/No bot runs here/);
    expect(output).toMatch(/reading calls are answered/);
    expect(output).not.toContain("❌");
    expect(code).toBe(0);
    // A socket of its own would take requests away from the bot.
    expect(workspace.connected()).toBe(false);
  });

  it("asks the bot that runs, and finds an audit log that was changed", async () => {
    const stage = await startBot({ environment: auditKey });
    const { workspace, folder, environment } = stage;
    await workspace.type("U0ALICE", "C0OPS", "/pool scale prod-pool 2");
    await cardIn(workspace, "C0OPS", /Scale in/);
    const whole = await runDoctor(environment);
    expect(whole.output).toMatch(/Answers come back over the connection/);
    expect(whole.output).toMatch(/newest part of the audit log holds together/);
    const name = (await readdir(join(folder, "data", "audit"))).find((each) => each.endsWith(".ndjson"));
    const file = join(folder, "data", "audit", name ?? "none");
    await writeFile(file, (await readFile(file, "utf8")).replace("U0ALICE", "U0MALLORY"));
    const { code, output } = await runDoctor(environment);
    expect(output).toMatch(/Record 1 of the audit log is changed/);
    expect(code).toBe(1);
  });

  it("looks at the database where there is one, and changes nothing in it", async () => {
    const { environment } = await setStage({ environment: auditKey });
    const url = await temporaryDatabase();
    const fresh = await runDoctor({ ...environment, DATABASE_URL: url });
    expect(fresh.output).toMatch(/database .*lifeguard_test_\w+.* (?:can be written, and answers within|takes) \d+ ms/);
    expect(fresh.output).toMatch(/The next start brings its tables up to date: .*001-store/);
    expect(fresh.output).not.toMatch(/data folder/);
    expect(fresh.code).toBe(0);
    expect(await query(url, "select tablename from pg_tables where schemaname = 'public'")).toEqual([]);
    await (await openPostgresStore({ url, ...storeOptions })).close();
    const begun = await runDoctor({ ...environment, DATABASE_URL: url });
    expect(begun.output).toMatch(/tables are of this version: .*002-watching/);
    expect(begun.output).toMatch(/audit log is still empty/);
    expect(await query(url, "select name from keys")).toEqual([{ name: "audit" }]);
    const name = new URL(url).pathname.slice(1);
    await query(url, `alter database ${name} set default_transaction_read_only = on`);
    const readOnly = await runDoctor({ ...environment, DATABASE_URL: url });
    expect(readOnly.output).toMatch(/database .* cannot be used: .*read-only transaction/);
    expect(readOnly.code).toBe(1);
    const away = await runDoctor({ ...environment, DATABASE_URL: "postgres://bot:secret-word@127.0.0.1:1/lifeguard" });
    expect(away.output).toMatch(/database .*127\.0\.0\.1:1\/lifeguard.* cannot be used: .*ECONNREFUSED/);
    expect(away.output).not.toContain("secret-word");
  });

  it("tells what it can where Slack and ACK are away", async () => {
    const { environment } = await setStage();
    const { code, output } = await runDoctor({
      ...environment,
      SLACK_API_URL: "http://127.0.0.1:9/api/",
      ALIBABA_CLOUD_CS_ENDPOINT: "http://127.0.0.1:9",
    });
    expect(output).toMatch(/Slack does not answer/);
    expect(output).toMatch(/DescribeClusterDetail fails with ECONNREFUSED/);
    expect(output).toMatch(/data folder .* can be written/);
    expect(code).toBe(1);
  });
});
