import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { planCreation } from "../../src/domain/changes/creation.ts";
import { planEdit } from "../../src/domain/changes/edit.ts";
import { changedFields, settingsPatch } from "../../src/domain/changes/settings.ts";
import { type JsonObject, valueAt } from "../../src/domain/json.ts";
import type { NodePool } from "../../src/domain/node-pool.ts";
import { withPairs, withTaints } from "../../src/domain/node-pool-request/keyed-lists.ts";
import { withExplicitSwitches } from "../../src/domain/node-pool-request/management-switches.ts";
import { withOverrides } from "../../src/domain/node-pool-request/overrides.ts";
import { presentRequest } from "../../src/domain/node-pool-request/present-request.ts";
import { warning } from "../../src/domain/preview.ts";
import { wordsOf } from "../../src/words/catalogue.ts";
import { aCluster, aPool } from "../support/builders.ts";
import { plainRequest } from "../support/node-pool-requests.ts";

const wish = (patch: JsonObject = {}, over: Partial<Parameters<typeof planCreation>[2]> = {}) => ({
  source: null,
  name: "web",
  request: withOverrides(plainRequest, patch),
  leftOut: [],
  ...over,
});

describe("a new pool", () => {
  it("is planned with what it costs in nodes, and what is worth knowing", () => {
    const planned = planCreation(aCluster(), [], wish({ scaling_group: { desired_size: 1 } }));
    if (!planned.ok) throw new Error(planned.problem.code);
    expect(planned.value).toMatchObject({
      change: { kind: "create", target: { name: "web" } },
      basis: { "pool-exists": false },
      effect: { nodes: 1, batches: [1], disruptions: [] },
    });
    expect(planned.value.warnings).toContainEqual({
      code: "request-notice",
      notice: { code: "below-advised-size", path: "scaling_group.desired_size", advised: 2 },
    });
    for (const each of planned.value.warnings) {
      expect(warning.parse(each)).toEqual(each);
      expect(wordsOf("en").changes.warning(each).length).toBeGreaterThan(0);
    }
  });

  it("that scales itself costs its fewest nodes", () => {
    const patch = {
      "scaling_group.desired_size": null,
      auto_scaling: { enable: true, min_instances: 3, max_instances: 9 },
    };
    expect(planCreation(aCluster(), [], wish(patch))).toMatchObject({ value: { effect: { nodes: 3 } } });
  });

  it("tells of quotas, of the add-on that managing needs, and of nodes that are stopped instead of released", () => {
    const pools = Array.from({ length: 20 }, (_, number) => aPool({ name: `p${number}` }));
    const patch = { "management.enable": true, "scaling_group.scaling_policy": "recycle" };
    const planned = planCreation(aCluster(), pools, wish(patch));
    if (!planned.ok) throw new Error(planned.problem.code);
    expect(planned.value.warnings).toEqual(
      expect.arrayContaining([
        { code: "pool-quota", quota: 20 },
        { code: "needs-problem-detector" },
        { code: "stopped-nodes-stay" },
      ]),
    );
  });

  it("leaves no switch of a managed pool to ACK's defaults", () => {
    const request = withExplicitSwitches(
      withOverrides(plainRequest, { management: { enable: true, auto_repair: true } }),
    );
    expect(request["management"]).toEqual({
      enable: true,
      auto_repair: true,
      auto_repair_policy: { restart_node: false, approval_required: false },
      auto_upgrade: false,
      auto_vul_fix: false,
    });
    expect(withExplicitSwitches(plainRequest)).toBe(plainRequest);
  });

  it.each([
    ["in a cluster that does not run", wish(), aCluster({ state: "upgrading" }), "cluster-not-running"],
    ["with a name that is taken", wish({}, { name: "prod-pool" }), aCluster(), "pool-name-taken"],
    ["with a password", wish({ "scaling_group.login_password": "Secret123!" }), aCluster(), "secret-not-taken"],
    ["that ACK would not take", wish({ "scaling_group.vswitch_ids": null }), aCluster(), "request-invalid"],
  ])("is refused: %s", (_, wanted, cluster, code) => {
    expect(planCreation(cluster, [aPool()], wanted)).toMatchObject({ ok: false, problem: { code } });
  });

  it("as a clone tells in words what it lacks", () => {
    const planned = planCreation(
      aCluster(),
      [],
      wish(
        { "scaling_group.desired_size": 1 },
        {
          source: {
            name: "prod/prod-pool",
            request: withOverrides(plainRequest, { "nodepool_info.name": "prod-pool" }),
          },
          leftOut: [{ path: "scaling_group.login_password", why: "secret" }],
        },
      ),
    );
    if (!planned.ok) throw new Error(planned.problem.code);
    const shown = JSON.stringify(wordsOf("en").changes.differences(planned.value.change));
    expect(shown).toContain("prod/prod-pool");
    expect(shown).toContain("ACK does not give passwords away");
    // What it does differently, and what is new to know of it; not what the source has, too.
    expect(planned.value.change.differs).toEqual([{ path: "scaling_group.desired_size", from: "2", to: "1" }]);
    expect(planned.value.warnings).toEqual([
      {
        code: "request-notice",
        notice: { code: "below-advised-size", path: "scaling_group.desired_size", advised: 2 },
      },
    ]);
  });
});

/** A pool as ACK describes one that was made from the plain request. */
function described(over: JsonObject = {}): NodePool {
  const own = { nodepool_info: { name: "web", nodepool_id: "np1", region_id: "cn-hangzhou", is_default: false } };
  return aPool({ name: "web", settings: withOverrides(withOverrides(plainRequest, own), over) });
}

const edited = (pool: NodePool, patch: JsonObject, others: readonly string[] = []) =>
  planEdit(pool, aCluster(), withOverrides(presentRequest(pool), patch), others);

describe("an edit", () => {
  it("sends the fields that move and nothing else, lists as a whole", () => {
    const pool = described({ "scaling_group.data_disks": [{ category: "cloud_essd", size: 100 }] });
    const planned = edited(pool, { "scaling_group.data_disks[0].size": 200, "scaling_group.key_pair": "operators" });
    if (!planned.ok) throw new Error(planned.problem.code);
    expect(settingsPatch(planned.value.change)).toEqual({
      scaling_group: { data_disks: [{ category: "cloud_essd", size: 200 }] },
    });
  });

  it("takes all entries of a list away with an empty list", () => {
    const pool = described({ "kubernetes_config.labels": [{ key: "a", value: "1" }] });
    for (const labels of [[], null]) {
      const planned = edited(pool, { "kubernetes_config.labels": labels });
      if (!planned.ok) throw new Error(planned.problem.code);
      expect(settingsPatch(planned.value.change)).toEqual({ kubernetes_config: { labels: [] }, update_nodes: true });
    }
  });

  it("is held to the rules of a new pool, and only for what it does wrong itself", () => {
    // A label that ACK would not take today.
    const pool = described({ "kubernetes_config.labels": [{ key: "k8s.io/old", value: "1" }] });
    expect(edited(pool, { "scaling_group.key_pair": "others" }).ok).toBe(true);
    expect(edited(pool, { "scaling_group.vswitch_ids": [] })).toMatchObject({
      problem: { code: "request-invalid", problems: [{ code: "wrong-count", path: "scaling_group.vswitch_ids" }] },
    });
    expect(
      edited(pool, { "scaling_group.system_disk_performance_level": "PL2", "scaling_group.system_disk_size": 200 }),
    ).toMatchObject({ problem: { problems: [{ code: "disk-too-small" }] } });
  });

  it.each([
    [{ "scaling_group.login_password": "Secret123!" }, "secret-not-taken"],
    [{ "scaling_group.desired_size": 9 }, "field-has-verb"],
    [{ "auto_scaling.enable": true }, "field-has-verb"],
    [{ management: { enable: true } }, "field-has-verb"],
    [{ "scaling_group.key_pair": null }, "field-stays"],
    [{ "auto_scaling.type": "gpu" }, "field-is-fixed"],
    [{ "scaling_group.key_pair": "operators" }, "nothing-changes"],
    [{ "nodepool_info.name": "other" }, "request-invalid"],
  ])("is refused: %j", (patch, code) => {
    expect(edited(described(), patch, ["other"])).toMatchObject({ ok: false, problem: { code } });
  });

  it("tells what is new to know of it", () => {
    const planned = edited(described(), {
      "scaling_group.instance_types": ["ecs.g7.xlarge"],
      "scaling_group.scaling_policy": "recycle",
    });
    if (!planned.ok) throw new Error(planned.problem.code);
    expect(
      planned.value.warnings.map((each) => (each.code === "request-notice" ? each.notice.code : each.code)),
    ).toEqual(["only-new-nodes", "one-instance-type", "no-effect", "stopped-nodes-stay"]);
  });

  it("moves what was asked for and nothing else, whatever it is", () => {
    const patches: Readonly<Record<string, fc.Arbitrary<unknown>>> = {
      "scaling_group.system_disk_size": fc.integer({ min: 20, max: 2048 }),
      "scaling_group.key_pair": fc.constantFrom("operators", "others"),
      "scaling_group.instance_types": fc.constantFrom(["ecs.a"], ["ecs.b", "ecs.a"]),
      "kubernetes_config.unschedulable": fc.boolean(),
      "kubernetes_config.labels": fc.constantFrom([], [{ key: "a", value: "1" }]),
      "nodepool_info.name": fc.constantFrom("web", "shop"),
    };
    fc.assert(
      fc.property(fc.record(patches, { requiredKeys: [] }), (patch) => {
        const planned = edited(described(), patch);
        expect(planned.ok || planned.problem.code === "nothing-changes").toBe(true);
        if (!planned.ok) return;
        for (const { path, to } of changedFields(planned.value.change)) expect(to).toEqual(patch[path]);
        const body = settingsPatch(planned.value.change);
        for (const [path, to] of Object.entries(patch)) {
          expect([undefined, to]).toContainEqual(valueAt(body, path.split(".")));
        }
      }),
    );
  });
});

describe("labels, tags and taints", () => {
  const taint = (key: string, effect: string) => ({ key, value: "", effect });

  it("are merged by key, in their order", () => {
    const present = [
      { key: "a", value: "1" },
      { key: "b", value: "2" },
    ];
    const wishes = [
      { key: "a", value: "9" },
      { key: "b", value: null },
      { key: "c", value: "3" },
    ];
    expect(withPairs(present, wishes)).toEqual([
      { key: "a", value: "9" },
      { key: "c", value: "3" },
    ]);
    expect(withPairs(undefined, [{ key: "c", value: "3" }])).toEqual([{ key: "c", value: "3" }]);
  });

  it("of one key go by their effect, or all of the key", () => {
    const present = [taint("a", "NoSchedule"), taint("a", "NoExecute"), taint("b", "NoSchedule")];
    const gone = (key: string, effect: string | null) => [{ key, value: "", effect, present: false }];
    expect(withTaints(present, gone("a", "NoExecute"))).toEqual([taint("a", "NoSchedule"), taint("b", "NoSchedule")]);
    expect(withTaints(present, gone("a", null))).toEqual([taint("b", "NoSchedule")]);
    expect(withTaints(present, [{ key: "b", value: "x", effect: "NoSchedule", present: true }]).at(-1)).toEqual({
      ...taint("b", "NoSchedule"),
      value: "x",
    });
  });
});
