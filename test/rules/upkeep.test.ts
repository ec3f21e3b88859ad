import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { planDeletion } from "../../src/domain/changes/deletion.ts";
import { planMaintenanceWindow } from "../../src/domain/changes/maintenance-window.ts";
import { planCancellation } from "../../src/domain/changes/plan-cancellation.ts";
import { planRemoval } from "../../src/domain/changes/removal.ts";
import { planRepair } from "../../src/domain/changes/repair.ts";
import { planScale } from "../../src/domain/changes/scale.ts";
import { planVulnerabilityFix } from "../../src/domain/changes/vulnerability-fix.ts";
import type { OperationPlan, Vulnerability } from "../../src/domain/cloud.ts";
import { reconcile, track } from "../../src/domain/observation.ts";
import type { StateOf } from "../../src/domain/operation.ts";
import { seal } from "../../src/domain/plan.ts";
import {
  aCluster,
  aNode,
  anObservation,
  anOperation,
  aPool,
  minute,
  nodesOf,
  runningOperation,
  start,
} from "../support/builders.ts";

const nodes = [
  aNode(),
  aNode({ name: "n2", instanceId: "i-2", status: "NotReady" }),
  aNode({ name: "n3", instanceId: "i-3", chargeType: "PrePaid", source: "manual" }),
];

describe("a repair", () => {
  it("takes the nodes that are not ready where none is named", () => {
    expect(planRepair(aPool(), aCluster(), { nodes: null, operations: null }, nodes)).toMatchObject({
      value: { change: { nodes: ["n2"] }, effect: { nodes: 1 } },
    });
  });

  it("says that nothing is wrong, and which names are unknown", () => {
    const healthy = nodes.filter(({ status }) => status === "Ready");
    expect(planRepair(aPool(), aCluster(), { nodes: null, operations: null }, healthy)).toMatchObject({
      problem: { code: "nothing-to-repair" },
    });
    expect(planRepair(aPool(), aCluster(), { nodes: ["n1", "n9"], operations: null }, nodes)).toMatchObject({
      problem: { code: "unknown-nodes", nodes: ["n9"] },
    });
  });

  it("knows a node by its name and by its instance, once", () => {
    expect(planRepair(aPool(), aCluster(), { nodes: ["n1", "i-1"], operations: null }, nodes)).toMatchObject({
      value: { change: { nodes: ["n1"] } },
    });
  });

  it("warns where the pool itself asks for permission", () => {
    const pool = aPool({ management: { ...aPool().management, approvalRequired: true } });
    expect(planRepair(pool, aCluster(), { nodes: ["n1"], operations: null }, nodes)).toMatchObject({
      value: { warnings: [{ code: "pool-wants-approval" }] },
    });
  });
});

describe("a removal", () => {
  it("releases pay-as-you-go instances only, and counts what goes on costing", () => {
    const wish = { nodes: ["n1", "n3"], drain: true, release: true };
    expect(planRemoval(aPool(), aCluster(), wish, nodes)).toMatchObject({
      value: {
        change: {
          nodes: [
            { name: "n1", released: true },
            { name: "n3", released: false },
          ],
        },
        effect: { disruptions: ["nodes-drained-for-removal", "pods-restart", "connections-break"] },
        warnings: [
          { code: "room-elsewhere" },
          { code: "instances-go-on-costing", count: 1 },
          { code: "subscription-stays", count: 1 },
        ],
      },
    });
  });

  it("keeps every instance unless it is told to release", () => {
    expect(planRemoval(aPool(), aCluster(), { nodes: ["n1"], drain: false, release: false }, nodes)).toMatchObject({
      value: { warnings: [{ code: "room-elsewhere" }, { code: "instances-go-on-costing", count: 1 }] },
    });
  });
});

describe("a deletion", () => {
  const confirmed = { force: false, confirmation: "prod-pool" };
  const empty = aPool({ nodes: nodesOf(0), sizing: { mode: "manual", desiredSize: 0 } });

  it.each([
    ["the default pool", aPool({ isDefault: true }), confirmed, "default-pool-stays"],
    ["a pool with nodes, unless forced", aPool(), confirmed, "pool-has-nodes"],
    ["what was not confirmed", empty, { force: false, confirmation: null }, "deletion-not-confirmed"],
    ["what was confirmed by another name", empty, { force: false, confirmation: "prod" }, "deletion-not-confirmed"],
    ["what is being deleted", aPool({ state: "deleting" }), confirmed, "pool-not-workable"],
  ])("spares %s", (_, pool, wish, code) => {
    expect(planDeletion(pool, aCluster(), wish, null)).toMatchObject({ problem: { code } });
  });

  it("is the one change that a failed pool takes", () => {
    expect(planDeletion({ ...empty, state: "failed" }, aCluster(), confirmed, []).ok).toBe(true);
  });

  it("counts what is released and what stays, by billing and by desired size", () => {
    const force = { force: true, confirmation: "prod-pool" };
    expect(planDeletion(aPool(), aCluster(), force, nodes)).toMatchObject({
      value: { warnings: expect.arrayContaining([{ code: "instances-released", count: 2 }]) },
    });
    const byHand = [aNode({ source: "manual" }), aNode({ name: "n2" })];
    const legacy = aPool({ sizing: { mode: "manual", desiredSize: null } });
    expect(planDeletion(legacy, aCluster(), force, byHand)).toMatchObject({
      value: { warnings: expect.arrayContaining([{ code: "instances-go-on-costing", count: 1 }]) },
    });
  });
});

describe("a fix of vulnerabilities", () => {
  const known: readonly Vulnerability[] = [
    {
      name: "USN-1",
      alias: null,
      cves: ["CVE-2026-1"],
      necessity: "asap",
      needsReboot: true,
      packages: [],
      nodes: ["n1", "n2"],
    },
    {
      name: "USN-2",
      alias: null,
      cves: ["CVE-2026-2"],
      necessity: "later",
      needsReboot: false,
      packages: [],
      nodes: ["n2"],
    },
  ];
  const all = { named: null, restart: false, maxParallelism: null };
  const report = { found: known, fixServiceBought: true };

  it("takes what ACK calls high where none is named, and warns of a restart that is not part of it", () => {
    expect(planVulnerabilityFix(aPool(), aCluster(), all, report)).toMatchObject({
      value: {
        change: { vulnerabilities: ["USN-1"], nodes: ["n1", "n2"], maxParallelism: 1 },
        effect: { batches: [1, 1] },
        warnings: [{ code: "snapshot-first" }, { code: "needs-restart-to-take-effect" }],
      },
    });
  });

  it("knows one by ACK's name and by its CVE number", () => {
    expect(planVulnerabilityFix(aPool(), aCluster(), { ...all, named: ["cve-2026-2"] }, report)).toMatchObject({
      value: { change: { vulnerabilities: ["USN-2"], nodes: ["n2"] } },
    });
    expect(planVulnerabilityFix(aPool(), aCluster(), { ...all, named: ["CVE-1999-1"] }, report)).toMatchObject({
      problem: { code: "unknown-vulnerabilities" },
    });
    expect(planVulnerabilityFix(aPool(), aCluster(), all, { ...report, found: known.slice(1) })).toMatchObject({
      problem: { code: "nothing-to-fix" },
    });
  });
});

describe("a cluster's upkeep", () => {
  it("has a window that changes, or says that it does not", () => {
    const window = { start: "03:00:00Z", hours: 3, days: ["Thursday"] };
    const cluster = aCluster({ maintenanceWindow: window });
    expect(planMaintenanceWindow(cluster, window)).toMatchObject({ problem: { code: "window-unchanged" } });
    expect(planMaintenanceWindow(cluster, null)).toMatchObject({ value: { warnings: [{ code: "no-window" }] } });
  });

  it("has plans that can be cancelled until they begin", () => {
    const plan: OperationPlan = {
      id: "P-1",
      cluster: aCluster().id,
      type: "CVE_FIX",
      state: "scheduled",
      reason: null,
      targetType: null,
      targetId: null,
      startsAt: start,
      endsAt: null,
      taskId: null,
    };
    expect(planCancellation(aCluster(), plan, null)).toMatchObject({
      value: { warnings: [{ code: "plan-comes-again" }] },
    });
    expect(planCancellation(aCluster(), { ...plan, state: "executing" }, null)).toMatchObject({
      problem: { code: "plan-not-cancellable" },
    });
  });
});

describe("a size", () => {
  it("fits into the deployment set", () => {
    const pool = aPool({ settings: { scaling_group: { deploymentset_id: "ds-1" } }, vSwitchIds: ["vsw-1", "vsw-2"] });
    expect(planScale(pool, aCluster(), { kind: "absolute", size: 41 }, null)).toMatchObject({
      problem: { code: "above-deployment-set", largest: 40 },
    });
    expect(planScale(pool, aCluster(), { kind: "absolute", size: 40 }, null).ok).toBe(true);
  });
});

describe("after a crash while it was sent", () => {
  const submitting: StateOf<"submitting"> = { stage: "submitting", since: start, unclear: null };
  const long = { at: start + 2 * minute };
  const repair = planRepair(aPool(), aCluster(), { nodes: ["n1"], operations: null }, nodes);
  const deletion = planDeletion(aPool(), aCluster(), { force: true, confirmation: "prod-pool" }, nodes);
  if (!repair.ok || !deletion.ok) throw new Error("the plans do not hold");
  const repairing = anOperation({ plan: seal(repair.value), state: submitting });
  const deleting = anOperation({ plan: seal(deletion.value), state: submitting });

  it("a repair is found by the pool's state, and never sent again", () => {
    expect(reconcile(repairing, submitting, anObservation({ pool: aPool({ state: "repairing" }) }))).toMatchObject({
      kind: "started",
    });
    expect(reconcile(repairing, submitting, anObservation(long))).toMatchObject({
      kind: "outcome-unknown",
    });
  });

  it("a deletion is known by the pool's being gone, and is sent again where nothing of it shows", () => {
    expect(reconcile(deleting, submitting, anObservation({ pool: null }))).toMatchObject({ kind: "started" });
    expect(reconcile(deleting, submitting, anObservation(long))).toMatchObject({ kind: "not-submitted" });
    const gone = runningOperation(seal(deletion.value));
    const { state } = gone;
    if (state.stage !== "running") throw new Error("it does not run");
    expect(track(gone, state, anObservation({ pool: null }))).toMatchObject({ kind: "succeeded" });
    const broken = anObservation({ pool: aPool({ state: "delete_failed" }) });
    expect(track(gone, state, broken)).toMatchObject({ problem: { kind: "pool-broken", state: "delete_failed" } });
  });

  it("what moved meanwhile is put to a person instead of being sent again", () => {
    const moved = anObservation({ ...long, pool: aPool({ nodes: nodesOf(5) }) });
    expect(reconcile(deleting, submitting, moved)).toMatchObject({ kind: "outcome-unknown" });
  });

  it("only what may be repeated is ever sent again, whatever the cloud shows", () => {
    const states = fc.constantFrom("active", "scaling", "updating", "upgrading", "repairing", "deleting");
    fc.assert(
      fc.property(states, fc.nat(10), fc.nat(20), (state, count, minutes) => {
        const seen = anObservation({ at: start + minutes * minute, pool: aPool({ state, nodes: nodesOf(count) }) });
        expect(reconcile(repairing, submitting, seen)?.kind).not.toBe("not-submitted");
      }),
    );
  });
});
