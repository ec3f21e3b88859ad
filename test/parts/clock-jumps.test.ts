import { hoursToMilliseconds, minutesToMilliseconds } from "date-fns";
import { describe, expect, it } from "vitest";
import { movableClock } from "../support/movable-clock.ts";
import { cardIn, seen, startBot, type Stage } from "../support/running-bot.ts";

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
