import { isDeepStrictEqual } from "node:util";
import { describe, expect, it } from "vitest";
import * as fc from "fast-check";
import { cloneRequest } from "../../src/domain/node-pool-request/clone.ts";
import type { RequestContext } from "../../src/domain/node-pool-request/context.ts";
import { describeRequest } from "../../src/domain/node-pool-request/describe-request.ts";
import { differences } from "../../src/domain/node-pool-request/differences.ts";
import type { JsonObject } from "../../src/domain/json.ts";
import type { RequestNotice } from "../../src/domain/node-pool-request/notices/notice.ts";
import { notices } from "../../src/domain/node-pool-request/notices/notices.ts";
import { withOverrides } from "../../src/domain/node-pool-request/overrides.ts";
import type { ProblemCode, RequestProblem } from "../../src/domain/node-pool-request/problem.ts";
import { readNodePoolRequest } from "../../src/domain/node-pool-request/read-request.ts";
import { mostProvisionedIops } from "../../src/domain/node-pool-request/rules/disks.ts";
import type { rules } from "../../src/domain/node-pool-request/rules/table.ts";
import { wordsOf } from "../../src/words/catalogue.ts";
import { describedPool, plainRequest, validRequest } from "../support/node-pool-requests.ts";

const nothingKnown: RequestContext = { clusterVersion: null, poolNames: null, zones: null };

function problemsOf(request: unknown, known: Partial<RequestContext> = {}): readonly RequestProblem[] {
  const read = readNodePoolRequest(request, { ...nothingKnown, ...known });
  return read.ok ? [] : read.problem;
}

/** What a patch of the plain request is refused for, as `code path`. */
function refusalsOf(patch: JsonObject, known: Partial<RequestContext> = {}): readonly string[] {
  return problemsOf(withOverrides(plainRequest, patch), known).map(({ code, path }) => `${code} ${path}`);
}

function noticesOf(patch: JsonObject, known: Partial<RequestContext> = {}): readonly RequestNotice[] {
  const read = readNodePoolRequest(withOverrides(plainRequest, patch), nothingKnown);
  if (!read.ok) throw new Error(JSON.stringify(read.problem));
  return notices(read.value, { ...nothingKnown, ...known });
}

/** One way to break a rule: any value of the patch has to be refused so, whatever else a request holds. */
interface Breach {
  readonly patch: fc.Arbitrary<JsonObject> | JsonObject;
  readonly refused: readonly [ProblemCode, string];
  readonly known?: Partial<RequestContext>;
}

const group = "scaling_group";
const secondVSwitch = { zones: { "vsw-1": "a", "vsw-2": "a" } };

/** Every rule about fields together, broken. */
const breaches: Readonly<Record<keyof typeof rules, Breach>> = {
  requiredFields: {
    patch: { [`${group}.vswitch_ids`]: null },
    refused: ["missing", "scaling_group.vswitch_ids"],
  },
  freeName: {
    patch: { "nodepool_info.name": "taken" },
    refused: ["name-taken", "nodepool_info.name"],
    known: { poolNames: ["taken"] },
  },
  sizeOrAutoScaling: {
    patch: fc.nat(500).map((desired_size) => ({
      auto_scaling: { enable: true, min_instances: 0, max_instances: 9 },
      scaling_group: { desired_size },
    })),
    refused: ["never-with", "scaling_group.desired_size"],
  },
  autoScalingNeedsBounds: {
    patch: { auto_scaling: { enable: true, max_instances: null } },
    refused: ["needed-by", "auto_scaling.max_instances"],
  },
  boundsInOrder: {
    patch: fc.tuple(fc.nat(1999), fc.nat(2000)).map(([most, more]) => ({
      auto_scaling: { max_instances: most, min_instances: Math.min(2000, most + 1 + more) },
    })),
    refused: ["below-other", "auto_scaling.max_instances"],
  },
  growthAtOnce: {
    patch: fc.integer({ min: 501, max: 2000 }).map((size) => ({ [`${group}.desired_size`]: size })),
    refused: ["growth-too-large", "scaling_group.desired_size"],
  },
  deploymentSetHolds: {
    patch: fc.integer({ min: 21, max: 500 }).map((desired_size) => ({
      scaling_group: { deploymentset_id: "ds-1", vswitch_ids: ["vsw-1", "vsw-2"], desired_size },
    })),
    refused: ["above-deployment-set", "scaling_group.desired_size"],
    known: secondVSwitch,
  },
  subscriptionNeedsPeriod: {
    patch: { scaling_group: { instance_charge_type: "PrePaid", period: null } },
    refused: ["needed-by", "scaling_group.period"],
  },
  periodsForSale: {
    patch: fc.constantFrom(10, 11, 13, 59).map((period) => ({ scaling_group: { period, period_unit: "Month" } })),
    refused: ["not-allowed", "scaling_group.period"],
  },
  spotOptionsNeedSpot: {
    patch: { scaling_group: { spot_strategy: "NoSpot", spot_instance_remedy: true } },
    refused: ["only-with", "scaling_group.spot_instance_remedy"],
  },
  spotIsPaidAsUsed: {
    patch: { scaling_group: { spot_strategy: "SpotAsPriceGo", instance_charge_type: "PrePaid" } },
    refused: ["never-with", "scaling_group.spot_strategy"],
  },
  levelsNeedLargeDisks: {
    patch: fc
      .oneof(
        fc.tuple(fc.constant("PL2"), fc.integer({ min: 20, max: 460 })),
        fc.tuple(fc.constant("PL3"), fc.integer({ min: 20, max: 1260 })),
      )
      .map(([level, size]) => ({
        scaling_group: {
          system_disk_category: "cloud_essd",
          system_disk_performance_level: level,
          system_disk_size: size,
        },
      })),
    refused: ["disk-too-small", "scaling_group.system_disk_size"],
  },
  encryptionNeedsEssd: {
    patch: fc.constantFrom("cloud_efficiency", "cloud_ssd", null).map((category) => ({
      scaling_group: {
        system_disk_encrypted: true,
        system_disk_category: category,
        system_disk_categories: null,
      },
    })),
    refused: ["only-with", "scaling_group.system_disk_encrypted"],
  },
  performanceNeedsAutoPl: {
    patch: { scaling_group: { data_disks: [{ category: "cloud_essd", bursting_enabled: true }] } },
    refused: ["only-with", "scaling_group.data_disks[0].bursting_enabled"],
  },
  iopsNeedSize: {
    patch: fc.integer({ min: 20, max: 50 }).map((size) => ({
      scaling_group: {
        system_disk_category: "cloud_auto",
        system_disk_size: size,
        system_disk_provisioned_iops: mostProvisionedIops(size) + 1,
      },
    })),
    refused: ["iops-above-disk", "scaling_group.system_disk_provisioned_iops"],
  },
  keyOrPassword: {
    patch: { scaling_group: { key_pair: "k", login_password: "Passw0rd" } },
    refused: ["exclusive", "scaling_group.login_password"],
  },
  containerOs: {
    patch: { scaling_group: { image_type: "ContainerOS", key_pair: null } },
    refused: ["needed-by", "scaling_group.key_pair"],
  },
  confidentialComputing: {
    patch: { tee_config: { tee_enable: true }, kubernetes_config: { runtime: "docker" } },
    refused: ["never-with", "kubernetes_config.runtime"],
  },
  windowsLogon: {
    patch: { scaling_group: { image_type: "WindowsCore", key_pair: "k" } },
    refused: ["never-with", "scaling_group.key_pair"],
  },
  mlpsLogon: {
    patch: { scaling_group: { soc_enabled: true, key_pair: "k" } },
    refused: ["never-with", "scaling_group.key_pair"],
  },
  oneHardening: {
    patch: { scaling_group: { soc_enabled: true, security_hardening_os: true } },
    refused: ["exclusive", "scaling_group.security_hardening_os"],
  },
  hardeningNeedsAlibabaCloudLinux: {
    patch: { scaling_group: { image_type: "CentOS", soc_enabled: true } },
    refused: ["only-with", "scaling_group.soc_enabled"],
  },
  oneFieldForSecurityGroups: {
    patch: { scaling_group: { security_group_id: "sg-1", security_group_ids: ["sg-2"] } },
    refused: ["exclusive", "scaling_group.security_group_id"],
  },
  onePublicAddress: {
    patch: { scaling_group: { internet_max_bandwidth_out: 5 }, auto_scaling: { is_bond_eip: true } },
    refused: ["exclusive", "auto_scaling.is_bond_eip"],
  },
  oneWayToPrivatePools: {
    patch: {
      scaling_group: {
        resource_pool_options: { strategy: "PrivatePoolFirst" },
        private_pool_options: { match_criteria: "Open" },
      },
    },
    refused: ["exclusive", "scaling_group.resource_pool_options"],
  },
  privatePoolsAreNamed: {
    patch: { scaling_group: { private_pool_options: { match_criteria: "Target", id: null } } },
    refused: ["needed-by", "scaling_group.private_pool_options.id"],
  },
  oneKindOfSurge: {
    patch: { management: { upgrade_config: { surge: 1, surge_percentage: 10 } } },
    refused: ["exclusive", "management.upgrade_config.surge_percentage"],
  },
  syntaxOfKeys: {
    patch: fc
      .constantFrom("", "-a", "a-", "a b", "a".repeat(64), "/a", "Upper.Case/a", "a/b/c", "_/a")
      .map((key) => ({ kubernetes_config: { taints: [{ key, value: "", effect: "NoSchedule" }] } })),
    refused: ["bad-format", "kubernetes_config.taints[0].key"],
  },
  reservedLabelDomains: {
    patch: fc
      .constantFrom("kubernetes.io/a", "k8s.io/a", "beta.kubernetes.io/a", "deep.er.k8s.io/a")
      .map((key) => ({ kubernetes_config: { labels: [{ key, value: "x" }] } })),
    refused: ["reserved-domain", "kubernetes_config.labels[0].key"],
  },
  keysStandOnce: {
    patch: { scaling_group: { tags: [{ key: "team" }, { key: "env" }, { key: "team" }] } },
    refused: ["duplicate", "scaling_group.tags[2].key"],
  },
  reservedTags: {
    patch: fc
      .constantFrom("aliyun", "aliyun-x", "acs:a", "see http://a", "https://a", "ack.aliyun.com")
      .map((key) => ({ scaling_group: { tags: [{ key, value: "x" }] } })),
    refused: ["reserved-text", "scaling_group.tags[0].key"],
  },
  nodeNames: {
    patch: fc
      .constantFrom(
        "web",
        "customized,,ip,",
        "customized,web,host,x",
        "customized,Web,ip,x",
        "customized,web-,ip,x",
        "customized,a..b,ip,x",
        "customized,web,ip,-x",
        "customized,web,ip,xY",
      )
      .map((node_name_mode) => ({ kubernetes_config: { node_name_mode } })),
    refused: ["bad-format", "kubernetes_config.node_name_mode"],
  },
  runtimeFitsCluster: {
    patch: { kubernetes_config: { runtime: "docker" } },
    refused: ["cluster-too-new", "kubernetes_config.runtime"],
    known: { clusterVersion: "1.33.3-aliyun.1" },
  },
  fieldsFitCluster: {
    patch: { scaling_group: { ram_role_name: "worker" } },
    refused: ["cluster-too-old", "scaling_group.ram_role_name"],
    known: { clusterVersion: "1.20.4-aliyun.1" },
  },
};

/** Fields that are wrong by themselves. */
const flaws: readonly (readonly [JsonObject, ProblemCode, string])[] = [
  [{ nodepool_info: { name: null } }, "missing", "nodepool_info.name"],
  [{ nodepool_info: { name: "-web" } }, "bad-format", "nodepool_info.name"],
  [{ nodepool_info: { name: "n".repeat(64) } }, "bad-format", "nodepool_info.name"],
  [{ nodepool_info: { type: "ecs" } }, "not-allowed", "nodepool_info.type"],
  [{ scaling_group: { desired_size: -1 } }, "out-of-range", "scaling_group.desired_size"],
  [{ scaling_group: { desired_size: 1.5 } }, "out-of-range", "scaling_group.desired_size"],
  [{ scaling_group: { desired_size: "3" } }, "wrong-type", "scaling_group.desired_size"],
  [{ auto_scaling: { max_instances: 2001 } }, "out-of-range", "auto_scaling.max_instances"],
  [{ scaling_group: { vswitch_ids: [] } }, "wrong-count", "scaling_group.vswitch_ids"],
  [{ scaling_group: { vswitch_ids: "abcdefghi".split("") } }, "wrong-count", "scaling_group.vswitch_ids"],
  [{ scaling_group: { instance_types: "abcdefghijk".split("") } }, "wrong-count", "scaling_group.instance_types"],
  [{ scaling_group: { instance_types: [""] } }, "empty", "scaling_group.instance_types[0]"],
  [{ scaling_group: { system_disk_size: 19 } }, "out-of-range", "scaling_group.system_disk_size"],
  [{ scaling_group: { internet_max_bandwidth_out: 101 } }, "out-of-range", "scaling_group.internet_max_bandwidth_out"],
  [{ scaling_group: { data_disks: [{ encrypted: true }] } }, "not-allowed", "scaling_group.data_disks[0].encrypted"],
  [
    { scaling_group: { data_disks: Array.from({ length: 65 }, () => ({})) } },
    "wrong-count",
    "scaling_group.data_disks",
  ],
  [
    { scaling_group: { tags: Array.from({ length: 18 }, (_, at) => ({ key: `k${at}` })) } },
    "wrong-count",
    "scaling_group.tags",
  ],
  [{ scaling_group: { tags: [{ key: "k".repeat(129) }] } }, "wrong-length", "scaling_group.tags[0].key"],
  [{ scaling_group: { key_pair: null, login_password: "password1" } }, "bad-format", "scaling_group.login_password"],
  [{ management: { enable: "true" } }, "wrong-type", "management.enable"],
  [
    { management: { auto_repair_policy: { max_parallel_repairing_nodes: 5 } } },
    "wrong-type",
    "management.auto_repair_policy.max_parallel_repairing_nodes",
  ],
  [
    { management: { auto_repair_policy: { max_unhealthy_nodes_threshold: "101%" } } },
    "bad-format",
    "management.auto_repair_policy.max_unhealthy_nodes_threshold",
  ],
  [
    { management: { auto_vul_fix_policy: { vul_level: "asap;later" } } },
    "bad-format",
    "management.auto_vul_fix_policy.vul_level",
  ],
  [
    { kubernetes_config: { taints: [{ key: "a", effect: "Never" }] } },
    "not-allowed",
    "kubernetes_config.taints[0].effect",
  ],
  [{ kubernetes_config: { user_data: "#!/bin/sh" } }, "bad-format", "kubernetes_config.user_data"],
  [{ tee_config: [] }, "wrong-type", "tee_config"],
];

/** Deprecated fields, and the field that takes their place. */
const deprecated: readonly (readonly [JsonObject, string, string | null])[] = [
  [{ "auto_scaling.is_bond_eip": false }, "auto_scaling.is_bond_eip", "scaling_group.internet_max_bandwidth_out"],
  [{ "auto_scaling.eip_bandwidth": 5 }, "auto_scaling.eip_bandwidth", "scaling_group.internet_max_bandwidth_out"],
  [
    { "auto_scaling.eip_internet_charge_type": "PayByTraffic" },
    "auto_scaling.eip_internet_charge_type",
    "scaling_group.internet_charge_type",
  ],
  [
    { "management.upgrade_config.auto_upgrade": true },
    "management.upgrade_config.auto_upgrade",
    "management.auto_upgrade",
  ],
  [{ "scaling_group.cis_enabled": true }, "scaling_group.cis_enabled", "scaling_group.security_hardening_os"],
  [{ "scaling_group.security_group_id": "sg" }, "scaling_group.security_group_id", "scaling_group.security_group_ids"],
  [{ "scaling_group.platform": "CentOS" }, "scaling_group.platform", "scaling_group.image_type"],
  [{ count: 3 }, "count", "scaling_group.desired_size"],
  [{ max_nodes: 3 }, "max_nodes", null],
  [{ interconnect_config: {} }, "interconnect_config", null],
];

describe("a request for a node pool", () => {
  it("passes where the documents allow it, with every field as it was", () => {
    fc.assert(
      fc.property(validRequest, (request) => {
        expect(readNodePoolRequest(request, nothingKnown)).toEqual({ ok: true, value: request });
      }),
    );
  });

  it.each(Object.entries(breaches))("is refused where it breaks %s, whatever else it holds", (_, breach) => {
    const { patch, refused, known = {} } = breach;
    const patches = patch instanceof fc.Arbitrary ? patch : fc.constant(patch);
    const [code, path] = refused;
    fc.assert(
      fc.property(validRequest, patches, (request, change) => {
        const problems = problemsOf(withOverrides(request, change), known);
        expect(problems).toContainEqual(expect.objectContaining({ code, path }));
      }),
      { numRuns: 40 },
    );
  });

  it.each(flaws)("is refused for %j: %s", (patch, code, path) => {
    fc.assert(
      fc.property(validRequest, (request) => {
        expect(problemsOf(withOverrides(request, patch))).toContainEqual(expect.objectContaining({ code, path }));
      }),
      { numRuns: 20 },
    );
  });

  it.each(deprecated)("is refused for the deprecated %j", (patch, path, successor) => {
    expect(problemsOf(withOverrides(plainRequest, patch))).toContainEqual({ code: "deprecated", path, successor });
  });

  it.each([null, 3, "web", []])("has to be an object: %j", (value) => {
    expect(problemsOf(value)).toEqual([{ code: "not-a-request", path: "" }]);
  });

  it("tells everything that is wrong at once", () => {
    expect(refusalsOf({ count: 1, "scaling_group.desired_size": -1, "management.enable": 1 })).toEqual([
      "wrong-type management.enable",
      "out-of-range scaling_group.desired_size",
      "deprecated count",
    ]);
  });

  it("takes a null for a field that is left out", () => {
    expect(refusalsOf({ scaling_group: { image_type: null } })).toEqual([]);
    expect(problemsOf({ ...plainRequest, count: null, tee_config: { tee_enable: null } })).toEqual([]);
  });

  it("never repeats a password in a problem", () => {
    const problems = problemsOf(withOverrides(plainRequest, { "scaling_group.login_password": "short" }));
    expect(JSON.stringify(problems)).not.toContain("short");
  });

  it("needs no scaling group of ECS instances where the pool is of another kind", () => {
    expect(problemsOf({ nodepool_info: { name: "edge", type: "edge" }, interconnect_mode: "basic" })).toEqual([]);
    expect(problemsOf({ nodepool_info: { name: "web" } }).map(({ path }) => path)).toEqual([
      "scaling_group.vswitch_ids",
      "scaling_group.instance_charge_type",
      "scaling_group.instance_types",
    ]);
  });

  it("may pick instances by pattern instead of by type", () => {
    expect(refusalsOf({ scaling_group: { instance_types: null, instance_patterns: [{ cores: 4 }] } })).toEqual([]);
  });

  it.each([
    [
      "the size of a disk that is just large enough",
      { system_disk_category: "cloud_essd", system_disk_performance_level: "PL2", system_disk_size: 461 },
    ],
    [
      "a level on a disk that has none",
      { system_disk_category: "cloud_ssd", system_disk_performance_level: "PL3", system_disk_size: 40 },
    ],
    [
      "spot options that are off",
      { compensate_with_on_demand: false, on_demand_base_capacity: 0, spot_price_limit: [] },
    ],
    [
      "private pools chosen in one way, and not in the other",
      { private_pool_options: { match_criteria: "None" }, resource_pool_options: { strategy: "PrivatePoolFirst" } },
    ],
    ["a password with three kinds of characters", { key_pair: null, login_password: "abcDEF123" }],
  ])("takes %s", (_, scaling_group) => {
    expect(refusalsOf({ scaling_group })).toEqual([]);
  });

  it.each([
    [
      "never-with scaling_group.login_password",
      { image_type: "ContainerOS", login_password: "Passw0rd", key_pair: null },
    ],
    ["only-with scaling_group.system_disk_bursting_enabled", { system_disk_bursting_enabled: true }],
    [
      "only-with scaling_group.system_disk_encrypted",
      { system_disk_categories: ["cloud_essd", "cloud_ssd"], system_disk_encrypted: true },
    ],
    [
      "disk-too-small scaling_group.data_disks[1].size",
      { data_disks: [{}, { category: "cloud_essd", performance_level: "PL3", size: 1260 }] },
    ],
    [
      "iops-above-disk scaling_group.data_disks[0].provisioned_iops",
      { data_disks: [{ category: "cloud_auto", size: 40, provisioned_iops: 36_201 }] },
    ],
    [
      "needed-by scaling_group.resource_pool_options.private_pool_ids",
      { resource_pool_options: { strategy: "PrivatePoolOnly" } },
    ],
    ["not-allowed scaling_group.period", { instance_charge_type: "PrePaid", period_unit: "Week", period: 5 }],
    [
      "not-allowed scaling_group.auto_renew_period",
      { instance_charge_type: "PrePaid", period_unit: "Month", period: 1, auto_renew_period: 4 },
    ],
    ["reserved-text scaling_group.tags[0].value", { tags: [{ key: "a", value: "acs:b" }] }],
    [
      "only-with scaling_group.security_hardening_os",
      { image_type: "Windows", key_pair: null, security_hardening_os: true },
    ],
  ])("is refused as %s", (refused, scaling_group) => {
    expect(refusalsOf({ scaling_group })).toContain(refused);
  });

  it.each([
    [
      "never-with kubernetes_config.runtime",
      { "scaling_group.image_type": "ContainerOS", "kubernetes_config.runtime": "Sandboxed-Container.runv" },
    ],
    ["bad-format kubernetes_config.labels[0].value", { kubernetes_config: { labels: [{ key: "a", value: "-" }] } }],
    ["duplicate kubernetes_config.labels[1].key", { kubernetes_config: { labels: [{ key: "a" }, { key: "a" }] } }],
    [
      "duplicate kubernetes_config.taints[1].key",
      { kubernetes_config: { taints: [{ key: "a" }, { key: "a", effect: "NoSchedule" }] } },
    ],
    [
      "above-deployment-set auto_scaling.max_instances",
      {
        "scaling_group.deploymentset_id": "ds",
        "scaling_group.desired_size": null,
        auto_scaling: { enable: true, min_instances: 0, max_instances: 41 },
      },
    ],
    [
      "cluster-too-old node_components[0].version",
      { node_components: [{ name: "kubelet", version: "1.26.4-aliyun.1" }] },
    ],
    [
      "cluster-too-old scaling_group.instance_metadata_options.http_tokens",
      { "scaling_group.instance_metadata_options.http_tokens": "required" },
    ],
  ])("is refused as %s", (refused, patch) => {
    expect(refusalsOf(patch, { clusterVersion: "1.26.3-aliyun.1" })).toEqual([refused]);
  });

  it("is read without a crash, whatever stands in whichever field", () => {
    const { problem } = wordsOf("en").requests;
    fc.assert(
      fc.property(validRequest, fc.nat(), fc.jsonValue(), (request, chosen, value) => {
        const fields = describeRequest(request);
        const path = fields[chosen % fields.length]?.path ?? "count";
        const odd = withOverrides(request, { [path]: value });
        for (const each of problemsOf(odd)) expect(problem(each).length).toBeGreaterThan(0);
        expect(cloneRequest(odd, "copy").request).toMatchObject({ nodepool_info: { name: "copy" } });
      }),
    );
  });

  it("takes labels below the two open domains of Kubernetes", () => {
    const labels = ["node.kubernetes.io/a", "x.kubelet.kubernetes.io/a", "notkubernetes.io/a"].map((key) => ({ key }));
    expect(refusalsOf({ kubernetes_config: { labels } })).toEqual([]);
  });

  it("makes no names of nodes that are too long for the longest address", () => {
    const named = (letters: number) =>
      refusalsOf({ kubernetes_config: { node_name_mode: `customized,${"a".repeat(letters)},ip,test` } });
    expect(named(45)).toEqual([]);
    expect(named(46)).toEqual(["node-name-too-long kubernetes_config.node_name_mode"]);
  });

  it("counts a deployment set's zones, and takes each vSwitch for one where zones are unknown", () => {
    const patch = { scaling_group: { deploymentset_id: "ds-1", desired_size: 40 } };
    expect(refusalsOf(patch)).toEqual([]);
    expect(refusalsOf(patch, secondVSwitch)).toEqual(["above-deployment-set scaling_group.desired_size"]);
  });

  it("holds what the cluster's version allows only where that is known", () => {
    const patch = { kubernetes_config: { runtime: "Sandboxed-Container.runv" } };
    expect(refusalsOf(patch)).toEqual([]);
    expect(refusalsOf(patch, { clusterVersion: "1.31.9-aliyun.1" })).toEqual([]);
    expect(refusalsOf(patch, { clusterVersion: "1.32.1-aliyun.1" })).toEqual([
      "cluster-too-new kubernetes_config.runtime",
    ]);
  });

  it("knows what an ESSD AutoPL disk takes", () => {
    expect([20, 40, 100, 1000].map(mostProvisionedIops)).toEqual([17_200, 36_200, 50_000, 50_000]);
  });

  it("has words for every problem", () => {
    const { problem } = wordsOf("en").requests;
    fc.assert(
      fc.property(fc.constantFrom(...Object.values(breaches)), validRequest, ({ patch, known }, request) => {
        const changes = patch instanceof fc.Arbitrary ? fc.sample(patch, { numRuns: 1, seed: 1 }) : [patch];
        for (const change of changes) {
          for (const each of problemsOf(withOverrides(request, change), known)) {
            expect(JSON.stringify(problem(each))).toContain(JSON.stringify(each.path).slice(1, -1));
          }
        }
      }),
    );
  });
});

describe("notices", () => {
  it("tell which fields wait for another one", () => {
    expect(noticesOf({ management: { auto_repair: true }, "scaling_group.period": 1 })).toEqual(
      expect.arrayContaining([
        { code: "no-effect", path: "management.auto_repair", other: "management.enable", needed: ["true"] },
        {
          code: "no-effect",
          path: "scaling_group.period",
          other: "scaling_group.instance_charge_type",
          needed: ["PrePaid"],
        },
      ]),
    );
  });

  it("tell of the switch beside a field in its own disk", () => {
    const data_disks = [{ encrypted: "true", kms_key_id: "kms" }, { kms_key_id: "kms" }];
    const idle = noticesOf({ scaling_group: { data_disks } }).filter(({ code }) => code === "no-effect");
    expect(idle).toEqual([
      {
        code: "no-effect",
        path: "scaling_group.data_disks[1].kms_key_id",
        other: "scaling_group.data_disks[1].encrypted",
        needed: ["true"],
      },
    ]);
  });

  it("give ACK's advice", () => {
    const patch = { scaling_group: { desired_size: 1, instance_types: ["ecs.g7.xlarge"], key_pair: null } };
    expect(noticesOf(patch, secondVSwitch)).toEqual(
      expect.arrayContaining([
        { code: "below-advised-size", path: "scaling_group.desired_size", advised: 2 },
        { code: "one-zone", path: "scaling_group.vswitch_ids" },
        { code: "one-instance-type", path: "scaling_group.instance_types" },
        { code: "no-logon", path: "scaling_group.key_pair" },
      ]),
    );
  });

  it("tell what ACK decides, and where its documents differ", () => {
    expect(noticesOf({ management: { enable: true } })).toEqual(
      expect.arrayContaining([
        { code: "default-applies", path: "kubernetes_config.runtime", value: "containerd" },
        { code: "default-uncertain", path: "management.auto_repair" },
      ]),
    );
  });

  it("name unknown fields wherever they are, and have words for all", () => {
    fc.assert(
      fc.property(validRequest, (request) => {
        const read = readNodePoolRequest(request, nothingKnown);
        if (!read.ok) throw new Error(JSON.stringify(read.problem));
        const told = notices(read.value, nothingKnown);
        const unknown = told.filter(({ code }) => code === "unknown-field").map(({ path }) => path);
        const sent = describeRequest(request).filter(({ path }) => /(^|\.)x_/.test(path));
        expect(unknown.every((path) => /(^|\.)x_/.test(path))).toBe(true);
        expect(sent.every(({ path }) => unknown.some((known) => path.startsWith(known)))).toBe(true);
        for (const each of told) expect(wordsOf("en").requests.notice(each).length).toBeGreaterThan(0);
      }),
    );
  });
});

describe("a clone", () => {
  it("asks for the same pool by another name, whatever ACK adds in describing it", () => {
    fc.assert(
      fc.property(validRequest, (request) => {
        const clone = cloneRequest(describedPool(request), "copy");
        const wanted = withOverrides(request, {
          nodepool_info: { name: "copy" },
          scaling_group: { login_password: null },
        });
        expect(clone.request).toEqual(wanted);
        expect(clone.moved).toEqual([]);
      }),
    );
  });

  it("passes the check, but for what has to be given anew", () => {
    fc.assert(
      fc.property(validRequest, (request) => {
        expect(problemsOf(cloneRequest(describedPool(request), "copy").request)).toEqual([]);
      }),
    );
  });

  it("names what it leaves out, and why", () => {
    const described = describedPool(
      withOverrides(plainRequest, { scaling_group: { key_pair: null, login_password: "Passw0rd" } }),
    );
    const { leftOut } = cloneRequest(described, "copy");
    expect(leftOut).toEqual(
      expect.arrayContaining([
        { path: "nodepool_info.nodepool_id", why: "given-by-ack" },
        { path: "status", why: "present-state" },
        { path: "scaling_group.ram_policy", why: "not-taken" },
        { path: "management.auto_repair_policy.auto_repair_policy_id", why: "set-afterwards" },
        { path: "scaling_group.login_password", why: "secret" },
        { path: "auto_scaling.is_bond_eip", why: "not-set" },
        { path: "scaling_group.period", why: "not-set" },
      ]),
    );
    for (const each of leftOut) expect(wordsOf("en").requests.leftOut(each).what.length).toBeGreaterThan(0);
  });

  it("moves what deprecated fields hold to their successors", () => {
    const described = withOverrides(describedPool(plainRequest), {
      auto_scaling: { enable: false, is_bond_eip: true, eip_bandwidth: 5, eip_internet_charge_type: "PayByTraffic" },
      scaling_group: { security_group_id: "sg-1", security_group_ids: [], cis_enabled: true, platform: "CentOS" },
      management: { upgrade_config: { auto_upgrade: true } },
    });
    const { request, moved } = cloneRequest(described, "copy");
    expect(request).toMatchObject({
      scaling_group: {
        internet_max_bandwidth_out: 5,
        internet_charge_type: "PayByTraffic",
        security_group_ids: ["sg-1"],
        security_hardening_os: true,
        image_type: "CentOS",
      },
      management: { auto_upgrade: true },
    });
    expect(moved).toHaveLength(6);
  });

  it("lets a successor that has a value count more", () => {
    const groups = { security_group_id: "sg-old", security_group_ids: ["sg-new"] };
    const described = withOverrides(describedPool(plainRequest), { scaling_group: groups });
    const { request, moved, leftOut } = cloneRequest(described, "copy");
    expect(request).toMatchObject({ scaling_group: { security_group_ids: ["sg-new"] } });
    expect(moved).toEqual([]);
    expect(leftOut).toContainEqual({ path: "scaling_group.security_group_id", why: "deprecated" });
  });

  it("leaves out ACK's own tags, idle spot options and revisions of components", () => {
    const described = withOverrides(describedPool(plainRequest), {
      scaling_group: {
        tags: [
          { key: "acs:autoscaling:scalingGroupId", value: "asg-1" },
          { key: "team", value: "a" },
          { key: "ack.aliyun.com", value: "c1" },
        ],
        compensate_with_on_demand: true,
      },
      node_components: [{ name: "kubelet", version: "1.33.3-aliyun.1", config_revision: "7" }],
    });
    const { request, leftOut } = cloneRequest(described, "copy");
    expect(request).toMatchObject({ scaling_group: { tags: [{ key: "team", value: "a" }] } });
    expect(JSON.stringify(request)).not.toMatch(/compensate|config_revision/);
    expect(leftOut.map(({ path, why }) => `${why} ${path}`)).toEqual(
      expect.arrayContaining([
        "added-by-ack scaling_group.tags[0]",
        "added-by-ack scaling_group.tags[2]",
        "no-spot scaling_group.compensate_with_on_demand",
        "given-by-ack node_components[0].config_revision",
      ]),
    );
  });

  it("takes overrides on top", () => {
    const { request } = cloneRequest(describedPool(plainRequest), "copy");
    const overrides = { "scaling_group.desired_size": 0, scaling_group: { vswitch_ids: ["vsw-9"], key_pair: null } };
    expect(withOverrides(request, overrides)).toMatchObject({
      nodepool_info: { name: "copy" },
      scaling_group: { desired_size: 0, vswitch_ids: ["vsw-9"], instance_charge_type: "PostPaid" },
    });
    expect(withOverrides(request, overrides)["scaling_group"]).not.toHaveProperty("key_pair");
  });

  it("takes overrides by place of a list, as problems name them", () => {
    const disks = { scaling_group: { data_disks: [{ size: 40, category: "cloud_ssd" }, { size: 60 }] } };
    const overrides = {
      "scaling_group.data_disks[0].size": 80,
      "scaling_group.data_disks[1]": null,
      "scaling_group.data_disks[9].size": 100,
    };
    expect(withOverrides(disks, overrides)).toEqual({
      scaling_group: { data_disks: [{ size: 80, category: "cloud_ssd" }, { size: 100 }] },
    });
  });
});

describe("a request for people", () => {
  it("shows every field under its tab, and no password", () => {
    const request = withOverrides(plainRequest, {
      scaling_group: { login_password: "Passw0rd", data_disks: [{ size: 40 }] },
      kubernetes_config: { taints: [{ key: "gpu", value: "true", effect: "NoSchedule" }] },
    });
    const lines = describeRequest(request);
    expect(lines).toContainEqual({ tab: "storage", path: "scaling_group.data_disks[0].size", value: "40" });
    expect(lines).toContainEqual({ tab: "advanced", path: "kubernetes_config.taints", value: "gpu=true:NoSchedule" });
    expect(lines).toContainEqual({ tab: "network", path: "scaling_group.vswitch_ids", value: "vsw-1, vsw-2" });
    expect(JSON.stringify(lines)).not.toContain("Passw0rd");
  });

  it("differs nowhere from itself, and somewhere from what it is not", () => {
    fc.assert(
      fc.property(validRequest, validRequest, (one, other) => {
        expect(differences(one, structuredClone(one))).toEqual([]);
        const told = differences(one, other).map(({ path }) => path);
        expect(told.length > 0).toBe(!isDeepStrictEqual(structuredClone(one), structuredClone(other)));
        expect(new Set(told).size).toBe(told.length);
      }),
    );
  });

  it("tells differences of labels by key, whatever their order", () => {
    const labels = (...all: readonly string[]) => ({
      labels: all.map((pair) => ({ key: pair.split("=")[0], value: pair.split("=")[1] })),
    });
    expect(differences(labels("a=1", "b=2", "c=3"), labels("c=3", "b=4", "d=5"))).toEqual([
      { path: "labels[a]", from: "a=1", to: null },
      { path: "labels[b]", from: "b=2", to: "b=4" },
      { path: "labels[d]", from: null, to: "d=5" },
    ]);
  });

  it("tells a changed effect of a taint, and taints that share a key apart", () => {
    const taints = (...effects: readonly string[]) => ({ taints: effects.map((effect) => ({ key: "gpu", effect })) });
    expect(differences(taints("NoSchedule"), taints("NoExecute"))).toEqual([
      { path: "taints[gpu]", from: "gpu:NoSchedule", to: "gpu:NoExecute" },
    ]);
    expect(differences(taints("NoSchedule"), taints("NoSchedule", "NoExecute"))).toEqual([
      { path: "taints[gpu:NoExecute]", from: null, to: "gpu:NoExecute" },
    ]);
  });

  it("tells differences field by field, and lists of values as a whole", () => {
    expect(
      differences(
        { a: { b: 1, types: ["x", "y"] }, disks: [{ size: 40 }], login_password: "old" },
        { a: { types: ["y", "x"] }, disks: [{ size: 80 }, { size: 20 }], login_password: "new" },
      ),
    ).toEqual([
      { path: "a.b", from: "1", to: null },
      { path: "a.types", from: "x, y", to: "y, x" },
      { path: "disks[0].size", from: "40", to: "80" },
      { path: "disks[1].size", from: null, to: "20" },
      { path: "login_password", from: "••••••••", to: "••••••••" },
    ]);
  });
});
