import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { ClusterEvent, OperationPlan } from "../../src/domain/cloud.ts";
import { approveRepair } from "../../src/domain/changes/approve-repair.ts";
import { channelId, taskId } from "../../src/domain/ids.ts";
import type { KubernetesNode } from "../../src/domain/kubernetes-node.ts";
import type { NodePool } from "../../src/domain/node-pool.ts";
import type { Operation } from "../../src/domain/operation.ts";
import { seal } from "../../src/domain/plan.ts";
import { usualRepairLabels } from "../../src/domain/repair-labels.ts";
import type { Memory, Sight } from "../../src/domain/watching/memory.ts";
import { nextDelivery, usualPace } from "../../src/domain/watching/delivery.ts";
import { alertRuleOf } from "../../src/domain/watching/events.ts";
import type { News } from "../../src/domain/watching/news.ts";
import { notice } from "../../src/domain/watching/notice.ts";
import {
  attemptIn,
  type Happening,
  postIn,
  type Story,
  tellStories,
  withAttempt,
  withAttemptDone,
  withoutAttempt,
  withPost,
} from "../../src/domain/watching/story.ts";
import type { Subscription } from "../../src/domain/watching/subscription.ts";
import { wordsOf } from "../../src/words/catalogue.ts";
import { mrkdwn } from "../../src/slack/mrkdwn.ts";
import {
  aCluster,
  anOperation,
  aPool,
  minute,
  nodesOf,
  runningOperation,
  scalePlan,
  start,
} from "../support/builders.ts";
import { days, labelAt, live, looks } from "../support/watched-day.ts";

const pool = aPool();
const labelled = (value: string): NodePool =>
  aPool({ settings: { kubernetes_config: { labels: [{ key: "team", value }] }, nodepool_info: { updated: value } } });

function sight(over: Partial<Sight> = {}): Sight {
  return {
    at: start,
    cluster: aCluster(),
    pools: [pool],
    tasks: [],
    lostTasks: [],
    plans: [],
    events: [],
    nodes: new Map(),
    vulnerabilities: new Map(),
    ...over,
  };
}

/** What looks give, one after another a minute apart; the first one tells nothing. */
function through(
  seen: readonly Partial<Sight>[],
  operations: readonly Operation[] = [],
  cards = false,
): readonly Happening[] {
  let known: Memory | null = null;
  return seen.flatMap((each, index) => {
    const { memory, happenings } = notice(known, sight({ at: start + index * minute, ...each }), operations, cards);
    known = memory;
    return happenings;
  });
}

const kindsOf = (happenings: readonly Happening[]): readonly string[] =>
  happenings.flatMap(({ news }) => (news === null ? [] : [news.kind]));

const askingNode: KubernetesNode = {
  name: "node-1",
  uid: "u-1",
  version: "1",
  labels: {},
  taints: [],
  conditions: [],
  instanceId: "i-1",
  poolId: pool.id,
};

const plan = (over: Partial<OperationPlan> = {}): OperationPlan => ({
  id: "P-1",
  cluster: aCluster().id,
  type: "KUBELET_UPGRADE",
  state: "scheduled",
  reason: null,
  targetType: "nodepool",
  targetId: pool.id,
  startsAt: start + 5 * 60 * minute,
  endsAt: null,
  taskId: null,
  ...over,
});

describe("what a look tells", () => {
  it("the first one nothing, whatever there is", () => {
    const event: ClusterEvent = {
      id: "e",
      cluster: aCluster().id,
      type: "x",
      level: "error",
      subject: pool.id,
      reason: "nlc-drain-node-err",
      message: null,
      at: start,
    };
    const broken = aPool({ nodes: nodesOf(3, { failed: 2, serving: 1 }), state: "active" });
    expect(through([{ pools: [broken], events: [event], plans: [plan()] }])).toEqual([]);
  });

  it.each<[string, readonly Partial<Sight>[], readonly string[]]>([
    [
      "a size",
      [{}, { pools: [aPool({ sizing: { mode: "manual", desiredSize: 5 }, state: "scaling" })] }],
      ["resizing"],
    ],
    [
      "a size that is reached",
      [{}, { pools: [aPool({ sizing: { mode: "manual", desiredSize: 5 }, nodes: nodesOf(5) })] }],
      ["resizing", "resized"],
    ],
    [
      "a configuration",
      [{ pools: [labelled("a")] }, { pools: [labelled("b")] }, { pools: [labelled("b")] }],
      ["changed"],
    ],
    ["a new pool", [{ pools: [] }, { pools: [aPool({ state: "initial" })] }, {}], ["creating", "created"]],
    [
      "a pool that could not be made",
      [{ pools: [] }, { pools: [aPool({ state: "initial" })] }, { pools: [aPool({ state: "failed" })] }],
      ["creating", "creation-failed"],
    ],
    ["a pool that goes", [{}, { pools: [aPool({ state: "deleting" })] }, { pools: [] }], ["deleting", "deleted"]],
    ["a repair", [{}, { pools: [aPool({ state: "repairing" })] }, {}], ["repairing", "repaired"]],
    [
      "a repair that does not help",
      [{}, { pools: [aPool({ state: "repairing" })] }, { pools: [aPool({ nodes: nodesOf(3, { failed: 1 }) })] }],
      ["repairing", "not-repaired"],
    ],
    [
      "a plan",
      [{}, { plans: [plan()] }, { plans: [plan()] }, { plans: [plan({ state: "canceled" })] }],
      ["plan-made", "plan-cancelled"],
    ],
    ["a plan that is near", [{}, { plans: [plan({ startsAt: start + 30 * minute })] }], ["plan-soon"]],
    [
      "a plan whose check fails",
      [{}, { plans: [plan()] }, { plans: [plan({ state: "validatingfailed" })] }],
      ["plan-made", "plan-refused"],
    ],
  ])("%s", (_, seen, kinds) => {
    expect(kindsOf(through(seen))).toEqual(kinds);
  });

  it("a degradation that lasts, and its end; not one that is gone at the next look", () => {
    const broken = aPool({ nodes: nodesOf(3, { failed: 1, serving: 2 }) });
    expect(kindsOf(through([{}, { pools: [broken] }, {}]))).toEqual([]);
    expect(kindsOf(through([{}, { pools: [broken] }, { pools: [broken] }, { pools: [broken] }, {}]))).toEqual([
      "degraded",
      "well",
    ]);
  });

  it("nothing of nodes that come and go as they should", () => {
    const growing = aPool({ state: "scaling", nodes: nodesOf(3, { total: 5, initial: 2 }) });
    const told = kindsOf(through([{}, { pools: [growing] }, { pools: [growing] }]));
    expect(told).not.toContain("degraded");
  });

  it("a plan and its task as one story", () => {
    const begun = plan({ state: "executing", taskId: "T-9", startsAt: start });
    const task = {
      id: taskId.parse("T-9"),
      type: "nodepool_upgrade",
      state: "running" as const,
      created: start,
      error: null,
      targetId: pool.id,
      stage: null,
      results: [{ item: "i-1", outcome: "pending" as const }],
    };
    const told = through([
      {},
      { plans: [plan()] },
      { plans: [begun], tasks: [task] },
      { plans: [begun], tasks: [{ ...task, state: "succeeded", results: [{ item: "i-1", outcome: "succeeded" }] }] },
      { plans: [{ ...begun, state: "executed" }], tasks: [] },
    ]);
    expect(kindsOf(told)).toEqual(["plan-made", "started", "finished"]);
    expect(new Set(told.map(({ story }) => story.key))).toEqual(new Set(["plan:P-1"]));
  });

  it("a plan whose task ACK names late as begun, once, however often it is looked at", () => {
    const late = plan({ state: "scheduled", startsAt: start - 30 * minute });
    const named = { ...late, state: "executing" as const, taskId: "T-9" };
    const task = {
      id: taskId.parse("T-9"),
      type: "nodepool_upgrade",
      state: "running" as const,
      created: start + 2 * minute,
      error: null,
      targetId: pool.id,
      stage: null,
      results: [{ item: "i-1", outcome: "pending" as const }],
    };
    const told = through([
      {},
      { plans: [late] },
      { plans: [late], tasks: [task] },
      ...Array.from({ length: 4 }, () => ({ plans: [named], tasks: [task] })),
      { plans: [named], tasks: [{ ...task, state: "succeeded" as const }] },
      { plans: [{ ...named, state: "executed" as const }], tasks: [] },
    ]);
    expect(told.map(({ story, news }) => `${story.key} ${news?.kind}`)).toEqual([
      "plan:P-1 plan-soon",
      "task:T-9 started",
      "plan:P-1 started",
      "task:T-9 finished",
    ]);
  });

  it.each<[string, Partial<OperationPlan>]>([
    ["with its task", { taskId: "T-9" }],
    ["without a task that ACK names", {}],
  ])("no plan that has a card, %s, nor what it moves", (_, over) => {
    const begun = plan({ state: "executing", startsAt: start, ...over });
    const task = {
      id: taskId.parse("T-9"),
      type: "nodepool_upgrade",
      state: "running" as const,
      created: start,
      error: null,
      targetId: pool.id,
      stage: null,
      results: [{ item: "i-1", outcome: "pending" as const }],
    };
    const runtime = (version: string): NodePool =>
      aPool({ settings: { kubernetes_config: { runtime_version: version } } });
    const seen = [
      { pools: [runtime("1.6")] },
      { pools: [runtime("1.6")], plans: [plan()] },
      { pools: [runtime("1.6")], plans: [plan({ startsAt: start + 10 * minute })] },
      { pools: [runtime("1.6")], plans: [begun], tasks: [task] },
      { pools: [runtime("2.1")], plans: [begun], tasks: [{ ...task, state: "succeeded" as const }] },
      { pools: [runtime("2.1")], plans: [{ ...begun, state: "executed" }], tasks: [] },
    ];
    expect(kindsOf(through(seen, [], true))).toEqual([]);
    expect(kindsOf(through(seen))).toContain("plan-soon");
  });

  it("plans that get no card all the same: of the cluster itself, and those that ACK drops unseen", () => {
    const cards = true;
    const ofCluster = plan({ type: "CLUSTER_UPGRADE_MASTER", targetId: aCluster().id });
    expect(kindsOf(through([{}, { plans: [ofCluster] }], [], cards))).toEqual(["plan-made"]);
    const dropped = plan({ state: "validatingfailed" });
    expect(kindsOf(through([{}, { plans: [dropped] }], [], cards))).toEqual(["plan-refused"]);
    expect(kindsOf(through([{}, { plans: [plan()] }, { plans: [dropped] }], [], cards))).toEqual([]);
  });

  it("a repair by its story or by the card that ACK asks on, never by both", () => {
    const seen = [{}, { pools: [aPool({ state: "repairing" })] }, {}];
    const asked = anOperation({ plan: seal(approveRepair(pool, askingNode, usualRepairLabels)) });
    expect(kindsOf(through(seen, [asked], true))).toEqual([]);
    const overtaken: Operation = { ...asked, state: { stage: "stale", at: start, differences: [] } };
    expect(kindsOf(through(seen, [overtaken], true))).toEqual(["repairing", "repaired"]);
  });

  it("nothing that an operation of ours does, and what others do meanwhile all the same", () => {
    const running = runningOperation(scalePlan(6), {
      journal: [
        { at: start, event: { kind: "submission-began" } },
        { at: start, event: { kind: "started", taskId: taskId.parse("T-1"), requestId: null } },
      ],
    });
    const scaling = aPool({ state: "scaling", sizing: { mode: "manual", desiredSize: 6 } });
    const task = { id: taskId.parse("T-1"), type: "cluster_scaleout", state: "failed" as const, created: start };
    const failed = { ...task, error: { code: "x", message: "" }, targetId: pool.id, stage: null, results: [] };
    expect(kindsOf(through([{}, { pools: [scaling], tasks: [failed] }], [running]))).toEqual([]);
    const also = { ...scaling, settings: labelled("b").settings };
    expect(kindsOf(through([{}, { pools: [also] }], [running]))).toEqual(["changed"]);
  });

  it("never a secret", () => {
    const withSecrets = (value: string): NodePool =>
      aPool({
        settings: {
          scaling_group: { login_password: `pass-${value}` },
          kubernetes_config: { user_data: Buffer.from(`token=${value}`).toString("base64") },
        },
      });
    let known: Memory | null = null;
    const written = ["one", "two"].map((value) => {
      const given = notice(known, sight({ pools: [withSecrets(value)] }), [], false);
      known = given.memory;
      return JSON.stringify(given);
    });
    expect(written[1]).toContain('"changed"');
    const secrets = ["pass-one", "pass-two", Buffer.from("token=one").toString("base64")];
    for (const secret of secrets) expect(written.join("")).not.toContain(secret);
  });

  it.each([
    ["sls.app.ack.nlc.drain_node_fail", "sls.app.ack.nlc.drain_node_fail"],
    ["rule nlc-sel-repair-err fired", "nlc-sel-repair-err"],
    ["NodePoolUpgradeFailed", null],
  ])("of an event %s the rule %s", (message, rule) => {
    expect(alertRuleOf({ type: "x", reason: null, message })).toBe(rule);
  });
});

describe("a day, however it is split into looks, with crashes and outages between", () => {
  it("tells each alert exactly once, in order", () => {
    fc.assert(
      fc.property(days, looks, (day, over) => {
        const told = live(day, over).flatMap(({ news }) => (news?.kind === "alert" ? [news.message] : []));
        const expected = day.alerts.toSorted((one, other) => one.at - other.at).map(({ id }) => id);
        expect(told).toHaveLength(expected.length);
        expect(new Set(told)).toEqual(new Set(expected));
        const times = told.map((id) => day.alerts.find((alert) => alert.id === id)?.at ?? 0);
        expect(times).toEqual(times.toSorted((one, other) => one - other));
      }),
    );
  });

  it("tells each upgrade from its one beginning through growing counts to its one end", () => {
    fc.assert(
      fc.property(days, looks, (day, over) => {
        const told = live(day, over);
        for (const task of day.tasks) {
          const own = told.filter(({ story }) => story.key === `task:${task.id}`).map(({ news }) => news);
          const kinds = own.map((news) => news?.kind);
          const end = { succeeded: "finished", failed: "failed", cancelled: "cancelled" }[task.ends];
          expect(kinds.filter((kind) => kind !== "batch")).toEqual(["started", end]);
          expect([kinds[0], kinds.at(-1)]).toEqual(["started", end]);
          const counts = own.flatMap((news) => (news?.kind === "batch" ? [news.done] : []));
          expect(counts).toEqual([...new Set(counts)].toSorted((one, other) => one - other));
        }
      }),
    );
  });

  it("tells changes of the configuration that join up from the first state to the last", () => {
    fc.assert(
      fc.property(days, looks, (day, over) => {
        const steps = live(day, over).flatMap(({ news }) => (news?.kind === "changed" ? news.differences : []));
        const value = (side: string | null | undefined): string | null => side?.replace("team=", "") ?? null;
        let at = labelAt(day, 0);
        for (const step of steps) {
          expect(value(step.from)).toBe(at);
          at = value(step.to);
        }
        expect(at).toBe(labelAt(day, 2_500));
      }),
    );
  });

  it("tells that a pool is degraded and well by turns, and ends well", () => {
    fc.assert(
      fc.property(days, looks, (day, over) => {
        const told = kindsOf(live(day, over)).filter((kind) => kind === "degraded" || kind === "well");
        expect(told).toEqual(told.map((_, index) => (index % 2 === 0 ? "degraded" : "well")));
        expect(told.length % 2).toBe(0);
      }),
    );
  });
});

const ops = channelId.parse("C0OPS");
const all: Subscription = {
  channel: ops,
  clusters: null,
  pools: null,
  kinds: null,
  severity: "info",
  quiet: null,
  since: 0,
  by: null,
};

function stories(count: number, news: News = { kind: "created", nodes: 3 }, at = start): readonly Story[] {
  const made = Array.from({ length: count }, (_, index): Happening => ({
    story: { key: `k-${index}`, kind: "creation", pool: { id: pool.id, name: pool.name } },
    at,
    news,
    closes: true,
  }));
  return tellStories([], made, { cluster: aCluster(), noticedAt: at });
}

describe("what a channel is told", () => {
  const broken: News = { kind: "creation-failed", reason: null };

  it("is each story by itself while there are few", () => {
    expect(nextDelivery(ops, stories(5), [all], start).kind).toBe("post");
  });

  it("is a digest where many begin at once, a little later so that they gather", () => {
    expect(nextDelivery(ops, stories(6), [all], start)).toEqual({ kind: "wait", until: start + usualPace.gather });
    const later = nextDelivery(ops, stories(6), [all], start + usualPace.gather);
    expect(later).toMatchObject({ kind: "digest", why: "many", stories: { length: 6 } });
    // What is critical gathers nobody's patience.
    expect(nextDelivery(ops, stories(6, broken), [all], start).kind).toBe("digest");
  });

  it("keeps to quiet hours, but for what is critical, and gathers what came in them", () => {
    const night = { days: ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"] } as const;
    // 08:00 UTC is within them; they end at 09:00.
    const quiet = { ...all, quiet: { ...night, from: 7 * 60, to: 9 * 60, zone: 0 } };
    const end = start + 60 * minute;
    expect(nextDelivery(ops, stories(2), [quiet], start)).toEqual({ kind: "wait", until: end });
    expect(nextDelivery(ops, stories(2, broken), [quiet], start).kind).toBe("post");
    expect(nextDelivery(ops, stories(2), [quiet], end)).toMatchObject({ kind: "digest", why: "quiet" });
    // Another subscription of the channel that is not quiet lets it through.
    expect(nextDelivery(ops, stories(2), [quiet, all], start).kind).toBe("post");
  });

  it.each<[string, Partial<Subscription>, boolean]>([
    ["another kind", { kinds: ["upgrade"] }, false],
    ["its kind", { kinds: ["creation"] }, true],
    ["another pool", { pools: ["web-*"] }, false],
    ["its pool by a pattern", { pools: ["prod-*"] }, true],
    ["another cluster", { clusters: ["staging"] }, false],
    ["what matters more", { severity: "warning" }, false],
    ["what came later", { since: start + 1 }, false],
  ])("by a subscription to %s: %j", (_, over, told) => {
    expect(nextDelivery(ops, stories(1), [{ ...all, ...over }], start).kind).toBe(told ? "post" : "nothing");
  });

  it("is every entry exactly once in its place, whenever Slack is there, and whether or not its answers come", () => {
    const counts = fc.array(fc.integer({ min: 0, max: 4 }), { minLength: 1, maxLength: 12 });
    const fates = fc.infiniteStream(fc.constantFrom("answers", "answers", "away", "answer-lost" as const));
    fc.assert(
      fc.property(counts, fates, (added, fate) => {
        let present: readonly Story[] = [];
        /** What stands in the channel, by what no two messages share. */
        const standing = new Map<string, readonly string[]>();
        let now = start;
        const write = (of: readonly Story[], change: (story: Story) => Story): void => {
          const keys = new Set(of.map(({ key }) => key));
          present = present.map((each) => (keys.has(each.key) ? change(each) : each));
        };
        const done = (story: Story): Story => {
          const own = attemptIn(story, ops);
          return own === null ? story : withAttemptDone(story, own, "1.1");
        };
        const post = (part: "message" | "thread" | "digest", of: readonly Story[]): void => {
          const mark = `${part} ${of.map(({ key, entries }) => `${key}:${entries.length}`).join()}`;
          write(of, (story) => withAttempt(story, { channel: ops, part, mark, told: story.entries.length, at: now }));
          const became = fate.next().value;
          if (became === "away") return write(of, (story) => withoutAttempt(story, ops));
          expect(standing.has(mark)).toBe(false);
          const told = of.flatMap((story) => {
            const from = part === "thread" ? (postIn(story, ops)?.told ?? 0) : 0;
            return story.entries.slice(from).map((_, index) => `${story.key} ${from + index}`);
          });
          standing.set(mark, told);
          if (became === "answers") write(of, done);
        };
        const work = (): boolean => {
          const next = nextDelivery(ops, present, [all], now);
          switch (next.kind) {
            case "nothing":
              return false;
            case "wait":
              now = Math.max(now + 1, next.until);
              return true;
            case "settle":
              write(next.stories, standing.has(next.attempt.mark) ? done : (story) => withoutAttempt(story, ops));
              return true;
            case "edit": {
              const known = postIn(next.story, ops);
              if (known === null || fate.next().value !== "answers") return true;
              write([next.story], (story) => withPost(story, { ...known, shown: next.story.entries.length }));
              return true;
            }
            case "digest":
              post("digest", next.stories);
              return true;
            case "post":
            case "thread":
              post(next.kind === "post" ? "message" : "thread", [next.story]);
              return true;
          }
        };
        for (const [index, count] of added.entries()) {
          now += minute;
          const happenings = Array.from({ length: count }, (_, place): Happening => ({
            story: { key: `k-${(index + place) % 3}`, kind: "upgrade", pool: null },
            at: now,
            news: { kind: "batch", done: index, total: 99, failed: 0 },
            closes: false,
          }));
          present = tellStories(present, happenings, { cluster: aCluster(), noticedAt: now });
          work();
        }
        for (let turn = 0; turn < 2_000 && work(); turn += 1);
        for (const story of present) {
          expect(postIn(story, ops)?.shown).toBe(story.entries.length);
          const lines = [...standing]
            .filter(([mark]) => mark.startsWith("thread"))
            .flatMap(([, told]) => told.filter((line) => line.startsWith(story.key)))
            .map((line) => Number(line.split(" ")[1]));
          expect(lines).toEqual([...new Set(lines)].toSorted((one, other) => one - other));
        }
        // One message for each story, but for what a digest told first.
        const messages = [...standing.keys()].filter((mark) => !mark.startsWith("thread"));
        expect(messages.length).toBeLessThanOrEqual(present.length * 2);
      }),
    );
  });
});

describe("every piece of news", () => {
  const { stories: said } = wordsOf("en");
  const examples: readonly News[] = [
    { kind: "plan-made", plan: "CVE_FIX", starts: start, ends: start },
    { kind: "plan-soon", plan: "IMAGE_UPGRADE", starts: start },
    { kind: "plan-cancelled", plan: "CVE_FIX", reason: "canceled by user" },
    { kind: "plan-refused", plan: "CVE_FIX", reason: null },
    { kind: "started", plan: null, total: 3 },
    { kind: "batch", done: 1, total: 3, failed: 1 },
    { kind: "paused", done: 1, total: 3 },
    { kind: "resumed" },
    { kind: "finished", done: 3, total: 3, failed: ["i-1"] },
    { kind: "failed", code: "DrainNodeTimeout", detail: "*x*", nodes: ["i-1"] },
    { kind: "cancelled", done: 1, total: 3 },
    { kind: "lost" },
    { kind: "resizing", from: 3, to: 6, by: "autoscaling" },
    { kind: "resized", nodes: 6 },
    { kind: "repairing", unwell: 1 },
    { kind: "repaired" },
    { kind: "not-repaired", unwell: 1 },
    { kind: "creating" },
    { kind: "created", nodes: 2 },
    { kind: "creation-failed", reason: "no stock" },
    { kind: "deleting", nodes: 2 },
    { kind: "deleted" },
    { kind: "deletion-failed", reason: null },
    { kind: "degraded", unwell: 1, total: 3, nodes: ["n-1"], state: "active" },
    { kind: "well", nodes: 3 },
    { kind: "changed", differences: [{ path: "a.b", from: null, to: "<!here>" }], more: 2 },
    { kind: "cve-found", names: ["CVE-2026-1"], urgent: 1, nodes: 3 },
    { kind: "cve-fixed", names: ["CVE-2026-1"], left: 0 },
    { kind: "alert", rule: "nlc-drain-node-err", message: "<!channel>" },
  ];

  it.each(examples.map((news) => [news.kind, news] as const))(
    "%s says what it means, and nothing of others mentions",
    (_, news) => {
      const [story] = stories(1, news);
      if (story === undefined) throw new Error("no story");
      const { meaning, next } = said.newsAdvice(story, "/pool");
      const written = [said.newsSentence(news), meaning, next ?? []].map((each) => mrkdwn(each)).join(" ");
      expect(written).not.toMatch(/<!(here|channel)|undefined|null|NaN/);
      expect(mrkdwn(meaning)).not.toBe("");
      expect(mrkdwn(said.newsSentence(news))).toMatch(/[.!]$|more$|^Somebody changed/);
    },
  );
});
