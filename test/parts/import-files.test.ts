import { describe, expect, it } from "vitest";
import { entryOf } from "../../src/domain/audit.ts";
import { channelId, clusterId, operationId } from "../../src/domain/ids.ts";
import { success } from "../../src/domain/result.ts";
import type { Watched } from "../../src/domain/watching/memory.ts";
import type { Subscription } from "../../src/domain/watching/subscription.ts";
import { openFileStore } from "../../src/store/files.ts";
import { importFiles } from "../../src/store/postgres/import-files.ts";
import { openPostgresStore } from "../../src/store/postgres/store.ts";
import { anOperation, people, start } from "../support/builders.ts";
import { query, temporaryDatabase } from "../support/database.ts";
import { silentLog } from "../support/silent-log.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

const auditKey = "k".repeat(32);
const until = Date.now() + 3_600_000;
const made = { secret: "A".repeat(32), lastStep: 7, wrong: 0, lockedUntil: null };
const { alice, bob } = people;

const watched: Watched = {
  cluster: clusterId.parse("c1"),
  memory: { at: start, pools: {}, tasks: {}, plans: {}, events: null, alerts: {} },
  stories: [],
};
const typed: Subscription = {
  channel: channelId.parse("C0OPS"),
  clusters: ["prod"],
  pools: null,
  kinds: null,
  severity: "info",
  quiet: null,
  since: start,
  by: alice,
};

/** A data folder with something of everything. */
async function aDataFolder(): Promise<string> {
  const folder = await temporaryFolder();
  const files = await openFileStore(folder, auditKey, Date.now);
  const past = anOperation({ id: operationId.parse("op-2222"), requestedAt: start - 1 });
  const open = anOperation({ journal: [{ at: start, event: { kind: "requested" } }] });
  await files.operations.create(past);
  await files.operations.create(open);
  await files.operations.update(past.id, (operation) =>
    success({
      ...operation,
      state: { stage: "expired", at: start },
      publication: { ...operation.publication, shown: 9 },
    }),
  );
  const line = entryOf(open, 0);
  await files.audit.append(line === null ? [] : [line]);
  await files.freezes.add({ cluster: "prod", pool: null, from: start, to: until, by: alice, reason: "sale" });
  await files.delegations.add({ from: bob, to: alice, since: start, until, reason: null });
  await (await files.authenticators("s".repeat(32))).update(bob, () => ({ next: made, value: null }));
  await files.subscriptions.add(typed);
  await files.whileLeading(async ({ watched: book }) => {
    await book.update(watched.cluster, () => watched);
    return async () => {};
  });
  await files.close();
  return folder;
}

describe("moving from files to a database", () => {
  it("brings everything, and the audit chain goes on", async () => {
    const [folder, url] = [await aDataFolder(), await temporaryDatabase()];
    expect(await importFiles({ folder, url, auditKey })).toEqual({ operations: 2, records: 1 });
    const store = await openPostgresStore({ url, auditKey, takeOverAfter: 2_000, now: Date.now, log: silentLog });
    try {
      expect((await store.operations.open()).map(({ id }) => id)).toEqual(["op-7f3k"]);
      expect((await store.operations.past({ about: null, since: 0, limit: 9 })).operations).toHaveLength(2);
      expect(await store.freezes.list()).toMatchObject([{ reason: "sale" }]);
      expect(await store.delegations.list()).toMatchObject([{ from: bob, to: alice }]);
      expect(await (await store.authenticators("s".repeat(32))).find(bob)).toEqual(made);
      expect(store.subscriptions.list()).toEqual([typed]);
      const kept: Watched[] = [];
      await store.whileLeading(async (term) => {
        kept.push(...term.watched.all());
        return async () => {};
      });
      expect(kept).toEqual([watched]);
      const line = entryOf(anOperation({ journal: [{ at: start, event: { kind: "requested" } }] }), 0);
      await store.audit.append(line === null ? [] : [line, { ...line, step: null, kind: "denied" }]);
      expect((await store.audit.head()).count).toBe(2);
    } finally {
      await store.close();
    }
  });

  it("brings nothing into a database that holds something, and nothing with another key", async () => {
    const [folder, url] = [await aDataFolder(), await temporaryDatabase()];
    await expect(importFiles({ folder, url, auditKey: "x".repeat(32) })).rejects.toThrow(
      /record 1 is changed.*LIFEGUARD_AUDIT_KEY is another one/,
    );
    await importFiles({ folder, url, auditKey });
    await expect(importFiles({ folder, url, auditKey })).rejects.toThrow(/holds something already/);
    expect(await query(url, "select id from operations")).toHaveLength(2);
  });

  it("brings nothing of a folder that is in use", async () => {
    const [folder, url] = [await aDataFolder(), await temporaryDatabase()];
    const files = await openFileStore(folder, auditKey, Date.now);
    await expect(importFiles({ folder, url, auditKey })).rejects.toThrow(/in use by another process/);
    await files.close();
  });
});
