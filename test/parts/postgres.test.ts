import { describe, expect, it, onTestFinished } from "vitest";
import { denial, entryOf } from "../../src/domain/audit.ts";
import { channelId, clusterId, operationId } from "../../src/domain/ids.ts";
import type { Operation } from "../../src/domain/operation.ts";
import { success } from "../../src/domain/result.ts";
import type { Watched } from "../../src/domain/watching/memory.ts";
import { administer } from "../../src/store/administration.ts";
import { verifyChain } from "../../src/store/audit-log.ts";
import { openPostgresStore } from "../../src/store/postgres/store.ts";
import { createSigning } from "../../src/store/signing.ts";
import type { Store, Term } from "../../src/store/store.ts";
import { anOperation, aPool, people, scalePlan, start } from "../support/builders.ts";
import { query, temporaryDatabase } from "../support/database.ts";
import { silentLog } from "../support/silent-log.ts";

const id = operationId.parse("op-7f3k");
const auditKey = "k".repeat(32);
/** Milliseconds; long enough for a slow machine to renew in time. */
const takeOverAfter = 2_000;
/** So long that nothing is found by looking: what comes before it was told. */
const neverLooks = 120_000;

interface Replica {
  readonly store: Store;
  /** Operations that it was told of, with their revisions. */
  readonly told: string[];
  /** Leaves in order: hands over what it carries. */
  leave(): Promise<void>;
}

/** @param lease milliseconds; one that has to find something by looking takes a short one */
async function aReplica(url: string, lease = neverLooks): Promise<Replica> {
  const store = await openPostgresStore({ url, auditKey, takeOverAfter: lease, now: () => start, log: silentLog });
  const told: string[] = [];
  let left = false;
  const leave = async (): Promise<void> => {
    if (left) return;
    left = true;
    await store.close();
  };
  onTestFinished(leave);
  store.operations.onForeignChange(async (operation) => {
    told.push(`${operation.id} ${operation.revision}`);
  });
  return { store, told, leave };
}

const grown = (operation: Operation): { readonly ok: true; readonly value: Operation } =>
  success({ ...operation, revision: operation.revision + 1 });

/** An operation on a pool of a cluster of its own. */
function onCluster(name: string, cluster: string): Operation {
  const pool = aPool({ cluster: { id: clusterId.parse(cluster), name: cluster, region: "cn-hangzhou" } });
  return anOperation({ id: operationId.parse(name), plan: scalePlan(6, pool) });
}

async function carriedBy({ store }: Replica): Promise<readonly string[]> {
  return (await store.operations.carried()).map((each) => each.id);
}

/** Has a replica stand for what one does for all; says what became of it. */
async function candidate({
  store,
}: Replica): Promise<{ terms: Term[]; readonly ended: () => number; stop(): Promise<void> }> {
  const terms: Term[] = [];
  let ended = 0;
  const stop = await store.whileLeading(async (term) => {
    terms.push(term);
    return async () => {
      ended += 1;
    };
  });
  return { terms, ended: () => ended, stop };
}

/** What a replica that died in the middle of everything would leave: a lease that nobody renews. */
async function expireLeases(url: string): Promise<void> {
  await query(url, "update leases set holder = 'dead', until = clock_timestamp() + interval '1 second'");
}

describe("what one replica does for all", () => {
  const kept: Watched = {
    cluster: clusterId.parse("c1"),
    memory: { at: start, pools: {}, tasks: {}, plans: {}, events: null, alerts: {} },
    stories: [],
  };

  it("is begun by one of many, and goes on at another at once when that one leaves, with what it wrote down", async () => {
    const url = await temporaryDatabase();
    const replicas = [await aReplica(url), await aReplica(url), await aReplica(url)];
    const candidates = await Promise.all(replicas.map(candidate));
    expect(candidates.flatMap(({ terms }) => terms)).toHaveLength(1);
    const leader = candidates.findIndex(({ terms }) => terms.length === 1);
    await candidates[leader]?.terms[0]?.watched.update(kept.cluster, () => kept);
    await candidates[leader]?.stop();
    expect(candidates[leader]?.ended()).toBe(1);
    await replicas[leader]?.leave();
    const others = candidates.filter((_, index) => index !== leader);
    const terms = (): readonly Term[] => others.flatMap((each) => each.terms);
    await expect.poll(terms, { timeout: 10_000 }).toHaveLength(1);
    expect(terms()[0]?.watched.all()).toEqual([kept]);
  });

  it("is taken over when its replica died, and not written by one that does not know yet that it was", async () => {
    const url = await temporaryDatabase();
    const one = await candidate(await aReplica(url));
    const [term] = one.terms;
    await query(url, "update leases set holder = 'dead', until = clock_timestamp() + interval '1 second'");
    const other = await candidate(await aReplica(url, takeOverAfter));
    expect(other.terms).toEqual([]);
    expect(term?.lasts()).toBe(true);
    await expect(term?.watched.update(kept.cluster, () => kept)).rejects.toThrow(/another replica watches now/);
    await expect.poll(() => other.terms, { timeout: 3 * takeOverAfter }).toHaveLength(1);
    expect(other.terms[0]?.watched.all()).toEqual([]);
    await other.terms[0]?.watched.update(kept.cluster, () => kept);
  });

  it("ends where the database cannot be reached, and begins anew when it is back", async () => {
    const url = await temporaryDatabase();
    const { terms, ended } = await candidate(await aReplica(url, takeOverAfter));
    const name = new URL(url).pathname.slice(1);
    const server = new URL(url);
    server.pathname = "/postgres";
    await query(server.href, `alter database ${name} with allow_connections false`);
    await query(server.href, `select pg_terminate_backend(pid) from pg_stat_activity where datname = '${name}'`);
    await expect.poll(ended, { timeout: 3 * takeOverAfter }).toBe(1);
    expect(terms[0]?.lasts()).toBe(false);
    await query(server.href, `alter database ${name} with allow_connections true`);
    await expect.poll(() => terms.length, { timeout: 4 * takeOverAfter }).toBe(2);
    expect(terms[0]?.lasts()).toBe(false);
    expect(terms[1]?.lasts()).toBe(true);
  });
});

describe("an operation and its replicas", () => {
  it("is carried by the replica that took it in, and by no other", async () => {
    const url = await temporaryDatabase();
    const [one, other] = [await aReplica(url), await aReplica(url)];
    await one.store.operations.create(anOperation());
    expect(await one.store.operations.carried()).toHaveLength(1);
    expect(await other.store.operations.carried()).toEqual([]);
    expect(await other.store.operations.open()).toHaveLength(1);
    // All of a cluster go with it, whoever takes them in.
    await other.store.operations.create({ ...anOperation(), id: operationId.parse("op-2222") });
    await other.store.operations.create(onCluster("op-3333", "c2"));
    await expect.poll(() => one.told, { timeout: 10_000 }).toContain("op-2222 1");
    expect((await carriedBy(one)).toSorted()).toEqual(["op-2222", "op-7f3k"]);
    expect(await carriedBy(other)).toEqual(["op-3333"]);
  });

  it("is carried by the replica that took it in also where the other looks for work at that moment", async () => {
    const url = await temporaryDatabase();
    const [one, other] = [await aReplica(url), await aReplica(url)];
    // Each looks for what nobody carries whenever it has taken something in.
    for (const number of [2, 3, 4, 5, 6, 7, 8, 9]) {
      await Promise.all([
        one.store.operations.create(onCluster(`op-222${number}`, `mine-${number}`)),
        other.store.operations.create(onCluster(`op-333${number}`, `yours-${number}`)),
      ]);
    }
    expect((await carriedBy(one)).filter((each) => !each.startsWith("op-222"))).toEqual([]);
    expect(await carriedBy(one)).toHaveLength(8);
    expect(await carriedBy(other)).toHaveLength(8);
  });

  it("is changed by any replica, and its carrier hears of it at once", async () => {
    const url = await temporaryDatabase();
    const [one, other] = [await aReplica(url), await aReplica(url)];
    await one.store.operations.create(anOperation());
    await other.store.operations.update(id, grown);
    // Where it hears that it carries the cluster only now, it hears of what it made itself, too; of the other's change once.
    const ofOther = (): readonly string[] => one.told.filter((each) => each !== "op-7f3k 1");
    await expect.poll(ofOther, { timeout: 10_000 }).toEqual(["op-7f3k 2"]);
    await Promise.all(
      [one, other].flatMap(({ store }) => Array.from({ length: 25 }, () => store.operations.update(id, grown))),
    );
    expect((await one.store.operations.find(id))?.revision).toBe(52);
    expect(other.told).toEqual([]);
  });

  it("is not written by a replica that does not carry it, where only its carrier may", async () => {
    const url = await temporaryDatabase();
    const [one, other] = [await aReplica(url), await aReplica(url)];
    await one.store.operations.create(anOperation());
    expect(await other.store.operations.advance(id, grown)).toEqual({ ok: false, problem: "not-carried" });
    expect(await one.store.operations.advance(id, grown)).toMatchObject({ ok: true });
    // The lease is lost, and its holder does not know it yet.
    await query(url, "update leases set until = clock_timestamp() - interval '1 second', holder = 'somebody else'");
    expect(one.store.operations.carries(anOperation())).toBe(true);
    expect(await one.store.operations.advance(id, grown)).toEqual({ ok: false, problem: "not-carried" });
    expect((await one.store.operations.find(id))?.revision).toBe(2);
  });

  it("goes to another replica at once where its own leaves in order", async () => {
    const url = await temporaryDatabase();
    const [one, other] = [await aReplica(url), await aReplica(url)];
    await one.store.operations.create(anOperation());
    await one.leave();
    await expect.poll(() => other.told, { timeout: 10_000 }).toEqual(["op-7f3k 1"]);
    expect(other.store.operations.carries(anOperation())).toBe(true);
  });

  it("goes to another replica when its own died, and not before its lease is over", async () => {
    const url = await temporaryDatabase();
    const one = await aReplica(url);
    await one.store.operations.create(anOperation());
    await one.leave();
    await expireLeases(url);
    const other = await aReplica(url, takeOverAfter);
    expect(await other.store.operations.carried()).toEqual([]);
    await expect.poll(() => other.told, { timeout: 3 * takeOverAfter }).toEqual(["op-7f3k 1"]);
  });

  it("is carried by exactly one of many that reach for it together", async () => {
    const url = await temporaryDatabase();
    const first = await aReplica(url);
    for (let number = 0; number < 8; number += 1) {
      await first.store.operations.create(onCluster(`op-222${number}`, `c${number}`));
    }
    await first.leave();
    const replicas = await Promise.all(Array.from({ length: 4 }, () => aReplica(url)));
    const carried = async (): Promise<readonly string[]> =>
      (await Promise.all(replicas.map(({ store }) => store.operations.carried()))).flat().map((each) => each.id);
    await expect.poll(async () => (await carried()).length, { timeout: 10_000 }).toBe(8);
    expect(new Set(await carried()).size).toBe(8);
  });

  it("is carried by nobody who cannot reach the database, and taken up again when it is back", async () => {
    const url = await temporaryDatabase();
    const { store, told } = await aReplica(url, takeOverAfter);
    await store.operations.create(anOperation());
    const name = new URL(url).pathname.slice(1);
    const server = new URL(url);
    server.pathname = "/postgres";
    await query(server.href, `alter database ${name} with allow_connections false`);
    await query(server.href, `select pg_terminate_backend(pid) from pg_stat_activity where datname = '${name}'`);
    await expect(store.operations.update(id, grown)).rejects.toThrow(/not currently accepting connections|terminat/);
    await expect(store.seen.take("one")?.()).rejects.toThrow(/not currently accepting connections|terminat/);
    await expect(store.freezes.list()).rejects.toThrow(/not currently accepting connections|terminat/);
    await expect.poll(() => store.operations.carries(anOperation()), { timeout: 2 * takeOverAfter }).toBe(false);
    await query(server.href, `alter database ${name} with allow_connections true`);
    await expect.poll(() => told, { timeout: 4 * takeOverAfter }).toContain("op-7f3k 1");
    expect(await store.operations.update(id, grown)).toMatchObject({ ok: true });
  });

  it("whose row cannot be understood, or was written by somebody else, is never guessed at", async () => {
    const url = await temporaryDatabase();
    const { store } = await aReplica(url);
    await store.operations.create(anOperation());
    const other = createSigning(auditKey).sign("op-7f3k", { id: "op-7f3k" });
    await query(url, `update operations set document = '${other}', version = 9`);
    await expect(store.operations.find(id)).rejects.toThrow(/op-7f3k in the database is damaged/);
    await query(url, `update operations set document = '{"id":"op-7f3k"}', version = 10`);
    await expect(store.operations.open()).rejects.toThrow(/op-7f3k is not as the bot wrote it/);
    expect(await store.operations.past({ about: null, since: 0, limit: 9 })).toEqual({
      operations: [],
      unreadable: ["operations op-7f3k"],
    });
  });
});

describe("replicas together", () => {
  it("start on an empty database at the same time", async () => {
    const url = await temporaryDatabase();
    const replicas = await Promise.all(Array.from({ length: 4 }, () => aReplica(url)));
    const created = await Promise.all(replicas.map(({ store }) => store.operations.create(anOperation())));
    expect(created.filter(Boolean)).toHaveLength(1);
  });

  it("take a request once, whichever it comes to", async () => {
    const url = await temporaryDatabase();
    const [one, other] = [await aReplica(url), await aReplica(url)];
    const requests = Array.from({ length: 50 }, (_, number) => `request ${number}`);
    const taken = await Promise.all(
      requests.flatMap((request) =>
        [one, other].map(async ({ store }) => (await store.seen.take(request)?.()) ?? false),
      ),
    );
    expect(taken.filter(Boolean)).toHaveLength(50);
  });

  it("know of a freeze and a delegation the moment they stand", async () => {
    const url = await temporaryDatabase();
    const [one, other] = [await aReplica(url), await aReplica(url)];
    const { alice, bob } = people;
    await one.store.freezes.add({ cluster: "prod", pool: null, from: start, to: start + 1, by: alice, reason: "sale" });
    expect(await other.store.freezes.list()).toHaveLength(1);
    await other.store.delegations.add({ from: bob, to: alice, since: start, until: start + 1, reason: null });
    expect(await one.store.delegations.list()).toHaveLength(1);
  });

  it("know of a subscription that was typed at another at once, and tell of it", async () => {
    const url = await temporaryDatabase();
    const [one, other] = [await aReplica(url), await aReplica(url)];
    let changes = 0;
    other.store.subscriptions.onChange(() => (changes += 1));
    const channel = channelId.parse("C0OPS");
    await one.store.subscriptions.add({
      channel,
      clusters: ["prod"],
      pools: null,
      kinds: null,
      severity: "info",
      quiet: null,
      since: start,
      by: people.alice,
    });
    await expect.poll(() => other.store.subscriptions.list(), { timeout: 10_000 }).toHaveLength(1);
    expect(changes).toBe(1);
    await other.store.subscriptions.remove(channel, "prod");
    await expect.poll(() => one.store.subscriptions.list(), { timeout: 10_000 }).toEqual([]);
  });

  it("let no two break-glass requests pass each other", async () => {
    const url = await temporaryDatabase();
    const [one, other] = [await aReplica(url), await aReplica(url)];
    let inside = 0;
    const alone = ({ store }: Replica): Promise<number> =>
      store.operations.alone(async () => {
        inside += 1;
        const seen = inside;
        await store.operations.open();
        inside -= 1;
        return seen;
      });
    const most = await Promise.all(Array.from({ length: 20 }, (_, number) => alone(number % 2 === 0 ? one : other)));
    expect(new Set(most)).toEqual(new Set([1]));
  });

  it("add to one chain of the audit log, and to each journal's lines once", async () => {
    const url = await temporaryDatabase();
    const [one, other] = [await aReplica(url), await aReplica(url)];
    const events = Array.from({ length: 5 }, () => ({ at: start, event: { kind: "reminded" } as const }));
    const operation = anOperation({ journal: [{ at: start, event: { kind: "requested" } }, ...events] });
    const lines = operation.journal.flatMap((_, step) => entryOf(operation, step) ?? []);
    const denied = denial({ at: start, by: people.bob, operation: id, message: null, action: "approve", code: "c" });
    await Promise.all(
      [one, other].flatMap(({ store }) => [
        ...Array.from({ length: 20 }, () => store.audit.append([denied])),
        ...lines.map((_, step) => store.audit.append(lines.slice(0, step + 1))),
      ]),
    );
    const { auditRecords, close } = administer(url, "nowhere");
    const verified = await verifyChain(auditRecords(), auditKey);
    await close();
    expect(verified).toEqual({ ok: true, value: await one.store.audit.head() });
    expect(verified).toMatchObject({ value: { count: 46 } });
    const kept = (await other.store.audit.of(id)).flatMap(({ entry: { step } }) => step ?? []);
    expect(kept).toEqual([0, 1, 2, 3, 4, 5]);
  });

  it("add nothing behind a record that somebody changed", async () => {
    const url = await temporaryDatabase();
    const { store } = await aReplica(url);
    const denied = denial({ at: start, by: people.bob, operation: id, message: null, action: "approve", code: "c" });
    await store.audit.append([denied]);
    await query(url, `update audit set record = replace(record::text, 'U0BOB', 'U0EVE')::json`);
    await expect(store.audit.append([denied])).rejects.toThrow(/record 1 of the audit log is changed/);
    await query(url, `update audit set record = replace(record::text, 'U0EVE', 'U0BOB')::json`);
    await store.audit.append([denied]);
    expect((await store.audit.head()).count).toBe(2);
  });

  it("have one key for the audit log: another does not start", async () => {
    const url = await temporaryDatabase();
    await aReplica(url);
    const options = { url, auditKey: "x".repeat(32), takeOverAfter, now: () => start, log: silentLog };
    await expect(openPostgresStore(options)).rejects.toThrow(/^LIFEGUARD_AUDIT_KEY is another one/);
  });

  it("say in a line which database cannot be used", async () => {
    const options = { auditKey, takeOverAfter, now: () => start, log: silentLog };
    const nobody = openPostgresStore({ ...options, url: "postgres://lifeguard@127.0.0.1:1/lifeguard" });
    await expect(nobody).rejects.toThrow(/^DATABASE_URL names a database that cannot be used: .*ECONNREFUSED/);
    const url = new URL(await temporaryDatabase());
    url.pathname = "/no_such_database";
    await expect(openPostgresStore({ ...options, url: url.href })).rejects.toThrow(/"no_such_database" does not exist/);
  });
});
