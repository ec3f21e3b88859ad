import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { toRepairLabels, wireRepairPolicy } from "../../src/ack/wire-repair-policy.ts";
import {
  approveRepair,
  approveRepairByHand,
  approveRepairConduct,
  approvingCommand,
} from "../../src/domain/changes/approve-repair.ts";
import { automatedPlan, automatedPlanConduct } from "../../src/domain/changes/automated-plan.ts";
import type { Evidence } from "../../src/domain/changes/evidence.ts";
import { planCancellation } from "../../src/domain/changes/plan-cancellation.ts";
import type { OperationPlan } from "../../src/domain/cloud.ts";
import { mayWithdraw } from "../../src/domain/eligibility.ts";
import { nodePoolId, operationId } from "../../src/domain/ids.ts";
import {
  isPlanOperation,
  isRepairOperation,
  type PlanOperation,
  planStep,
  shouldAsk,
} from "../../src/domain/initiatives.ts";
import { follow } from "../../src/domain/lifecycle.ts";
import type { KubernetesNode } from "../../src/domain/kubernetes-node.ts";
import { clear, reconcile, track } from "../../src/domain/observation.ts";
import { operation as storedOperation, type Operation, type State, type StateOf } from "../../src/domain/operation.ts";
import { driftOf, type Plan, seal } from "../../src/domain/plan.ts";
import { type Policy, requirementFor, subjectOf } from "../../src/domain/policy.ts";
import { mayInquire, usualRepairLabels } from "../../src/domain/repair-labels.ts";
import { SignedOff } from "../../src/domain/signed-off.ts";
import { pauseAfter } from "../../src/engine/initiatives.ts";
import {
  aCluster,
  anObservation,
  anOperation,
  aPolicyContext,
  aPool,
  aRequirement,
  aVote,
  minute,
  people,
  runningOperation,
  start,
} from "../support/builders.ts";

const hour = 60 * minute;
const key = usualRepairLabels.inquiring.key;
const asksByLabel = { [key]: "Inquiring" };
const taint = { key, value: "Unschedulable" };
const notReady = { type: "Ready", status: "False", reason: "KubeletNotReady", message: "gone", since: start - hour };

function aNode(over: Partial<KubernetesNode> = {}): KubernetesNode {
  return {
    name: "cn-hangzhou.10.0.0.7",
    uid: "uid-1",
    version: "7",
    labels: asksByLabel,
    taints: [taint],
    conditions: [notReady],
    instanceId: "i-bp1",
    poolId: "np1",
    ...over,
  };
}

const healthy = { labels: {}, taints: [], conditions: [{ ...notReady, status: "True" }] };
const nodeSeen = (node: KubernetesNode | null): Evidence => ({ kind: "node", node });

const repairPlan = (node = aNode()): Plan => seal(approveRepair(aPool(), node, usualRepairLabels));

function repairOperation(state: State, node = aNode(), over: Partial<Operation> = {}) {
  const made = anOperation({ plan: repairPlan(node), requester: null, state, ...over });
  if (!isRepairOperation(made)) throw new Error("not about a repair");
  return made;
}

describe("permission for a repair", () => {
  const { change, basis } = approveRepair(aPool(), aNode(), usualRepairLabels);
  const present = (evidence: Evidence) =>
    approveRepairConduct.basis(change, { cluster: aCluster(), pool: aPool(), evidence });
  const moved = (evidence: Evidence): readonly string[] =>
    driftOf(basis, present(evidence)).flatMap(({ fact, present: now }) => (fact === "inquiry" ? [now] : [fact]));

  it("is for one fault of one node, as long as ACK asks", () => {
    expect(moved(nodeSeen(aNode({ version: "8" })))).toEqual([]);
    expect(moved(nodeSeen(aNode({ labels: { [key]: "Approved" } })))).toContain("answered");
    expect(moved(nodeSeen(aNode(healthy)))).toContain("over");
    expect(moved(nodeSeen(null))).toContain("node-gone");
    expect(moved(nodeSeen(aNode({ uid: "uid-2" })))).toContain("node-gone");
    const other = { ...notReady, type: "NvidiaXID79Error", status: "True" };
    expect(moved(nodeSeen(aNode({ conditions: [notReady, other] })))).toEqual(["fault"]);
    expect(moved(nodeSeen(aNode({ conditions: [{ ...notReady, since: start }] })))).toEqual(["fault-since"]);
  });

  it("tells a hardware fault from one that a restart may cure", () => {
    const lost = { ...notReady, type: "NvidiaDeviceLost", status: "True" };
    expect(approveRepair(aPool(), aNode({ conditions: [lost] }), usualRepairLabels).effect.disruptions).toContain(
      "hardware-repaired",
    );
    expect(approveRepair(aPool(), aNode(), usualRepairLabels).effect.disruptions).toContain("instance-restarted");
  });

  it("is given by hand with one command", () => {
    expect(approvingCommand(change)).toBe(
      "kubectl label node cn-hangzhou.10.0.0.7 alibabacloud.com/node-needrepair=Approved --overwrite",
    );
  });

  it("needs a person, whatever a policy says", () => {
    const free: Policy = policyFor({ changes: null }, 0);
    const requirement = requirementFor(subjectOf(repairPlan()), [free], defaults, aPolicyContext());
    expect(requirement.approvals).toBe(1);
    expect(requirement.breakGlassBy).toEqual([]);
    const submitting = repairOperation({ stage: "submitting", since: start, unclear: null }, aNode(), { requirement });
    expect(SignedOff.from(submitting)).toBeNull();
    expect(
      SignedOff.from({ ...submitting, votes: [aVote({ fingerprint: submitting.plan.fingerprint })] }),
    ).not.toBeNull();
  });

  it("waits for a freeze, and not for a state of its pool", () => {
    const approved = repairOperation({ stage: "approved", since: start });
    const seen = anObservation({ pool: aPool({ state: "repairing" }), evidence: nodeSeen(aNode()) });
    const freeze = { name: "f", from: start - 1, to: start + 1, clusters: null, pools: null, allow: [] };
    expect(clear(approved, seen, [], [])).toBe("submit");
    expect(clear(approved, seen, [], [freeze])).toMatchObject({ kind: "held-up", by: { kind: "freeze" } });
    expect(clear(approved, { ...seen, evidence: nodeSeen(aNode(healthy)) }, [], [])).toMatchObject({ kind: "drifted" });
  });

  it("whose answer was lost is looked for on the node, and given again only where ACK still asks", () => {
    const lost = { stage: "submitting", since: start, unclear: "lost" } as const;
    const after = (node: KubernetesNode, passed: number) =>
      reconcile(repairOperation(lost), lost, anObservation({ at: start + passed, evidence: nodeSeen(node) }));
    expect(after(aNode({ labels: { [key]: "Approved" } }), 0)).toMatchObject({ kind: "started" });
    expect(after(aNode(healthy), 0)).toMatchObject({ kind: "started" });
    expect(after(aNode(), minute)).toBeNull();
    expect(after(aNode(), 2 * minute)).toMatchObject({ kind: "not-submitted" });
  });

  describe("once given", () => {
    const running = runningOperation(repairPlan());
    const seen = (node: KubernetesNode | null, at: number, settlingSince: number | null = null, pool = aPool()) => {
      const state = running.state;
      if (state.stage !== "running") throw new Error("it runs");
      const working: StateOf<"running"> = { ...state, progress: { ...state.progress, settlingSince, seenAt: at } };
      return track({ ...running, state: working }, working, anObservation({ at, pool, evidence: nodeSeen(node) }));
    };
    const approved = aNode({ labels: { [key]: "Approved" } });

    it("is followed until the node is well", () => {
      expect(seen(approved, start + minute)).toBeNull();
      expect(seen(aNode(healthy), start + minute)).toEqual({ kind: "succeeded", nodes: 1 });
    });

    it("fails where the node is gone, is not healed, asks again, or takes too long", () => {
      expect(seen(null, start)).toMatchObject({ kind: "failed", problem: { why: "node-gone" } });
      expect(seen(approved, start + 4 * hour)).toMatchObject({ kind: "failed", problem: { why: "overtime" } });
      const unlabelled = aNode({ labels: {} });
      expect(seen(unlabelled, start + hour)).toMatchObject({ kind: "progressed" });
      expect(seen(unlabelled, start + hour, start, aPool({ state: "repairing" }))).toMatchObject({
        kind: "progressed",
        progress: { settlingSince: null },
      });
      expect(seen(unlabelled, start + hour, start)).toMatchObject({ kind: "failed", problem: { why: "not-healed" } });
      expect(seen(aNode(), start + hour, start)).toMatchObject({ kind: "failed", problem: { why: "asks-again" } });
    });
  });

  it("is asked for once for each fault, and again where nobody decided", () => {
    const asked = (state: State, now = start) => shouldAsk(change, [repairOperation(state)], now);
    expect(shouldAsk(change, [], start)).toBe(true);
    expect(asked({ stage: "awaiting-sign-off", until: start, reminded: false })).toBe(false);
    expect(asked({ stage: "rejected", at: start, by: people.bob, reason: null }, start + 100 * hour)).toBe(false);
    expect(asked({ stage: "expired", at: start })).toBe(true);
    expect(asked({ stage: "withdrawn", at: start, by: null, unpostable: "not_in_channel" })).toBe(false);
    expect(asked({ stage: "withdrawn", at: start, by: null, unpostable: "not_in_channel" }, start + hour)).toBe(true);
    const later = aNode({ conditions: [{ ...notReady, since: start }] });
    const rejected = repairOperation({ stage: "rejected", at: start, by: people.bob, reason: null });
    expect(shouldAsk(approveRepair(aPool(), later, usualRepairLabels).change, [rejected], start)).toBe(true);
  });

  it("is asked for by hand again after a day's no, for nobody sees whether the fault is the same", () => {
    const node = {
      name: "n",
      instanceId: "i-1",
      status: "NotReady",
      instanceType: null,
      chargeType: null,
      source: null,
      created: null,
      error: null,
      addresses: [],
    };
    const preview = approveRepairByHand(aPool(), node, usualRepairLabels);
    const state: State = { stage: "rejected", at: start, by: people.bob, reason: null };
    const rejected = anOperation({ plan: seal(preview), requester: null, state });
    if (!isRepairOperation(rejected)) throw new Error("not about a repair");
    expect(shouldAsk(preview.change, [rejected], start + hour)).toBe(false);
    expect(shouldAsk(preview.change, [rejected], start + 25 * hour)).toBe(true);
  });
});

describe("pools that may ask", () => {
  const management = { ...aPool().management, approvalRequired: true };
  const policy = { management: { auto_repair_policy: { auto_repair_policy_id: "r-1" } } };

  it("repair by themselves, and want approval or have a policy of their own", () => {
    expect(mayInquire(aPool())).toBe(false);
    expect(mayInquire(aPool({ management }))).toBe(true);
    expect(mayInquire(aPool({ management: { ...management, autoRepair: false } }))).toBe(false);
    expect(mayInquire(aPool({ settings: policy }))).toBe(true);
  });

  it("ask by the labels of their policy's steps", () => {
    const labels = {
      inquiring: { key: "k8s.aliyun.com/incident", value: "inquiring" },
      approved: { key: "k8s.aliyun.com/incident", value: "approved" },
    };
    const intervention = { type: "label", inquiring_label: labels.inquiring, approved_label: labels.approved };
    const step = { intervention: { enable: true, ...intervention } };
    const answer = {
      rules: [{ repair_procedure: [step, step, { intervention: { enable: false, ...intervention } }] }, {}],
    };
    expect(toRepairLabels(wireRepairPolicy.parse(answer))).toEqual([labels]);
    expect(toRepairLabels(wireRepairPolicy.parse({}))).toEqual([]);
  });
});

const defaults = { name: "default", members: { kind: "users", users: [people.bob] } } as const;

function policyFor(match: Partial<Policy["match"]>, approvals: number): Policy {
  return {
    name: "a policy",
    match: {
      clusters: null,
      pools: null,
      changes: null,
      largestStep: null,
      managed: null,
      labels: {},
      hours: null,
      requesters: null,
      ...match,
    },
    require: {
      approvals,
      from: [],
      eachOf: [],
      rejections: 1,
      expiresIn: null,
      reason: false,
      selfApproval: false,
      otherPersonGoesAhead: false,
      inWindow: false,
      veto: null,
      escalateTo: null,
      breakGlassBy: [],
      more: [],
    },
  };
}

function aPlan(over: Partial<OperationPlan> = {}): OperationPlan {
  return {
    id: "P-1",
    cluster: aCluster().id,
    type: "KUBELET_UPGRADE",
    state: "scheduled",
    reason: null,
    targetType: "nodepool",
    targetId: nodePoolId.parse("np1"),
    startsAt: start + 2 * hour,
    endsAt: start + 3 * hour,
    taskId: null,
    ...over,
  };
}

const held = aRequirement({ policy: "hold", approvals: 1 });
const informed = aRequirement({ approvals: 0 });
const margin = 30 * minute;

function planOperation(
  state: State,
  mode: "hold" | "inform" = "hold",
  plan = aPlan(),
  over: Partial<Operation> = {},
): PlanOperation {
  const sealed = seal(automatedPlan(aPool(), plan, mode, []));
  const requirement = mode === "hold" ? held : informed;
  const made = anOperation({
    id: operationId.parse("op-plan"),
    plan: sealed,
    requester: null,
    requirement,
    state,
    ...over,
  });
  if (!isPlanOperation(made)) throw new Error("not about a plan");
  return made;
}

function cancellation(state: State): PlanOperation {
  const preview = planCancellation(aCluster(), aPlan(), aPool(), { kind: "no-time" });
  if (!preview.ok) throw new Error(preview.problem.code);
  const made = anOperation({ plan: seal(preview.value), requester: null, state });
  if (!isPlanOperation(made)) throw new Error("not about a plan");
  return made;
}

const awaiting: State = { stage: "awaiting-sign-off", until: start + hour, reminded: false };
const waiting: State = { stage: "waiting", since: start, for: { kind: "plan-start", at: start + 2 * hour } };
const rejected: State = { stage: "rejected", at: start, by: people.bob, reason: null };
const stale: State = { stage: "stale", at: start, differences: [] };

describe("what is done about a plan of ACK's", () => {
  const step = (
    plan: OperationPlan | null,
    known: readonly PlanOperation[] = [],
    over: Partial<Parameters<typeof planStep>[0]> = {},
  ) => planStep({ plan, known, requirement: held, freeze: null, now: start, margin, ...over });

  it("informs where no policy holds it, with a word about a freeze", () => {
    expect(step(aPlan(), [], { requirement: informed })).toMatchObject({ kind: "card", mode: "inform" });
    expect(step(aPlan(), [], { requirement: informed, freeze: "f" })).toMatchObject({
      kind: "card",
      warnings: [{ code: "plan-runs-anyway" }, { code: "plan-in-freeze", freeze: "f" }],
    });
    expect(step(aPlan(), [planOperation(waiting, "inform")], { requirement: informed })).toEqual({ kind: "nothing" });
  });

  it("holds it until the margin before its start", () => {
    expect(step(aPlan())).toMatchObject({ kind: "card", mode: "hold", requirement: { approvals: 1, expiresIn: 5400 } });
    expect(step(aPlan(), [planOperation(awaiting)])).toEqual({ kind: "nothing" });
    expect(step(aPlan({ startsAt: start + margin }))).toMatchObject({ kind: "cancel", cause: { kind: "no-time" } });
  });

  it("cancels what was rejected, expired, or falls into a freeze, by the policy's own consequence", () => {
    const byPolicy = { policy: "hold", approvals: 0 };
    expect(step(aPlan(), [planOperation(rejected)])).toMatchObject({
      kind: "cancel",
      cause: { kind: "rejected", by: people.bob },
      requirement: byPolicy,
    });
    expect(step(aPlan(), [planOperation({ stage: "expired", at: start })], { requirement: informed })).toMatchObject({
      kind: "cancel",
      cause: { kind: "no-sign-off" },
      requirement: byPolicy,
    });
    expect(step(aPlan(), [], { freeze: "f" })).toMatchObject({ kind: "cancel", cause: { kind: "freeze", name: "f" } });
    expect(step(aPlan(), [planOperation(waiting)], { freeze: "f" })).toMatchObject({
      kind: "overtake",
      differences: [{ fact: "plan-freeze", present: "f" }],
    });
  });

  it("cancels once, and again only a while after ACK refused", () => {
    const problem = { kind: "refused", code: "c", detail: "d", requestId: null } as const;
    const done = cancellation({ stage: "succeeded", at: start, since: start, nodes: 0 });
    const refused = cancellation({ stage: "failed", at: start, since: null, problem });
    const known = [planOperation(rejected)];
    expect(step(aPlan(), [...known, done])).toEqual({ kind: "nothing" });
    expect(step(aPlan(), [...known, cancellation({ stage: "approved", since: start })])).toEqual({ kind: "nothing" });
    expect(step(aPlan(), [...known, refused])).toEqual({ kind: "nothing" });
    expect(step(aPlan(), [...known, refused], { now: start + 11 * minute })).toMatchObject({ kind: "cancel" });
  });

  it.each([
    ["moved", aPlan({ startsAt: start + 5 * hour }), "plan-start"],
    ["called off in the console", aPlan({ state: "canceled" }), "plan-state"],
    ["not listed any more", null, "plan-state"],
    ["not begun, for its check failed", aPlan({ state: "validatingfailed" }), "plan-state"],
  ])("tells on its card that it is %s", (_, plan, fact) => {
    for (const state of [awaiting, waiting]) {
      expect(step(plan, [planOperation(state)])).toMatchObject({ kind: "overtake", differences: [{ fact }] });
    }
  });

  it("asks anew about a plan that was moved", () => {
    expect(step(aPlan({ startsAt: start + 5 * hour }), [planOperation(stale)])).toMatchObject({
      kind: "card",
      mode: "hold",
    });
    expect(step(aPlan(), [planOperation(waiting, "inform")])).toMatchObject({
      kind: "overtake",
      differences: [{ fact: "plan-mode" }],
    });
  });

  it("follows what ACK began too soon, and says that nobody had signed it off", () => {
    const executing = aPlan({ state: "executing" });
    expect(step(executing, [planOperation(awaiting)])).toMatchObject({ kind: "overtake" });
    expect(step(executing, [planOperation(stale)])).toMatchObject({
      kind: "card",
      mode: "inform",
      requirement: { approvals: 0 },
      warnings: [{ code: "plan-began-unsigned" }],
    });
    expect(step(executing, [planOperation(waiting)])).toMatchObject({ kind: "look" });
    expect(step(executing, [planOperation(runningOperation().state)])).toEqual({ kind: "nothing" });
    expect(step(aPlan({ state: "executed" }), [])).toEqual({ kind: "nothing" });
  });

  it("never lets two things be done about it: what was just done leaves nothing to do", () => {
    const states = fc.constantFrom<State>(awaiting, waiting, rejected, { stage: "expired", at: start }, stale);
    const world = fc.record({
      known: fc.array(states, { maxLength: 1 }),
      holds: fc.boolean(),
      frozen: fc.boolean(),
      state: fc.constantFrom("scheduled", "executing", "canceled"),
    });
    fc.assert(
      fc.property(world, ({ known, holds, frozen, state }) => {
        const plan = aPlan({ state });
        const situation = {
          plan,
          requirement: holds ? held : informed,
          freeze: frozen ? "f" : null,
          now: start,
          margin,
        };
        const before = known.map((each) => planOperation(each));
        const first = planStep({ ...situation, known: before });
        if (first.kind !== "card" && first.kind !== "cancel") return;
        const made =
          first.kind === "cancel"
            ? cancellation({ stage: "requested" })
            : planOperation({ stage: "requested" }, first.mode, plan, { requestedAt: start + 1 });
        expect(planStep({ ...situation, known: [...before, made] })).toEqual({ kind: "nothing" });
      }),
    );
  });
});

describe("an operation about a plan of ACK's", () => {
  const seenPlan = (plan: OperationPlan | null) => anObservation({ evidence: { kind: "operation-plan", plan } });

  it("waits for ACK's own time and for nothing else", () => {
    const approved = planOperation({ stage: "approved", since: start });
    const freeze = { name: "f", from: start - 1, to: start + 1, clusters: null, pools: null, allow: [] };
    const before = seenPlan(aPlan());
    expect(clear(approved, { ...before, pool: aPool({ state: "scaling" }) }, [runningOperation()], [freeze])).toEqual({
      kind: "held-up",
      by: { kind: "plan-start", at: start + 2 * hour },
    });
    expect(clear(approved, seenPlan(aPlan({ state: "executing", startsAt: start })), [], [])).toBe("submit");
    expect(clear(approved, seenPlan(aPlan({ state: "canceled" })), [], [])).toMatchObject({ kind: "drifted" });
    expect(clear(approved, seenPlan(null), [], [])).toMatchObject({ kind: "drifted" });
  });

  it.each([
    ["executed", { kind: "succeeded" }],
    ["failed", { kind: "failed", problem: { kind: "plan-failed", detail: "why" } }],
    ["canceled", { kind: "cancelled" }],
  ])("ends as ACK's plan does: %s", (state, event) => {
    const running = runningOperation(seal(automatedPlan(aPool(), aPlan(), "inform", [])));
    if (running.state.stage !== "running") throw new Error("it runs");
    expect(track(running, running.state, seenPlan(aPlan({ state, reason: "why" })))).toMatchObject(event);
  });

  it("sends nothing", () => {
    const { change } = automatedPlan(aPool(), aPlan(), "hold", []);
    expect(automatedPlanConduct.carrier(change)).toBe("others");
  });

  it("is held by a policy that names it, and by no other", () => {
    const subject = subjectOf(seal(automatedPlan(aPool(), aPlan(), "hold", [])));
    const approvals = (policy: Policy): number =>
      requirementFor(subject, [policy], defaults, aPolicyContext()).approvals;
    expect(approvals(policyFor({ changes: null }, 2))).toBe(0);
    expect(approvals(policyFor({ changes: ["upgrade"] }, 2))).toBe(0);
    expect(approvals(policyFor({ changes: ["automated-plan"] }, 2))).toBe(2);
  });
});

describe("an operation that nobody asked for", () => {
  it("can be withdrawn by nobody", () => {
    expect(mayWithdraw(planOperation(awaiting), people.alice)).toMatchObject({ ok: false });
  });

  it("is read from disk as it was written, and so is what was written before there was any", () => {
    const made = planOperation(waiting);
    expect(storedOperation.parse(JSON.parse(JSON.stringify(made)))).toEqual(made);
    const old = JSON.parse(JSON.stringify(cancellation({ stage: "approved", since: start })));
    delete old.plan.change.cause;
    old.requester = people.alice;
    expect(storedOperation.parse(old)).toMatchObject({ requester: people.alice, plan: { change: { cause: null } } });
  });

  it("becomes stale where what ACK asked is over, and takes no votes then", () => {
    const differences = [{ fact: "inquiry", planned: "asking", present: "over" }];
    const over = follow(repairOperation(awaiting), { kind: "drifted", differences }, start);
    expect(over?.state).toEqual({ stage: "stale", at: start, differences });
    expect(over === null ? null : follow(over, { kind: "voted", vote: aVote() }, start)).toBeNull();
  });
});

describe("looks for what ACK begins", () => {
  it("come sooner where something is near, and later after failures, up to a bound", () => {
    expect(pauseAfter("near", 60)).toBe(60);
    expect(pauseAfter("quiet", 60)).toBe(300);
    expect([1, 2, 3, 4, 9].map((failures) => pauseAfter({ failures }, 60))).toEqual([120, 240, 480, 600, 600]);
  });
});
