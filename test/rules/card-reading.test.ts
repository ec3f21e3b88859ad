/** What somebody who never read the documents takes from a card, a line about it, and a story. */
import { describe, expect, it } from "vitest";
import { changeReach } from "../../src/domain/watching/settings.ts";
import { mrkdwn } from "../../src/slack/mrkdwn.ts";
import { operationDocument } from "../../src/views/operation.ts";
import { wordsOf } from "../../src/words/catalogue.ts";
import { automatedPlan } from "../../src/domain/changes/automated-plan.ts";
import { type ApproveRepairChange } from "../../src/domain/changes/approve-repair.ts";
import { usualRepairLabels } from "../../src/domain/repair-labels.ts";
import { targetOf } from "../../src/domain/changes/target.ts";
import type { State } from "../../src/domain/operation.ts";
import { seal } from "../../src/domain/plan.ts";
import { anOperation, aPool, people, start } from "../support/builders.ts";

const english = wordsOf("en");
const chinese = wordsOf("zh-CN");

const planned = seal(
  automatedPlan(
    aPool(),
    {
      id: "P-1",
      cluster: aPool().cluster.id,
      targetType: "nodepool",
      targetId: "np1",
      type: "CVE_FIX",
      state: "scheduled",
      startsAt: start,
      endsAt: null,
      reason: null,
      taskId: null,
    },
    "hold",
    [],
  ),
);

const repair: ApproveRepairChange = {
  kind: "approve-repair",
  target: targetOf(aPool()),
  node: "n1",
  uid: null,
  instanceId: null,
  faults: [],
  faultySince: null,
  labels: usualRepairLabels,
  access: "kubernetes",
};

function factsOf(operation: Parameters<typeof operationDocument>[0], words = english): string {
  return operationDocument(operation, words, start)
    .sections.flatMap((section) => {
      if (section.kind === "facts") return section.facts.map(({ label, value }) => `${label}: ${mrkdwn(value)}`);
      return section.kind === "paragraph" ? [mrkdwn(section.text)] : [];
    })
    .join("\n");
}

describe("a card that is over", () => {
  const waiting = anOperation({ state: { stage: "awaiting-sign-off", until: start, reminded: false } });
  const ended = anOperation({ state: { stage: "expired", at: start } });

  it("does not go on waiting for decisions", () => {
    expect(factsOf(waiting)).toContain("Decisions: none yet");
    expect(factsOf(ended)).toMatch(/Decisions: none$/m);
    expect(factsOf(ended, chinese)).toMatch(/审批记录: 无$/m);
  });

  it("says that nothing was done, where what it rested on has moved", () => {
    const differences = [{ fact: "desired-size", planned: "3", present: "4" }] as const;
    const stale = anOperation({ state: { stage: "stale", at: start, differences } });
    expect(factsOf(stale)).toMatch(/what it rested on has changed, so it was not run/);
    expect(factsOf(stale, chinese)).toContain("计划所依据的状态已变化，因此未执行");
  });

  it("says why ACK's plan is cancelled", () => {
    const inState = (state: State) => factsOf(anOperation({ plan: planned, state }));
    expect(inState({ stage: "expired", at: start })).toContain(
      "Nobody signed it off in time, so Lifeguard has ACK cancel the plan",
    );
    const rejected = inState({ stage: "rejected", at: start, by: people.bob, reason: null });
    expect(rejected).toMatch(/^Lifeguard has ACK cancel the plan/m);
  });
});

describe("a line about what ACK begins", () => {
  it("is a thing, not something that happens now: its stage stands beside it, for weeks", () => {
    expect(mrkdwn(english.changes.sentence(planned.change))).toMatch(
      /^ACK's plan for `prod\/prod-pool` \(a fix of vulnerabilities from .*\)$/,
    );
    expect(mrkdwn(english.changes.sentence(repair))).toMatch(/^ACK's repair of the node /);
  });
});

describe("a configuration that somebody changed elsewhere", () => {
  const told = (paths: readonly string[], more = 0) =>
    changeReach({ differences: paths.map((path) => ({ path, from: null, to: "1" })), more });

  it("is told by whom it reaches", () => {
    expect(told(["kubernetes_config.labels[tier]", "scaling_group.tags[team]"])).toBe("all-nodes");
    expect(told(["scaling_group.instance_types", "kubernetes_config.cpu_policy"])).toBe("new-nodes");
    expect(told(["auto_scaling.max_instances"])).toBe("pool");
    expect(told(["auto_scaling.max_instances", "scaling_group.instance_types"])).toBe("mixed");
    expect(told(["kubernetes_config.taints[a]"], 3)).toBe("mixed");
  });
});
