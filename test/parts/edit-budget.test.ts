import { minutesToMilliseconds } from "date-fns";
import { describe, expect, it, onTestFinished } from "vitest";
import { channelId, operationId, type OperationId, userId } from "../../src/domain/ids.ts";
import { follow } from "../../src/domain/lifecycle.ts";
import { isPublished, type Operation, type OperationEvent } from "../../src/domain/operation.ts";
import { defaultAssumptions } from "../../src/sandbox/slack/assumptions.ts";
import { startWorkspace } from "../../src/sandbox/slack/server.ts";
import { boltLogger } from "../../src/slack/app.ts";
import { type Budget, createEditBudget, createPostBudget } from "../../src/slack/budget.ts";
import { createPosting } from "../../src/slack/posting.ts";
import { createPublisher } from "../../src/slack/publisher.ts";
import { createWebClients } from "../../src/slack/web-clients.ts";
import { wordsOf } from "../../src/words/catalogue.ts";
import { anOperation, aRequirement, aVote } from "../support/builders.ts";
import { silentLog } from "../support/silent-log.ts";

/** How much faster than Slack's the time of this workspace goes: its limits, and what the bot waits for. */
const speed = 20;
/** Slack: chat.update, tier 3. */
const editsAMinute = 50;
const channels = ["C0OPS", "C0APPROVALS", "C0TEAM"].map((id) => channelId.parse(id));

/** A publisher before a workspace with Slack's limits, and operations that a test moves on. */
async function openPublisher() {
  const workspace = await startWorkspace({
    assumptions: { rateLimits: { ...defaultAssumptions.rateLimits, scale: speed } },
    scopes: ["chat:write", "channels:history", "groups:history"],
  });
  onTestFinished(() => workspace.close());
  const operations = new Map<OperationId, Operation>();
  const turns: number[] = [];
  const budget = createEditBudget({ edits: 3, milliseconds: 4_000 / speed });
  const edits: Budget = {
    ...budget,
    async turn(urgency) {
      await budget.turn(urgency);
      turns.push(performance.now());
    },
  };
  let throttled = 0;
  const clients = createWebClients(workspace.botToken, workspace.apiUrl, boltLogger(silentLog), () => {
    throttled += 1;
  });
  const change = (id: OperationId, next: (operation: Operation) => Operation): void => {
    const known = operations.get(id);
    if (known !== undefined) operations.set(id, next(known));
  };
  const publisher = createPublisher({
    client: clients.posting,
    posting: createPosting({
      client: clients.posting,
      posts: createPostBudget({ posts: 1, milliseconds: 1_000 / speed }),
      now: Date.now,
    }),
    edits,
    tellPrivately: () => Promise.reject(new Error("nobody is told privately")),
    pictures: { handOver: () => Promise.resolve(null) },
    record: {
      find: async (id) => operations.get(id) ?? null,
      carries: () => true,
      async cardPosted(id, card) {
        move(id, { kind: "card-posted" });
        change(id, (operation) => ({
          ...operation,
          publication: { ...operation.publication, card, shown: operation.revision, attempt: null },
        }));
      },
      cardRefused: () => Promise.reject(new Error("no card is refused here")),
      async published(id, note) {
        change(id, (operation) => ({ ...operation, publication: { ...operation.publication, ...note } }));
      },
    },
    words: wordsOf("en"),
    directory: {
      homeTeamId: "T0HARBOUR",
      person: () => Promise.reject(new Error("nobody is told privately")),
      members: async () => new Set(),
    },
    slash: "/pool",
    followers: () => [],
    clock: {
      now: Date.now,
      elapsed: () => performance.now(),
      after(milliseconds, call) {
        const timer = setTimeout(call, milliseconds / speed);
        return () => clearTimeout(timer);
      },
    },
    log: silentLog,
  });

  function move(id: OperationId, event: OperationEvent): void {
    change(id, (operation) => follow(operation, event, Date.now()) ?? operation);
    const moved = operations.get(id);
    if (moved !== undefined) publisher.changed(moved);
  }

  return {
    workspace,
    turns,
    throttled: () => throttled,
    move,
    ask(operation: Operation) {
      operations.set(operation.id, operation);
      publisher.changed(operation);
    },
    all: () => [...operations.values()],
    edited: () => workspace.webApiCalls("chat.update"),
    told: () => workspace.waitFor(() => [...operations.values()].every(isPublished), "everything to be told", 60_000),
  };
}

/** The most of some moments that lie within so many milliseconds. */
const mostWithin = (moments: readonly number[], milliseconds: number): number =>
  Math.max(...moments.map((from) => moments.filter((at) => at >= from && at < from + milliseconds).length));

describe("cards of many operations that move at once", () => {
  it("stay within what Slack takes of edits, show decisions before progress, and drop no end", async () => {
    const stage = await openPublisher();
    const { move, all, edited, turns } = stage;
    const ids = Array.from({ length: 60 }, (_, index) => operationId.parse(`op-${1_000 + index}`));
    for (const [index, id] of ids.entries()) {
      const cardChannel = channels[index % channels.length] ?? channelId.parse("C0OPS");
      // The last ones wait for people; the others run at once.
      const requirement = aRequirement({ approvals: index < 54 ? 0 : 1 });
      stage.ask(anOperation({ id, cardChannel, requirement, requestedAt: Date.now() }));
    }
    await stage.told();
    const running = ids.slice(0, 54);
    for (const id of running) {
      move(id, { kind: "submission-began" });
      move(id, { kind: "started", taskId: null, requestId: null });
    }
    await stage.told();

    const progress = { done: 1, total: 3, failed: 0, stage: null, settlingSince: null };
    for (let round = 0; round < 2; round += 1) {
      for (const id of running) move(id, { kind: "progressed", progress: { ...progress, seenAt: Date.now() } });
    }
    const before = edited().length;
    const decided = ids.slice(54);
    for (const id of decided) {
      const plan = all().find((operation) => operation.id === id)?.plan;
      if (plan !== undefined) {
        move(id, { kind: "voted", vote: aVote({ by: userId.parse("U0BOB"), fingerprint: plan.fingerprint }) });
      }
    }
    await stage.told();
    const shown = edited()
      .slice(before)
      .map(({ args }) => JSON.stringify(args));
    const places = decided.map((id) => shown.findIndex((call) => call.includes(id)));
    // What was on its way already goes first, and another channel moves on while a line is posted in one: not half of what waited.
    expect(Math.min(...places)).toBeGreaterThanOrEqual(0);
    expect(Math.max(...places)).toBeLessThan(running.length / 2);
    expect(shown.length).toBeGreaterThan(running.length / 2);

    for (const id of running) move(id, { kind: "succeeded", nodes: 6 });
    for (const id of decided) move(id, { kind: "withdrawn", by: userId.parse("U0ALICE") });
    await stage.told();
    for (const { id, cardChannel, publication } of all()) {
      const messages = stage.workspace.messages(cardChannel);
      expect(messages.find(({ ts }) => ts === publication.card?.ts)?.text).toMatch(/Done|Withdrawn/);
      const lines = messages.filter(({ threadTs }) => threadTs === publication.card?.ts).map(({ text }) => text);
      const ends = lines.filter((line) => /Done|withdrew|Withdrawn/i.test(line)).length;
      expect(`${id}: ${ends}`).toBe(`${id}: 1`);
    }
    expect(stage.throttled()).toBe(0);
    expect(turns).toHaveLength(edited().length);
    expect(mostWithin(turns, minutesToMilliseconds(1) / speed)).toBeLessThanOrEqual(editsAMinute);
    // It was not for want of edits.
    expect(turns.length).toBeGreaterThan(3 * editsAMinute);
  }, 120_000);
});
