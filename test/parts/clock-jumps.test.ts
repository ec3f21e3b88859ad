import { hoursToMilliseconds, minutesToMilliseconds } from "date-fns";
import { describe, expect, it } from "vitest";
import { operationId, userId } from "../../src/domain/ids.ts";
import { createPassing } from "../../src/engine/passing.ts";
import { createStepUp } from "../../src/engine/step-up.ts";
import { openAuthenticators } from "../../src/store/authenticators.ts";
import { codeOf } from "../support/authenticator.ts";
import { firstLook } from "../support/first-look.ts";
import { movableClock } from "../support/movable-clock.ts";
import { cardIn, seen, startBot, type Stage } from "../support/running-bot.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

const sent = ({ region }: Stage): readonly string[] =>
  region.calls().flatMap(({ method, action }) => (method === "GET" ? [] : [action]));

const fourHours = `
policies: [{ name: upgrades, match: { changes: [upgrade] }, require: { approvals: 1, expires_in: 4h } }]
`;

describe("a clock that is put forward", () => {
  it("lets expire what had its time, and an old button decides nothing", async () => {
    const { clock, move } = movableClock();
    const stage = await startBot({ clock, configuration: fourHours });
    const { workspace } = stage;
    await workspace.type("U0ALICE", "C0OPS", "/pool upgrade prod-pool");
    const card = await cardIn(workspace, "C0OPS", /"action_id":"approve"/);
    move(hoursToMilliseconds(5));
    await workspace.press("U0BOB", card, "approve");
    await seen(workspace, "U0BOB", /expired|Expired/);
    await cardIn(workspace, "C0OPS", /Expired/);
    expect(sent(stage)).toEqual([]);
  });
});

describe.each([
  ["forward", hoursToMilliseconds(5)],
  ["back", -hoursToMilliseconds(5)],
])("a clock that is put %s while something runs", (_, jump) => {
  it("is no reason to lose sight of it, or to send it again", async () => {
    const { clock, move } = movableClock();
    const stage = await startBot({ clock, speed: 120 });
    const { workspace } = stage;
    await workspace.type("U0ALICE", "C0OPS", "/pool scale prod-pool 6");
    await workspace.waitFor(() => sent(stage).length > 0, "the call", 10_000);
    move(jump);
    await seen(workspace, "U0ALICE", /Done.*6 nodes in service/, 40_000);
    expect(sent(stage)).toHaveLength(1);
    await workspace.type("U0ALICE", "C0OPS", "/pool scale prod-pool 7");
    await seen(workspace, "U0ALICE", /Done.*7 nodes in service/, 40_000);
  }, 90_000);
});

describe("a clock that is put back", () => {
  it("takes no time to decide away, and what is decided then runs", async () => {
    const { clock, move } = movableClock();
    const stage = await startBot({ clock, configuration: fourHours });
    const { workspace } = stage;
    await workspace.type("U0ALICE", "C0OPS", "/pool upgrade prod-pool");
    const card = await cardIn(workspace, "C0OPS", /"action_id":"approve"/);
    move(-hoursToMilliseconds(5));
    await workspace.press("U0BOB", card, "approve");
    await seen(workspace, "U0ALICE", /Done.*3 nodes upgraded/, 40_000);
  }, 60_000);
});

describe("what Slack says of people", () => {
  it("is believed for a minute that passes, not for one that a clock makes", async () => {
    const { clock, move } = movableClock();
    const { workspace } = await startBot({ clock });
    await workspace.type("U0BOB", "C0OPS", "/pool whoami");
    await seen(workspace, "U0BOB", /What you may do/);
    const groupReads = (): number => workspace.webApiCalls("usergroups.users.list").length;
    const before = groupReads();
    expect(before).toBeGreaterThan(0);
    move(minutesToMilliseconds(30));
    await workspace.type("U0CAROL", "C0OPS", "/pool whoami");
    await seen(workspace, "U0CAROL", /What you may do/);
    expect(groupReads()).toBe(before);
  });
});

describe.each([
  ["forward", hoursToMilliseconds(5)],
  ["back", -hoursToMilliseconds(5)],
])("a clock that is put %s", (_, jump) => {
  it("sends nothing again whose answer was lost a moment ago", async () => {
    const { clock, move } = movableClock();
    const stage = await startBot({ clock });
    const { workspace, region } = stage;
    region.setFault({ kind: "drop", action: "ModifyClusterNodePool" }, true);
    await workspace.type("U0ALICE", "C0OPS", "/pool scale prod-pool 6");
    await seen(workspace, "U0ALICE", /ACK's answer was lost/);
    move(jump);
    const looks = (): number => region.calls().filter(({ action }) => action === "DescribeClusterNodePools").length;
    const before = looks();
    await workspace.waitFor(() => looks() >= before + 6, "more looks at the cluster", 30_000);
    expect(sent(stage)).toHaveLength(1);
    expect(JSON.stringify(workspace.messages("C0OPS"))).not.toMatch(/Nobody knows|Failed/);
  }, 60_000);

  it("makes no living socket look dead, and no dead one alive", async () => {
    const { clock, move } = movableClock();
    const { workspace, environment } = await startBot({ clock });
    const ready = async (): Promise<number> => (await fetch(`http://127.0.0.1:${environment["PORT"]}/readyz`)).status;
    await expect.poll(ready, { timeout: 5_000 }).toBe(200);
    move(jump);
    expect(await ready()).toBe(200);
    workspace.setFault({ kind: "half-open" });
    await expect.poll(ready, { timeout: 10_000 }).toBe(503);
    move(-jump);
    expect(await ready()).toBe(503);
  }, 40_000);

  it("stops no look at what others do", async () => {
    const { clock, move } = movableClock();
    const bot = await startBot({
      clock,
      configuration: "channels: { notifications: [C0TEAM] }\ninitiatives: { interval: 1s }",
    });
    await firstLook(bot);
    move(jump);
    bot.region.movePool("prod-pool", 4);
    await cardIn(bot.workspace, "C0TEAM", /Somebody set its size from 3 to \*4\* nodes/);
  }, 40_000);
});

describe("a lock-out after wrong codes", () => {
  const bob = userId.parse("U0BOB");
  const operation = operationId.parse("op-7f3k");
  const audit = { append: () => Promise.resolve(), stepsOf: () => Promise.resolve(new Map()) };
  const noon = Date.UTC(2026, 10, 21, 12);

  async function lockedOut() {
    const book = await openAuthenticators(await temporaryFolder(), "step-up-key-of-the-harbour-0123456789");
    const secret = book.drawSecret();
    await book.update(bob, () => ({ next: { secret, lastStep: 0, wrong: 4, lockedUntil: null }, value: null }));
    const time = { now: noon, elapsed: 1_000 };
    const clock = { now: () => time.now, elapsed: () => time.elapsed };
    const start = () => createStepUp({ book, changes: ["upgrade"], audit, clock });
    const pass = (milliseconds: number): void => {
      time.now += milliseconds;
      time.elapsed += milliseconds;
    };
    const first = start();
    expect(await first.prove(bob, "not a code", operation)).toMatchObject({ code: "step-up-locked" });
    return { time, pass, start, first, right: () => codeOf(secret, time.now) };
  }

  it.each([hoursToMilliseconds(5), -hoursToMilliseconds(5)])(
    "lasts a quarter of an hour, whether or not the clock is put by %i ms",
    async (jump) => {
      const { time, pass, first, right } = await lockedOut();
      time.now += jump;
      pass(minutesToMilliseconds(15) - 1);
      expect(await first.obstacle(bob)).toEqual({ code: "step-up-locked", until: time.now + 1 });
      expect(await first.prove(bob, right(), operation)).toMatchObject({ code: "step-up-locked" });
      pass(1);
      expect(await first.obstacle(bob)).toBeNull();
      expect(await first.prove(bob, right(), operation)).toBeNull();
    },
  );

  it("goes on in another process, and there too whatever the clock is put to", async () => {
    const { time, pass, start, right } = await lockedOut();
    pass(minutesToMilliseconds(10));
    const second = start();
    expect(await second.obstacle(bob)).toMatchObject({ code: "step-up-locked" });
    time.now += hoursToMilliseconds(5);
    expect(await second.prove(bob, right(), operation)).toMatchObject({ code: "step-up-locked" });
    pass(minutesToMilliseconds(5));
    expect(await second.prove(bob, right(), operation)).toBeNull();
  });
});

describe("time since a moment", () => {
  it("begins by the clock, goes on by what passes in whole milliseconds, and is never less than none", () => {
    const time = { now: 10_000, elapsed: 3.7 };
    const passing = createPassing<string>({ now: () => time.now, elapsed: () => time.elapsed });
    expect(passing.since("one", 4_000)).toBe(6_000);
    expect(passing.since("ahead", 99_000)).toBe(0);
    time.now -= 5_000;
    time.elapsed += 500.4;
    expect(passing.since("one", 4_000)).toBe(6_500);
    expect(passing.since("ahead", 99_000)).toBe(500);
    expect(passing.since("one", 4_500)).toBe(500);
    passing.keepOnly((key) => key === "ahead");
    expect(passing.since("one", 4_500)).toBe(500);
    expect(passing.since("ahead", 99_000)).toBe(500);
  });
});
