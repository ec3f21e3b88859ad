import { describe, expect, it, onTestFinished } from "vitest";
import { denial, entryOf } from "../../src/domain/audit.ts";
import { channelId, clusterId, operationId, userId } from "../../src/domain/ids.ts";
import type { Operation } from "../../src/domain/operation.ts";
import { failure, success } from "../../src/domain/result.ts";
import type { Watched } from "../../src/domain/watching/memory.ts";
import type { Subscription } from "../../src/domain/watching/subscription.ts";
import { openFileStore } from "../../src/store/files.ts";
import { openPostgresStore } from "../../src/store/postgres/store.ts";
import type { Store, Term } from "../../src/store/store.ts";
import { anOperation, people, start } from "../support/builders.ts";
import { temporaryDatabase } from "../support/database.ts";
import { silentLog } from "../support/silent-log.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

const id = operationId.parse("op-7f3k");
const auditKey = "k".repeat(32);
const now = (): number => start;

/** How to open a new store, again and again; the one before has been closed. */
type Opener = () => Promise<() => Promise<Store>>;

const inFiles: Opener = async () => {
  const folder = await temporaryFolder();
  return () => openFileStore(folder, auditKey, now);
};
const inPostgres: Opener = async () => {
  const url = await temporaryDatabase();
  // Nobody takes over here: a slow machine must not lose its lease.
  return () => openPostgresStore({ url, auditKey, takeOverAfter: 60_000, now, log: silentLog });
};

const watchedOnce: Watched = {
  cluster: clusterId.parse("c1"),
  memory: { at: 0, pools: {}, tasks: {}, plans: {}, events: null, alerts: {} },
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
  by: people.alice,
};

/** The term that a store gives at once to a process that is alone. */
async function aTerm(store: Store): Promise<Term> {
  const begun: Term[] = [];
  await store.whileLeading(async (term) => {
    begun.push(term);
    return async () => {};
  });
  const [term] = begun;
  if (term === undefined || begun.length > 1) throw new Error(`${begun.length} terms have begun`);
  return term;
}

const grown = (operation: Operation): { readonly ok: true; readonly value: Operation } =>
  success({ ...operation, revision: operation.revision + 1 });

const closed = (made: Operation): Operation => ({
  ...made,
  revision: 2,
  state: { stage: "expired", at: made.requestedAt },
  publication: { ...made.publication, shown: 2 },
});

describe.each([
  ["files", inFiles],
  ["PostgreSQL", inPostgres],
])("a store in %s", (_, opener) => {
  /** A store that is closed with the test, and the way to close it and open it again. */
  async function aStore(): Promise<{ store: Store; again(): Promise<Store> }> {
    const open = await opener();
    let present: Store | null = await open();
    const close = async (): Promise<void> => {
      const before = present;
      present = null;
      await before?.close();
    };
    onTestFinished(close);
    return {
      store: present,
      async again() {
        await close();
        present = await open();
        return present;
      },
    };
  }

  it("has for the next process what the last one wrote", async () => {
    const { store, again } = await aStore();
    await store.operations.create(anOperation());
    await store.operations.update(id, grown);
    const next = await again();
    expect(await next.operations.open()).toEqual([anOperation({ revision: 2 })]);
    expect(await next.operations.carried()).toEqual([anOperation({ revision: 2 })]);
  });

  it("keeps texts as they are, whatever stands in them", async () => {
    const { store, again } = await aStore();
    const reason = "\u0000 \ud800 '; drop table operations; -- \u{1F9EF} 节点池 \\u0000";
    await store.operations.create(anOperation({ reason }));
    expect((await (await again()).operations.find(id))?.reason).toBe(reason);
  });

  it("takes an id once, also when it is closed", async () => {
    const { operations } = (await aStore()).store;
    expect(await operations.create(anOperation())).toBe(true);
    expect(await operations.create(anOperation())).toBe(false);
    await operations.update(id, (operation) => success(closed(operation)));
    expect(await operations.create(anOperation())).toBe(false);
  });

  it("loses none of many changes at once", async () => {
    const { operations } = (await aStore()).store;
    await operations.create(anOperation());
    await operations.carried();
    const write = (number: number): Promise<{ readonly ok: boolean }> =>
      number % 2 === 0 ? operations.update(id, grown) : operations.advance(id, grown);
    const done = await Promise.all(Array.from({ length: 100 }, (_each, number) => write(number)));
    // On a busy machine a lease may run out meanwhile: then whoever carries it is told so, and nothing is written.
    const written = done.filter(({ ok }) => ok).length;
    expect((await operations.find(id))?.revision).toBe(1 + written);
    expect(written).toBeGreaterThanOrEqual(50);
  });

  it("leaves an operation as it is where a change is refused or breaks", async () => {
    const { operations } = (await aStore()).store;
    await operations.create(anOperation());
    expect(await operations.update(id, () => failure("no" as const))).toEqual({ ok: false, problem: "no" });
    expect(await operations.update(operationId.parse("op-none"), grown)).toEqual({ ok: false, problem: "not-found" });
    const broken = operations.update(id, () => {
      throw new Error("broken");
    });
    await expect(broken).rejects.toThrow("broken");
    expect(await operations.find(id)).toEqual(anOperation());
    expect((await operations.update(id, grown)).ok).toBe(true);
  });

  it("writes nothing down that could not be read again", async () => {
    const { operations } = (await aStore()).store;
    const unreadable: Operation = { ...anOperation(), requestedAt: 0.5 };
    await expect(operations.create(unreadable)).rejects.toThrow(/expected int/);
    await operations.create(anOperation());
    await expect(operations.update(id, () => success({ ...unreadable, revision: 2 }))).rejects.toThrow(/expected int/);
    expect(await operations.find(id)).toEqual(anOperation());
    expect((await operations.update(id, grown)).ok).toBe(true);
  });

  it("closes what has ended and stands in Slack: it is found, and never changes again", async () => {
    const { store, again } = await aStore();
    const { operations } = store;
    await operations.create(anOperation());
    const ended = closed(anOperation());
    await operations.update(id, () => success({ ...ended, publication: anOperation().publication }));
    expect(await operations.open()).toHaveLength(1);
    await operations.update(id, () => success(ended));
    expect(await operations.open()).toEqual([]);
    expect(await operations.update(id, grown)).toEqual(success(ended));
    expect(await (await again()).operations.find(id)).toEqual(ended);
  });

  it("tells the past newest first, as far back as is wanted, of what is asked for", async () => {
    const { operations } = (await aStore()).store;
    const moments = { "op-late": 3, "op-frst": 4, "op-year": 1, "op-open": 2 };
    for (const [name, month] of Object.entries(moments)) {
      const made = anOperation({ id: operationId.parse(name), requestedAt: Date.UTC(2026, month) });
      await operations.create(made);
      if (name !== "op-open") await operations.update(made.id, (operation) => success(closed(operation)));
    }
    const ids = async (about: string | null, since: number, limit = 100): Promise<readonly string[]> =>
      (await operations.past({ about, since, limit })).operations.map((each) => each.id);
    expect(await ids(null, 0)).toEqual(["op-frst", "op-late", "op-open", "op-year"]);
    expect(await ids(null, 0, 2)).toEqual(["op-frst", "op-late"]);
    expect(await ids("prod-pool", Date.UTC(2026, 2))).toEqual(["op-frst", "op-late", "op-open"]);
    expect(await ids("prod/prod-pool", 0, 1)).toEqual(["op-frst"]);
    expect(await ids("np1", Date.UTC(2026, 4))).toEqual(["op-frst"]);
    expect(await ids("prod", 0)).toEqual([]);
  });

  it("has at hand what was closed a moment ago, beside what is open", async () => {
    const { operations } = (await aStore()).store;
    const open = anOperation({ id: operationId.parse("op-2222"), requestedAt: start + 1 });
    await operations.create(anOperation());
    await operations.create(open);
    await operations.update(id, () => success(closed(anOperation())));
    expect(await operations.open()).toEqual([open]);
    const recent = await operations.recent();
    expect(recent).toHaveLength(2);
    expect(recent).toEqual(expect.arrayContaining([open, closed(anOperation())]));
  });

  it("keeps what is watched for whoever leads next, one change after another", async () => {
    const { store, again } = await aStore();
    const { watched, lasts } = await aTerm(store);
    expect(lasts()).toBe(true);
    expect(watched.all()).toEqual([]);
    const kept = (count: number): Watched => ({ ...watchedOnce, memory: { ...watchedOnce.memory, at: count } });
    const add = (): Promise<void> => watched.update(watchedOnce.cluster, (known) => kept((known?.memory.at ?? 0) + 1));
    await Promise.all(Array.from({ length: 25 }, add));
    await watched.update(watchedOnce.cluster, () => null);
    const next = await aTerm(await again());
    expect(next.watched.all()).toEqual([kept(25)]);
    expect(next.watched.find(watchedOnce.cluster)).toEqual(kept(25));
  });

  it("keeps subscriptions: one of a name in a channel, and tells of each change", async () => {
    const { store, again } = await aStore();
    let changes = 0;
    store.subscriptions.onChange(() => (changes += 1));
    await store.subscriptions.add(typed);
    await store.subscriptions.add({ ...typed, channel: channelId.parse("C0TEAM") });
    await store.subscriptions.add({ ...typed, severity: "warning" });
    expect(changes).toBe(3);
    const { subscriptions } = await again();
    expect(subscriptions.list()).toHaveLength(2);
    expect(await subscriptions.remove(typed.channel, "prod")).toMatchObject({ severity: "warning" });
    expect(await subscriptions.remove(typed.channel, "prod")).toBeNull();
    expect(subscriptions.list()).toMatchObject([{ channel: "C0TEAM" }]);
  });

  it("does what has to be alone one after another", async () => {
    const { operations } = (await aStore()).store;
    let inside = 0;
    const most = await Promise.all(
      Array.from({ length: 20 }, () =>
        operations.alone(async () => {
          inside += 1;
          const seen = inside;
          await operations.open();
          inside -= 1;
          return seen;
        }),
      ),
    );
    expect(new Set(most)).toEqual(new Set([1]));
  });

  it("takes a request once, and remembers it over restarts", async () => {
    const { store, again } = await aStore();
    expect(await store.seen.take("one")?.()).toBe(true);
    expect(store.seen.take("one")).toBeNull();
    const other = store.seen.take("two");
    expect(await other?.()).toBe(true);
    const { seen } = await again();
    expect(await (seen.take("one")?.() ?? false)).toBe(false);
    expect(await seen.take("three")?.()).toBe(true);
  });

  it("keeps freezes: one of a name, and none twice taken out", async () => {
    const { store, again } = await aStore();
    const freeze = { cluster: "prod", pool: null, from: start, to: start + 1_000, by: people.alice, reason: "sale" };
    await store.freezes.add(freeze);
    await store.freezes.add({ ...freeze, pool: "prod-pool" });
    await store.freezes.add({ ...freeze, reason: "longer" });
    const { freezes } = await again();
    expect((await freezes.list()).map(({ reason }) => reason).toSorted()).toEqual(["longer", "sale"]);
    expect(await freezes.remove("prod")).toMatchObject({ reason: "longer" });
    expect(await freezes.remove("prod")).toBeNull();
    expect(await freezes.list()).toHaveLength(1);
  });

  it("keeps delegations: one of two people, taken out one by one or all together", async () => {
    const { store, again } = await aStore();
    const { alice, bob, carol } = people;
    const given = { from: bob, to: alice, since: start, until: start + 1_000, reason: null };
    await store.delegations.add(given);
    await store.delegations.add({ ...given, reason: "away" });
    await store.delegations.add({ ...given, to: carol });
    await store.delegations.add({ ...given, from: carol });
    const { delegations } = await again();
    expect(await delegations.list()).toHaveLength(3);
    expect(await delegations.remove(bob, alice)).toEqual([{ ...given, reason: "away" }]);
    expect(await delegations.remove(alice, null)).toEqual([]);
    expect(await delegations.remove(bob, null)).toEqual([{ ...given, to: carol }]);
    expect(await delegations.list()).toEqual([{ ...given, from: carol }]);
  });

  it("keeps authenticators, one change after another, and opens them with no other key", async () => {
    const { store, again } = await aStore();
    const bob = userId.parse("U0BOB");
    const made = { secret: "A".repeat(32), lastStep: 7, wrong: 0, lockedUntil: null };
    const book = await store.authenticators("s".repeat(32));
    await book.update(bob, () => ({ next: made, value: null }));
    const add = (): Promise<unknown> =>
      book.update(bob, (known) => ({ next: { ...made, wrong: (known?.wrong ?? 0) + 1 }, value: null }));
    await Promise.all(Array.from({ length: 25 }, add));
    await book.setDraft(bob, { secret: "B".repeat(32), at: start });
    expect(await book.draft(bob)).toEqual({ secret: "B".repeat(32), at: start });
    await book.setDraft(bob, null);
    expect(await book.draft(bob)).toBeNull();
    const next = await again();
    expect(await (await next.authenticators("s".repeat(32))).find(bob)).toEqual({ ...made, wrong: 25 });
    await expect(next.authenticators("x".repeat(32))).rejects.toThrow(/LIFEGUARD_STEP_UP_KEY is another one/);
  });

  it("holds the audit log together over restarts, and tells what it has of an operation", async () => {
    const { store, again } = await aStore();
    const operation = anOperation({ journal: [{ at: start, event: { kind: "requested" } }] });
    const line = entryOf(operation, 0);
    if (line === null) throw new Error("the journal has a line");
    const denied = denial({ at: start, by: people.bob, operation: id, message: null, action: "approve", code: "c" });
    await Promise.all([store.audit.append([line, denied]), store.audit.append([denied])]);
    const { audit } = await again();
    await audit.append([denied]);
    expect((await audit.head()).count).toBe(4);
    expect((await audit.of(id)).map(({ sequence, entry }) => [sequence, entry.kind])).toEqual([
      [1, "requested"],
      [2, "denied"],
      [3, "denied"],
      [4, "denied"],
    ]);
    expect(await audit.stepsOf([id, operationId.parse("op-none")])).toEqual(new Map([[id, 1]]));
  });
});
