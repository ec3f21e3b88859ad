import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type AutoScalingWish, planAutoScaling } from "../../src/domain/changes/auto-scaling.ts";
import { planManagement } from "../../src/domain/changes/managed-features.ts";
import { largestPool } from "../../src/domain/changes/scale.ts";
import { changedFields, planSettings, settingsConduct, settingsPatch } from "../../src/domain/changes/settings.ts";
import type { JsonObject } from "../../src/domain/json.ts";
import type { NodePool } from "../../src/domain/node-pool.ts";
import { withOverrides } from "../../src/domain/node-pool-request/overrides.ts";
import { wordsOf } from "../../src/words/catalogue.ts";
import { aCluster, aPool, nodesOf } from "../support/builders.ts";
import { plainRequest } from "../support/node-pool-requests.ts";

const automatic = { mode: "automatic", minimum: 2, maximum: 10, desiredSize: null } as const;
const wish = (over: Partial<AutoScalingWish> = {}): AutoScalingWish => ({
  on: true,
  minimum: null,
  maximum: null,
  ...over,
});

const node = {
  instanceId: "i-1",
  status: "Ready",
  instanceType: null,
  chargeType: null,
  created: null,
  error: null,
  addresses: [],
};

/** A pool with settings of its own, as its description has them. */
function poolWith(settings: JsonObject, over: Partial<NodePool> = {}): NodePool {
  return aPool({ settings: withOverrides(plainRequest, settings), ...over });
}

describe("auto scaling", () => {
  it("switched on has both bounds, and sends no size", () => {
    const planned = planAutoScaling(aPool(), aCluster(), wish({ minimum: 2, maximum: 10 }), null);
    if (!planned.ok) throw new Error(planned.problem.code);
    expect(planned.value).toMatchObject({ change: { kind: "autoscale" }, effect: { nodes: 0, disruptions: [] } });
    expect(settingsPatch(planned.value.change)).toEqual({
      auto_scaling: { enable: true, min_instances: 2, max_instances: 10 },
    });
  });

  it("says both bounds again, where one of them changes", () => {
    const pool = aPool({
      sizing: automatic,
      settings: { auto_scaling: { enable: true, min_instances: 2, max_instances: 10 } },
    });
    const planned = planAutoScaling(pool, aCluster(), wish({ maximum: 20 }), null);
    if (!planned.ok) throw new Error(planned.problem.code);
    expect(settingsPatch(planned.value.change)).toEqual({
      auto_scaling: { enable: true, min_instances: 2, max_instances: 20 },
    });
    expect(changedFields(planned.value.change).map(({ path }) => path)).toEqual(["auto_scaling.max_instances"]);
  });

  it("switched off sets the bounds that the console sets, in one call without a size", () => {
    const pool = aPool({ sizing: automatic, settings: { auto_scaling: { enable: true, min_instances: 0 } } });
    const planned = planAutoScaling(pool, aCluster(), wish({ on: false }), null);
    if (!planned.ok) throw new Error(planned.problem.code);
    expect(settingsPatch(planned.value.change)).toEqual({
      auto_scaling: { enable: false, min_instances: 0, max_instances: 2000 },
    });
    expect(planned.value.warnings).toContainEqual({ code: "size-is-set-by-ack", size: 3 });
  });

  it("tells when bounds act at once, without nodes that were added by hand", () => {
    const nodes = [
      { ...node, name: "n1", source: "ess" },
      { ...node, name: "n2", source: "ess" },
      { ...node, name: "n3", source: "manual" },
    ];
    expect(planAutoScaling(aPool(), aCluster(), wish({ minimum: 0, maximum: 1 }), nodes)).toMatchObject({
      value: {
        effect: { nodes: 1, disruptions: ["nodes-removed", "pods-restart", "connections-break"] },
        warnings: [
          { code: "bounds-act-at-once", present: 2 },
          { code: "hand-added-nodes-stay", nodes: ["n3"], count: 1 },
        ],
      },
    });
    expect(planAutoScaling(aPool(), aCluster(), wish({ minimum: 3, maximum: 1001 }), nodes)).toMatchObject({
      value: {
        effect: { nodes: 1, disruptions: [] },
        warnings: [
          { code: "bounds-act-at-once", present: 2 },
          { code: "above-default-quota", quota: 1000 },
        ],
      },
    });
  });

  it.each([
    ["on, without bounds", aPool(), wish(), "bounds-needed"],
    ["on, with one bound", aPool(), wish({ minimum: 1 }), "bounds-needed"],
    ["bounds in the wrong order", aPool(), wish({ minimum: 5, maximum: 2 }), "bounds-out-of-order"],
    ["bounds above what a pool can have", aPool(), wish({ minimum: 5, maximum: 2001 }), "bounds-out-of-order"],
    ["more nodes at once than ACK adds", aPool(), wish({ minimum: 504, maximum: 600 }), "growth-too-large"],
    ["on, as it is", aPool({ sizing: automatic }), wish({ minimum: 2, maximum: 10 }), "auto-scaling-already"],
    ["on, with nothing said", aPool({ sizing: automatic }), wish(), "auto-scaling-already"],
    ["off, as it is", aPool(), wish({ on: false }), "auto-scaling-already"],
    ["of a pool that failed", aPool({ state: "failed" }), wish({ minimum: 1, maximum: 2 }), "pool-not-workable"],
    ["of edge nodes", aPool({ type: "edge" }), wish({ minimum: 1, maximum: 2 }), "pool-of-other-kind"],
  ])("is refused: %s", (_, pool, wanted, code) => {
    expect(planAutoScaling(pool, aCluster(), wanted, null)).toMatchObject({ ok: false, problem: { code } });
  });

  it("never leaves what ACK allows, whatever is asked for", () => {
    const bound = fc.option(fc.integer({ min: -10, max: 3000 }));
    fc.assert(
      fc.property(fc.boolean(), bound, bound, fc.integer({ min: 0, max: 2000 }), (on, minimum, maximum, present) => {
        const pool = aPool({ nodes: nodesOf(present) });
        const planned = planAutoScaling(pool, aCluster(), { on, minimum, maximum }, null);
        if (!planned.ok) return;
        expect(settingsPatch(planned.value.change)).toEqual({
          auto_scaling: { enable: true, min_instances: minimum, max_instances: maximum },
        });
        expect(minimum).toBeGreaterThanOrEqual(0);
        expect(maximum ?? -1).toBeGreaterThanOrEqual(minimum ?? 0);
        expect(maximum).toBeLessThanOrEqual(largestPool);
        expect(planned.value.effect.nodes).toBeLessThanOrEqual(2000);
      }),
    );
  });
});

describe("managed features", () => {
  const unmanaged = { ...aPool().management, enabled: false, autoRepair: false };
  const field = (path: string, to: unknown): { path: string; to: unknown } => ({ path: `management.${path}`, to });

  it("switched on say every switch: as asked, else as it was, else off", () => {
    const pool = poolWith({ management: { enable: false, auto_vul_fix: true } }, { management: unmanaged });
    const planned = planManagement(pool, aCluster(), { on: true, fields: [field("auto_repair", true)] });
    if (!planned.ok) throw new Error(planned.problem.code);
    expect(settingsPatch(planned.value.change)).toEqual({
      management: {
        enable: true,
        auto_repair: true,
        auto_repair_policy: { restart_node: false, approval_required: false },
        auto_upgrade: false,
        auto_upgrade_policy: { auto_upgrade_kubelet: false },
        auto_vul_fix: true,
        auto_vul_fix_policy: { restart_node: false },
      },
    });
    expect(planned.value.warnings).toContainEqual({ code: "needs-problem-detector" });
  });

  it("of a managed pool say what there is again beside what changes", () => {
    const pool = poolWith({ management: { enable: true, auto_repair: true, auto_upgrade: false } });
    const planned = planManagement(pool, aCluster(), {
      on: null,
      fields: [field("auto_repair_policy.approval_required", true)],
    });
    if (!planned.ok) throw new Error(planned.problem.code);
    expect(settingsPatch(planned.value.change)).toEqual({
      management: {
        enable: true,
        auto_repair: true,
        auto_repair_policy: { approval_required: true },
        auto_upgrade: false,
      },
    });
    expect(changedFields(planned.value.change)).toHaveLength(1);
  });

  it("tell what takes effect only under its own switch", () => {
    const pool = poolWith({ management: { enable: true, auto_repair: false } });
    const planned = planManagement(pool, aCluster(), {
      on: null,
      fields: [field("auto_repair_policy.restart_node", true)],
    });
    expect(planned).toMatchObject({
      value: {
        warnings: [
          {
            code: "request-notice",
            notice: { code: "no-effect", path: "management.auto_repair_policy", other: "management.auto_repair" },
          },
        ],
      },
    });
  });

  it("with upgrades on and no part named upgrade the kubelet, and say where upgrades have gone", () => {
    const planned = planManagement(poolWith({ management: { enable: true } }), aCluster(), {
      on: null,
      fields: [field("auto_upgrade", true)],
    });
    if (!planned.ok) throw new Error(planned.problem.code);
    expect(settingsPatch(planned.value.change)).toMatchObject({
      management: { auto_upgrade: true, auto_upgrade_policy: { auto_upgrade_kubelet: true } },
    });
    expect(planned.value.warnings).toContainEqual({ code: "auto-upgrade-moves-to-clusters" });
  });

  it.each([
    ["custom", aPool()],
    ["default", aPool({ isDefault: true, management: { ...aPool().management, autoUpgrade: true } })],
    ["auto-scaling", aPool({ sizing: automatic })],
  ])("switched off send that alone, and tell what the pool becomes: %s", (becomes, pool) => {
    const planned = planManagement({ ...pool, settings: { management: { enable: true } } }, aCluster(), {
      on: false,
      fields: [],
    });
    if (!planned.ok) throw new Error(planned.problem.code);
    expect(settingsPatch(planned.value.change)).toEqual({ management: { enable: false } });
    expect(planned.value.warnings).toContainEqual({ code: "becomes-unmanaged", becomes });
    expect(planned.value.warnings.some(({ code }) => code === "nothing-upgrades-itself")).toBe(
      pool.management.autoUpgrade,
    );
  });

  it("whose upgrades go off tell that nothing upgrades itself", () => {
    const pool = poolWith(
      { management: { enable: true, auto_upgrade: true } },
      { management: { ...aPool().management, autoUpgrade: true } },
    );
    const planned = planManagement(pool, aCluster(), { on: null, fields: [field("auto_upgrade", false)] });
    expect(planned).toMatchObject({ value: { warnings: [{ code: "nothing-upgrades-itself" }] } });
  });

  it.each([
    ["of a pool that is not managed", poolWith({}, { management: unmanaged }), null, "pool-not-manageable"],
    ["off, as it is", poolWith({}, { management: unmanaged }), false, "nothing-changes"],
    ["as it is", poolWith({ management: { enable: true, auto_repair: true } }), true, "nothing-changes"],
  ])("are refused: %s", (_, pool, on, code) => {
    const fields = on === false ? [] : [field("auto_repair", true)];
    expect(planManagement(pool, aCluster(), { on, fields })).toMatchObject({ ok: false, problem: { code } });
  });

  it("are checked like a new pool's", () => {
    const pool = poolWith({ management: { enable: true, auto_vul_fix: true } });
    expect(
      planManagement(pool, aCluster(), { on: null, fields: [field("auto_vul_fix_policy.vul_level", "urgent")] }),
    ).toMatchObject({
      problem: { code: "request-invalid", problems: [{ code: "bad-format", format: "vulnerability-levels" }] },
    });
  });
});

describe("other settings", () => {
  const labels = (...keys: readonly string[]) => keys.map((key) => ({ key, value: "1" }));
  const change = (pool: NodePool, path: string, to: unknown) =>
    planSettings(pool, aCluster(), { kind: "edit", fields: [{ path, to }] });

  it("count as reached in whatever order ACK has them, with whatever it adds", () => {
    const planned = change(poolWith({}), "kubernetes_config.labels", labels("a", "b"));
    if (!planned.ok) throw new Error(planned.problem.code);
    const reached = (present: unknown): boolean | null =>
      settingsConduct.reached(planned.value.change, {
        cluster: aCluster(),
        pool: poolWith({ kubernetes_config: { labels: present } }),
        evidence: { kind: "nothing" },
      });
    expect(reached([{ key: "b", value: "1", origin: "user" }, ...labels("a")])).toBe(true);
    expect(reached(labels("a"))).toBe(false);
    expect(reached(labels("a", "b", "c"))).toBe(false);
  });

  it("are reached where ACK takes a field that it does not describe", () => {
    const planned = change(
      poolWith({ management: { enable: true } }),
      "management.auto_upgrade_policy.auto_upgrade_os",
      true,
    );
    if (!planned.ok) throw new Error(planned.problem.code);
    expect(
      settingsConduct.reached(planned.value.change, {
        cluster: aCluster(),
        pool: poolWith({}),
        evidence: { kind: "nothing" },
      }),
    ).toBe(true);
  });

  it("are reached where ACK leaves out of its description what is off", () => {
    const planned = change(poolWith({ "kubernetes_config.cms_enabled": true }), "kubernetes_config.cms_enabled", false);
    if (!planned.ok) throw new Error(planned.problem.code);
    expect(
      settingsConduct.reached(planned.value.change, {
        cluster: aCluster(),
        pool: poolWith({}),
        evidence: { kind: "nothing" },
      }),
    ).toBe(true);
  });

  it("rest on what is there, and tell of a script no more than its digest", () => {
    const pool = poolWith({ kubernetes_config: { user_data: "IyEvYmluL3No", cpu_policy: "none" } });
    const planned = planSettings(pool, aCluster(), {
      kind: "edit",
      fields: [
        { path: "kubernetes_config.user_data", to: "IyEvYmluL2Jhc2g=" },
        { path: "kubernetes_config.cpu_policy", to: "static" },
      ],
    });
    if (!planned.ok) throw new Error(planned.problem.code);
    expect(planned.value.basis).toEqual({
      "kubernetes_config.cpu_policy": '"none"',
      "kubernetes_config.user_data": expect.stringMatching(/^sha256:[0-9a-f]{12} \(9 B\)$/),
    });
    expect(JSON.stringify(wordsOf("en").changes.differences(planned.value.change))).not.toContain("IyEv");
  });

  it("do not see the tags that ACK has put there", () => {
    const pool = poolWith({ "scaling_group.tags": [{ key: "ack.aliyun.com", value: "c1" }, ...labels("team")] });
    expect(change(pool, "scaling_group.tags", labels("team"))).toMatchObject({ problem: { code: "nothing-changes" } });
  });

  it("reach nodes that are there only where they are labels, taints or tags", () => {
    expect(change(poolWith({}), "kubernetes_config.labels", labels("a"))).toMatchObject({
      value: { effect: { nodes: 3 }, warnings: [{ code: "overwrites-nodes" }] },
    });
    expect(change(poolWith({}), "scaling_group.system_disk_size", 200)).toMatchObject({
      value: { effect: { nodes: 0 }, warnings: [{ code: "only-new-nodes" }] },
    });
    expect(change(poolWith({}, { isDefault: true }), "nodepool_info.name", "other")).toMatchObject({
      value: { effect: { nodes: 0 }, warnings: [{ code: "default-pool" }] },
    });
  });

  it("tell of pods that a new taint evicts, and not of one that is there", () => {
    const evicting = [{ key: "a", value: "", effect: "NoExecute" }];
    expect(change(poolWith({}), "kubernetes_config.taints", evicting)).toMatchObject({
      value: { effect: { disruptions: ["pods-evicted-by-taint"] } },
    });
    const taints = [...evicting, { key: "b", value: "", effect: "NoSchedule" }];
    expect(
      change(poolWith({ "kubernetes_config.taints": evicting }), "kubernetes_config.taints", taints),
    ).toMatchObject({ value: { effect: { disruptions: [] } } });
  });

  it.each([
    ["auto_scaling.type", "gpu"],
    ["node_config.kubelet_configuration.maxPods", 110],
    ["scaling_group.soc_enabled", true],
    ["scaling_group.security_hardening_os", true],
    ["scaling_group.spot_strategy", "SpotAsPriceGo"],
    ["nodepool_info.region_id", "cn-beijing"],
    ["status.state", "active"],
  ])("that are fixed are refused: %s", (path, to) => {
    expect(change(poolWith({}), path, to)).toMatchObject({ problem: { code: "field-is-fixed", field: path } });
  });

  it("show from what to what, and whom it reaches", () => {
    const planned = change(poolWith({}), "kubernetes_config.labels", labels("a"));
    if (!planned.ok) throw new Error(planned.problem.code);
    const shown = JSON.stringify(wordsOf("en").changes.differences(planned.value.change));
    expect(shown).toContain("kubernetes_config.labels[a]");
    expect(shown).toContain("existing and new nodes");
  });
});
