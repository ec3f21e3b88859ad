import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { weekdays } from "../../src/domain/cluster.ts";
import { channelId, operationId } from "../../src/domain/ids.ts";
import { follow } from "../../src/domain/lifecycle.ts";
import type { NodePool } from "../../src/domain/node-pool.ts";
import type { Operation } from "../../src/domain/operation.ts";
import { actionsOf } from "../../src/domain/operation-actions.ts";
import { healthOf, worstFirst } from "../../src/domain/pool-health.ts";
import { toViewBlocks } from "../../src/slack/blocks.ts";
import { type HomeContent, homeDocument } from "../../src/views/home.ts";
import { plainText } from "../../src/views/plain-text.ts";
import { wordsOf } from "../../src/words/catalogue.ts";
import {
  aPerson,
  aPool,
  aVote,
  anOperation,
  homeTeam,
  minute,
  nodesOf,
  people,
  plainUpgrade,
  runningOperation,
  scalePlan,
  start,
  upgradePlan,
} from "../support/builders.ts";

const words = wordsOf("en");
const viewers = {
  requester: voter(people.alice, []),
  approver: voter(people.bob, ["default"]),
  other: voter(people.carol, []),
};
const waiting = anOperation({ state: { stage: "awaiting-sign-off", until: start + 60 * minute, reminded: false } });
const proposal = { by: people.bob, at: start, plan: scalePlan(4) };

function voter(id: (typeof people)[keyof typeof people], groups: readonly string[]) {
  const own = { person: aPerson({ id }), groups };
  return { own, standing: own };
}

function actions(operation: Operation, who: keyof typeof viewers): readonly string[] {
  return actionsOf(operation, viewers[who], homeTeam);
}

describe("what somebody may do about an operation", () => {
  const upgrade = upgradePlan({ ...plainUpgrade, pause: "every" });
  const running = runningOperation(upgrade);
  const paused = follow(running, { kind: "paused" }, start + minute) ?? running;

  it.each<[string, Operation, keyof typeof viewers, readonly string[]]>([
    ["who asked takes it back", waiting, "requester", ["withdraw"]],
    ["an approver decides", waiting, "approver", ["approve", "reject", "narrow"]],
    ["others look", waiting, "other", []],
    ["who has voted has voted", { ...waiting, votes: [aVote()] }, "approver", []],
    [
      "where silence is the agreement there is nothing to approve",
      { ...waiting, requirement: { ...waiting.requirement, veto: true } },
      "approver",
      ["reject", "narrow"],
    ],
    [
      "who asked answers a proposal",
      { ...waiting, proposal },
      "requester",
      ["take-proposal", "decline-proposal", "withdraw"],
    ],
    ["who asked steers what runs", running, "requester", ["pause", "cancel"]],
    ["an approver steers what runs", running, "approver", ["pause", "cancel"]],
    ["others do not", running, "other", []],
    ["nobody gives a go-ahead to a request of theirs", paused, "requester", ["cancel"]],
    ["an approver gives the go-ahead", paused, "approver", ["resume", "cancel"]],
    [
      "who asked plans again what has drifted",
      { ...waiting, state: { stage: "stale", at: start, differences: [] } },
      "requester",
      ["plan-again"],
    ],
  ])("%s", (_, operation, who, expected) => {
    expect(actions(operation, who)).toEqual(expected);
  });

  it("is nothing for whoever is excluded, whatever groups they are in", () => {
    const guest = { person: aPerson({ guest: true }), groups: ["default"] };
    for (const operation of [waiting, running, paused]) {
      expect(actionsOf(operation, { own: guest, standing: guest }, homeTeam)).toEqual([]);
    }
  });
});

describe("pools", () => {
  const pools: Readonly<Record<string, NodePool>> = {
    well: aPool({ name: "a-well" }),
    busy: aPool({ name: "b-busy", state: "scaling", nodes: nodesOf(3, { initial: 1, serving: 2 }) }),
    degraded: aPool({ name: "c-degraded", nodes: nodesOf(3, { failed: 1, serving: 2 }) }),
    silent: aPool({ name: "d-silent", nodes: nodesOf(3, { serving: 2 }) }),
    broken: aPool({ name: "e-broken", state: "delete_failed" }),
  };

  it("that need somebody's eye come first", () => {
    const order = worstFirst(Object.values(pools)).map(({ name }) => name);
    expect(order).toEqual(["e-broken", "c-degraded", "d-silent", "b-busy", "a-well"]);
    expect(healthOf(aPool({ nodes: nodesOf(0) }))).toBe("well");
  });

  it("are shown by the worst twenty, and counted", () => {
    const many = Array.from({ length: 30 }, (_, index) => aPool({ name: `pool-${index}` }));
    const clusters = {
      seen: [{ name: "prod", pools: [...many, ...Object.values(pools)], window: null }],
      notKnown: [],
      leftOut: 0,
    };
    const shown = text(content({ clusters }));
    expect(shown).toContain("e-broken");
    expect(shown).toContain("and 15 more");
    expect(shown).toContain("35 pools, 31 of them well");
  });

  it("that ACK does not tell of are not known, and nothing else is held up", () => {
    expect(text(content({ clusters: null }))).toContain("Asking ACK");
    const silent = { seen: [], notKnown: ["prod", "staging"], leftOut: 3 };
    expect(text(content({ clusters: silent }))).toMatch(
      /Not known: ACK did not answer in time for `prod`, `staging`.*3 more clusters/,
    );
  });
});

describe("a Home", () => {
  const seen = (operation: Operation, who: keyof typeof viewers): HomeContent["open"][number] => ({
    operation,
    actions: actionsOf(operation, viewers[who], homeTeam),
  });

  it("has each operation in one place, with the buttons that its viewer may press", () => {
    const second = anOperation({ ...waiting, id: operationId.parse("op-2222"), requester: people.bob });
    const blocks = toViewBlocks(
      homeDocument(content({ open: [seen(waiting, "approver"), seen(second, "approver")] }), words),
    );
    expect(labels(blocks)).toEqual(
      expect.arrayContaining(["Approve", "Reject", "Propose less", "Withdraw", "Refresh", "All pools"]),
    );
    expect(labels(blocks).filter((label) => label === "Withdraw")).toHaveLength(1);
    expect(JSON.stringify(blocks).split("`op-7f3k`")).toHaveLength(2);
    expect(JSON.stringify(blocks)).toMatch(/Waits for you.*op-7f3k.*You asked for.*op-2222/s);
  });

  it("tells which channels its viewer had follow something", () => {
    const subscription = {
      channel: channelId.parse("C0TEAM"),
      clusters: ["prod"],
      pools: ["prod-*"],
      kinds: null,
      severity: "warning",
      quiet: null,
      since: start,
      by: people.bob,
    } as const;
    expect(text(content({ subscriptions: [subscription] }))).toMatch(/had follow something.*<#C0TEAM> .*prod-\*/);
    expect(text(content({}))).not.toContain("had follow something");
  });

  it("says on which days a channel is left in peace", () => {
    const hours = { from: 22 * 60, to: 7 * 60, zone: 480 };
    const subscription = {
      channel: channelId.parse("C0TEAM"),
      clusters: null,
      pools: null,
      kinds: null,
      severity: "info",
      quiet: { ...hours, days: ["Saturday", "Sunday"] },
      since: start,
      by: people.bob,
    } as const;
    const daily = { ...subscription, quiet: { ...hours, days: weekdays } };
    const sentences = [subscription, daily].flatMap((each) =>
      [words, wordsOf("zh-CN")].map(({ stories }) => plainText(stories.subscriptionSentence(each))),
    );
    expect(sentences).toEqual([
      "every cluster: everything; quiet on Saturday, Sunday from 22:00 to 07:00 +08:00",
      "所有集群（全部动态，静默时段为周六、周日 22:00 至 07:00 +08:00）",
      "every cluster: everything; quiet every day from 22:00 to 07:00 +08:00",
      "所有集群（全部动态，静默时段为每天 22:00 至 07:00 +08:00）",
    ]);
  });

  it("says what somebody may do, and offers commands where they are served", () => {
    expect(text(content({ served: false }))).not.toContain("All pools");
    expect(text(content({ rights: { asks: false, groups: [], standsInFor: [] } }))).toContain(
      "You may look at everything",
    );
    const delegation = { from: people.carol, to: people.bob, since: start, until: start + minute, reason: null };
    const rights = { asks: true, groups: ["default"], standsInFor: [delegation] };
    expect(text(content({ rights }))).toMatch(/ask for changes, and sign off as `default`.*on behalf of <@U0CAROL>/);
  });

  it("fits into Slack's limits whatever there is, and what waits for somebody is in it", () => {
    const arbitraryOperation = fc
      .tuple(
        fc.constantFrom<keyof typeof viewers>("requester", "approver", "other"),
        fc.constantFrom(waiting, runningOperation(upgradePlan()), { ...waiting, proposal }),
        fc.string({ maxLength: 3_000 }),
      )
      .map(([who, operation, reason]) => seen({ ...operation, reason }, who));
    fc.assert(
      fc.property(
        fc.array(arbitraryOperation, { maxLength: 80 }),
        fc.array(fc.string({ minLength: 1, maxLength: 600 }), { maxLength: 60 }),
        (open, names) => {
          const pools = names.map((name) => aPool({ name, state: "failed" }));
          const clusters = { seen: [{ name: "prod", pools, window: null }], notKnown: names.slice(0, 20), leftOut: 0 };
          const blocks = toViewBlocks(
            homeDocument(
              content({ open, clusters, ended: open.slice(0, 9).map((each) => ({ ...each, actions: [] })) }),
              words,
            ),
          );
          expect(blocks.length).toBeLessThanOrEqual(100);
          const approvable = open.filter(({ actions: may }) => may.includes("approve")).length;
          expect(labels(blocks).filter((label) => label === "Approve")).toHaveLength(Math.min(6, approvable));
          const lengths = blocks.map((block) => (block.type === "section" ? (block.text?.text.length ?? 0) : 0));
          expect(Math.max(...lengths)).toBeLessThanOrEqual(3_000);
        },
      ),
      { numRuns: 30 },
    );
  });
});

function content(over: Partial<HomeContent>): HomeContent {
  return {
    viewer: people.bob,
    rights: { asks: true, groups: ["default"], standsInFor: [] },
    open: [],
    ended: [],
    freezes: [],
    subscriptions: [],
    clusters: null,
    served: true,
    slash: "/pool",
    at: start,
    ...over,
  };
}

function text(of: HomeContent): string {
  return JSON.stringify(toViewBlocks(homeDocument(of, words)));
}

function labels(blocks: ReturnType<typeof toViewBlocks>): readonly string[] {
  return blocks.flatMap((block) =>
    block.type === "actions"
      ? block.elements.flatMap((element) => (element.type === "button" ? [element.text.text] : []))
      : [],
  );
}
