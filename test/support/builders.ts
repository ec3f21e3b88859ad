import type { Cluster } from "../../src/domain/cluster.ts";
import { planScale } from "../../src/domain/changes/scale.ts";
import { planUpgrade, type UpgradeWish } from "../../src/domain/changes/upgrade.ts";
import { channelId, clusterId, fingerprint, nodePoolId, operationId, taskId, userId } from "../../src/domain/ids.ts";
import type { Node } from "../../src/domain/node.ts";
import type { NodePool } from "../../src/domain/node-pool.ts";
import type { Observation } from "../../src/domain/observation.ts";
import type { Operation } from "../../src/domain/operation.ts";
import type { Person } from "../../src/domain/person.ts";
import { type Plan, seal } from "../../src/domain/plan.ts";
import type { PolicyContext, Requirement } from "../../src/domain/policy.ts";
import type { Vote } from "../../src/domain/sign-off.ts";

/** A moment that tests count from. */
export const start = Date.parse("2026-11-21T08:00:00Z");
export const minute = 60_000;

export const people = {
  alice: userId.parse("U0ALICE"),
  bob: userId.parse("U0BOB"),
  carol: userId.parse("U0CAROL"),
};

export const homeTeam = "T0LIFEGUARD";

export function aPerson(over: Partial<Person> = {}): Person {
  return {
    id: people.bob,
    name: "Bob",
    teamId: homeTeam,
    bot: false,
    deactivated: false,
    guest: false,
    stranger: false,
    locale: "en-US",
    ...over,
  };
}

export function aCluster(over: Partial<Cluster> = {}): Cluster {
  return {
    id: clusterId.parse("c1"),
    name: "prod",
    region: "cn-hangzhou",
    state: "running",
    version: "1.33.3-aliyun.1",
    nextVersion: null,
    maintenanceWindow: null,
    ...over,
  };
}

export function aPool(over: Partial<NodePool> = {}): NodePool {
  const { id, name, region } = aCluster();
  return {
    cluster: { id, name, region },
    id: nodePoolId.parse("np1"),
    name: "prod-pool",
    type: "ess",
    isDefault: false,
    state: "active",
    nodes: nodesOf(3),
    sizing: { mode: "manual", desiredSize: 3 },
    management: {
      enabled: true,
      autoRepair: true,
      approvalRequired: false,
      autoUpgrade: false,
      autoVulnerabilityFix: false,
    },
    instanceTypes: ["ecs.g7.xlarge"],
    vSwitchIds: ["vsw-1"],
    chargeType: "PostPaid",
    spotStrategy: null,
    imageId: "aliyun_3_x64",
    imageType: "AliyunLinux3",
    kubeletVersion: "1.32.7-aliyun.1",
    runtime: { name: "containerd", version: "1.6.36" },
    systemDisk: { category: "cloud_essd", sizeGiB: 120 },
    scalingPolicy: "release",
    multiZonePolicy: "BALANCE",
    labels: [],
    taints: [],
    tags: [],
    created: null,
    updated: null,
    settings: {},
    ...over,
  };
}

/** A node that serves. */
export function aNode(over: Partial<Node> = {}): Node {
  return {
    name: "n1",
    instanceId: "i-1",
    status: "Ready",
    instanceType: "ecs.g7.xlarge",
    chargeType: "PostPaid",
    source: "ess",
    created: null,
    error: null,
    addresses: [],
    ...over,
  };
}

/** A pool in which so many nodes serve. */
export function nodesOf(count: number, over: Partial<NodePool["nodes"]> = {}): NodePool["nodes"] {
  return { total: count, serving: count, healthy: count, failed: 0, initial: 0, offline: 0, removing: 0, ...over };
}

/** The plan to give the pool another size. */
export function scalePlan(to: number, pool = aPool()): Plan {
  const preview = planScale(pool, aCluster(), { kind: "absolute", size: to }, null);
  if (!preview.ok) throw new Error(preview.problem.code);
  return seal(preview.value);
}

export const plainUpgrade: UpgradeWish = {
  kubernetes: null,
  image: null,
  runtime: null,
  replaceSystemDisk: false,
  nodes: null,
  maxParallelism: null,
  pause: null,
  maxFailedNodes: null,
};

export function upgradePlan(wish: Partial<UpgradeWish> = {}, pool = aPool()): Plan {
  const preview = planUpgrade(pool, aCluster(), { ...plainUpgrade, ...wish }, null);
  if (!preview.ok) throw new Error(preview.problem.code);
  return seal(preview.value);
}

export function aRequirement(over: Partial<Requirement> = {}): Requirement {
  return {
    policy: null,
    approvals: 1,
    from: [{ name: "default", members: { kind: "users", users: [people.bob, people.carol] } }],
    expiresIn: 3600,
    reasonRequired: false,
    eachOf: [],
    rejections: 1,
    selfApproval: false,
    otherPersonGoesAhead: false,
    inWindow: false,
    veto: false,
    escalateTo: null,
    breakGlassBy: [],
    escalations: [],
    ...over,
  };
}

export function anOperation(over: Partial<Operation> = {}): Operation {
  return {
    id: operationId.parse("op-7f3k"),
    revision: 1,
    plan: scalePlan(6),
    requirement: aRequirement(),
    requester: people.alice,
    reason: null,
    requestedAt: start,
    request: { channel: channelId.parse("C0OPS"), line: "scale prod-pool 6" },
    cardChannel: channelId.parse("C0OPS"),
    votes: [],
    grant: null,
    review: null,
    proposal: null,
    state: { stage: "requested" },
    journal: [],
    publication: { card: null, shown: 0, told: 0, pointers: [], attempt: null },
    ...over,
  };
}

/** An operation that ACK works on. */
export function runningOperation(plan = scalePlan(6), over: Partial<Operation> = {}): Operation {
  return anOperation({
    plan,
    state: {
      stage: "running",
      taskId: taskId.parse("T-1"),
      since: start,
      progress: { done: 0, total: plan.effect.nodes, failed: 0, stage: null, seenAt: start, settlingSince: null },
      trouble: null,
      control: null,
    },
    ...over,
  });
}

export function aVote(over: Partial<Vote> = {}): Vote {
  return {
    by: people.bob,
    verdict: "approve",
    at: start,
    reason: null,
    groups: ["default"],
    fingerprint: fingerprint.parse(scalePlan(6).fingerprint),
    steppedUp: false,
    onBehalfOf: null,
    ...over,
  };
}

export function anObservation(over: Partial<Observation> = {}): Observation {
  return {
    at: start,
    cluster: aCluster(),
    pool: aPool(),
    tasks: [],
    task: null,
    evidence: { kind: "nothing" },
    ...over,
  };
}

/** What a policy looks at: an ordinary pool at an ordinary time. */
export function aPolicyContext(over: Partial<PolicyContext> = {}): PolicyContext {
  return {
    at: start,
    poolSize: 3,
    managed: true,
    repairsNeedApproval: false,
    labels: [],
    requesterGroups: [],
    freeze: null,
    lastChange: null,
    ...over,
  };
}
