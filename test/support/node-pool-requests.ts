import * as fc from "fast-check";
import { type JsonObject, valueAt } from "../../src/domain/json.ts";
import { withOverrides } from "../../src/domain/node-pool-request/overrides.ts";
import { mostProvisionedIops } from "../../src/domain/node-pool-request/rules/disks.ts";

/** A request that is right and says little. */
export const plainRequest: JsonObject = {
  nodepool_info: { name: "web", type: "ess" },
  scaling_group: {
    vswitch_ids: ["vsw-1", "vsw-2"],
    instance_types: ["ecs.g7.xlarge", "ecs.g7.2xlarge"],
    instance_charge_type: "PostPaid",
    desired_size: 2,
    key_pair: "operators",
  },
};

/** Objects with some of the fields. */
function some(fields: Readonly<Record<string, fc.Arbitrary<unknown>>>): fc.Arbitrary<JsonObject> {
  return fc.record({ ...fields }, { requiredKeys: [] });
}

/** Merges what several arbitraries make, the later over the earlier. */
function together(...parts: readonly fc.Arbitrary<JsonObject>[]): fc.Arbitrary<JsonObject> {
  return fc.tuple(...parts).map((made) => made.reduce(withOverrides, {}));
}

/** ACK describes no group in which nothing is set. */
function group(field: string, fields: JsonObject): JsonObject {
  return Object.keys(fields).length === 0 ? {} : { [field]: fields };
}

const word = fc.stringMatching(/^[a-z][a-z0-9]{0,9}$/);
const ids = (prefix: string, most: number) =>
  fc.uniqueArray(
    word.map((name) => `${prefix}-${name}`),
    { minLength: 1, maxLength: most },
  );
const flag = fc.boolean();
const whole = (min: number, max: number) => fc.integer({ min, max });
const text = (...values: readonly string[]) => fc.constantFrom(...values);

const name = fc.stringMatching(/^[a-z0-9节点][a-z0-9节点-]{0,62}$/u);
const keyName = fc.stringMatching(/^[A-Za-z0-9]([A-Za-z0-9._-]{0,20}[A-Za-z0-9])?$/);
const prefix = text("", "example.com/", "team.example.org/", "node.kubernetes.io/", "my.kubelet.kubernetes.io/");
const key = fc.tuple(prefix, keyName).map(([domain, own]) => domain + own);
const value = fc.oneof(fc.constant(""), keyName);

const keyed = (most: number) =>
  fc.uniqueArray(fc.record({ key, value }), { selector: (entry) => entry.key, maxLength: most });
const taints = fc.uniqueArray(fc.record({ key, value, effect: text("NoSchedule", "NoExecute", "PreferNoSchedule") }), {
  selector: (taint) => `${taint.key}:${taint.effect}`,
  maxLength: 5,
});

/** One way in which the size is decided. */
const sizing: fc.Arbitrary<JsonObject> = fc.oneof(
  whole(0, 500).map((desired_size) => ({ scaling_group: { desired_size } })),
  fc
    .record({ deploymentset_id: fc.constant("ds-1"), desired_size: whole(0, 20) })
    .map((scaling_group) => ({ scaling_group })),
  fc
    .record({ min: whole(0, 2000), more: whole(0, 2000), type: text("cpu", "gpu", "gpushare", "spot") })
    .map(({ min, more, type }) => ({
      auto_scaling: { enable: true, min_instances: min, max_instances: Math.min(2000, min + more), type },
    })),
  fc.constant({ auto_scaling: { enable: false } }),
);

/** One way of paying. */
const billing: fc.Arbitrary<JsonObject> = fc
  .oneof(
    fc.constant({ instance_charge_type: "PostPaid" }),
    together(
      fc.constant({ instance_charge_type: "PostPaid", spot_strategy: "SpotWithPriceLimit" }),
      some({
        spot_price_limit: fc.array(fc.constant({ instance_type: "ecs.g7.xlarge", price_limit: "0.39" }), {
          maxLength: 3,
        }),
        on_demand_base_capacity: whole(0, 1000),
        on_demand_percentage_above_base_capacity: whole(0, 100),
        spot_instance_pools: whole(1, 10),
        spot_instance_remedy: flag,
        compensate_with_on_demand: flag,
      }),
    ),
    together(
      fc.record({
        instance_charge_type: fc.constant("PrePaid"),
        period_unit: text("Week", "Month"),
        period: whole(1, 4),
      }),
      some({ auto_renew: flag, auto_renew_period: whole(1, 3) }),
    ),
  )
  .map((scaling_group) => ({ scaling_group }));

/** One way of logging on, with an image that takes it. */
const logon: fc.Arbitrary<JsonObject> = fc.oneof(
  some({
    image_type: text("AliyunLinux3", "CentOS", "Ubuntu"),
    image_id: fc.constant("image.vhd"),
    login_as_non_root: flag,
  }).map((scaling_group) => ({ scaling_group: { ...scaling_group, key_pair: "operators" } })),
  fc.constant({ scaling_group: { image_type: "ContainerOS", key_pair: "operators" } }),
  fc.constant({ scaling_group: { image_type: "Windows", login_password: "Passw0rd!" } }),
  fc.constant({ scaling_group: { image_type: "AliyunLinux3", soc_enabled: true, login_password: "secret-42-X" } }),
  fc.constant({ scaling_group: { image_type: "AliyunLinux", security_hardening_os: true } }),
);

const systemDisk: fc.Arbitrary<JsonObject> = fc
  .oneof(
    some({ system_disk_category: text("cloud_efficiency", "cloud_ssd"), system_disk_size: whole(20, 2048) }),
    together(
      fc.record({ system_disk_category: fc.constant("cloud_essd"), system_disk_size: whole(1261, 2048) }),
      some({
        system_disk_performance_level: text("PL0", "PL1", "PL2", "PL3"),
        system_disk_encrypted: flag,
        system_disk_kms_key_id: fc.constant("kms-1"),
        system_disk_encrypt_algorithm: fc.constant("aes-256"),
      }),
    ),
    whole(20, 2048).chain((system_disk_size) =>
      fc.record({
        system_disk_category: fc.constant("cloud_auto"),
        system_disk_size: fc.constant(system_disk_size),
        system_disk_bursting_enabled: flag,
        system_disk_provisioned_iops: whole(0, mostProvisionedIops(system_disk_size)),
      }),
    ),
    fc.constant({ system_disk_categories: ["cloud_auto", "cloud_essd"], system_disk_encrypted: true }),
  )
  .map((scaling_group) => ({ scaling_group }));

const dataDisk: fc.Arbitrary<JsonObject> = together(
  fc.oneof(
    some({ category: text("cloud", "cloud_ssd", "cloud_essd_entry"), size: whole(40, 32_768) }),
    fc.record({ category: fc.constant("cloud_essd"), size: whole(461, 1260), performance_level: text("PL1", "PL2") }),
    fc.record({
      category: fc.constant("cloud_auto"),
      size: whole(100, 1000),
      provisioned_iops: whole(0, 50_000),
      bursting_enabled: flag,
    }),
  ),
  some({
    encrypted: text("true", "false"),
    kms_key_id: fc.constant("kms-1"),
    disk_name: text("data_1", "Daten"),
    device: text("/dev/xvdb", "/dev/xvdz"),
    snapshot_id: fc.constant("s-1"),
  }),
);

const storage: fc.Arbitrary<JsonObject> = some({
  data_disks: fc.array(dataDisk, { maxLength: 4 }),
  disk_init: fc.array(fc.constant({ disk_name: "disk0", mkfs_type: "ext4", mount_target: "/mnt/disk0" }), {
    maxLength: 2,
  }),
}).map((scaling_group) => ({ scaling_group }));

const restOfScalingGroup: fc.Arbitrary<JsonObject> = some({
  security_group_ids: ids("sg", 5),
  internet_charge_type: text("PayByBandwidth", "PayByTraffic"),
  internet_max_bandwidth_out: whole(1, 100),
  rds_instances: fc.array(fc.constant("rds-1"), { maxLength: 2 }),
  multi_az_policy: text("PRIORITY", "COST_OPTIMIZED", "BALANCE"),
  scaling_policy: text("release", "recycle"),
  tags: keyed(17),
  ram_role_name: fc.constant("worker"),
  instance_metadata_options: fc.constant({ http_tokens: "required" }),
  instance_patterns: fc.array(fc.constant({ cores: 4, memory: 8, cpu_architectures: ["X86"] }), { maxLength: 2 }),
}).map((scaling_group) => ({ scaling_group }));

const privatePools: fc.Arbitrary<JsonObject> = text("none", "by-pool", "by-resources").map((way) => {
  if (way === "by-pool") return { scaling_group: { private_pool_options: { id: "eap-1", match_criteria: "Target" } } };
  if (way === "none") return {};
  return { scaling_group: { resource_pool_options: { strategy: "PrivatePoolOnly", private_pool_ids: ["eap-1"] } } };
});

const share = fc.oneof(
  whole(1, 100_000).map(String),
  whole(1, 100).map((percent) => `${percent}%`),
);

const management: fc.Arbitrary<JsonObject> = some({
  enable: flag,
  auto_repair: flag,
  auto_repair_policy: fc.record({
    restart_node: flag,
    approval_required: flag,
    max_parallel_repairing_nodes: share,
    max_unhealthy_nodes_threshold: share,
  }),
  auto_vul_fix: flag,
  auto_vul_fix_policy: fc.record({
    restart_node: flag,
    vul_level: text("asap", "asap,nntf", "asap,later,nntf"),
    exclude_packages: text("kernel", ""),
  }),
  auto_upgrade: flag,
  auto_upgrade_policy: fc.record({ auto_upgrade_kubelet: flag, auto_upgrade_runtime: flag, auto_upgrade_os: flag }),
  upgrade_config: fc.record({
    surge: fc.constant(0),
    surge_percentage: whole(0, 100),
    max_unavailable: whole(1, 1000),
  }),
  auto_fault_diagnosis: flag,
}).map((fields) => group("management", fields));

const kubernetes: fc.Arbitrary<JsonObject> = some({
  labels: keyed(5),
  taints,
  runtime: fc.constant("containerd"),
  runtime_version: fc.constant("1.6.38"),
  cpu_policy: text("none", "static"),
  user_data: fc.constant("dGhpcyBpcyBhIGV4YW1wbGU="),
  pre_user_data: fc.constant("dGhpcyBpcyBhIGV4YW1wbGU"),
  unschedulable: flag,
  cms_enabled: flag,
  node_name_mode: text("nodeip", "customized,aliyun.com,ip,test", "customized,web,5,", "customized,a-b.c,ip,"),
}).map((fields) => group("kubernetes_config", fields));

const otherGroups: fc.Arbitrary<JsonObject> = some({
  tee_config: fc.record({ tee_enable: flag }),
  auto_mode: fc.record({ enable: flag }),
  node_config: fc.constant({ kubelet_configuration: { maxPods: 110, evictionHard: { "memory.available": "300Mi" } } }),
  node_components: fc.constant([
    { name: "kubelet", version: "1.33.3-aliyun.1", config: { custom_config: { cpuManagerPolicy: "static" } } },
  ]),
});

/** Fields that no list knows: what a newer API may bring. */
const unknown: fc.Arbitrary<JsonObject> = fc
  .dictionary(
    fc.stringMatching(/^x_[a-z]{1,8}$/),
    fc.oneof(fc.string(), fc.integer(), flag, fc.array(fc.integer()), fc.record({ x_inner: fc.string() })),
    { maxKeys: 3 },
  )
  .map((fields) => ({
    ...fields,
    nodepool_info: fields,
    scaling_group: fields,
    ...(Object.keys(fields).length === 0
      ? {}
      : { kubernetes_config: fields, management: { auto_repair_policy: fields } }),
  }));

const where: fc.Arbitrary<JsonObject> = fc
  .record({ vswitch_ids: ids("vsw", 8), instance_types: ids("ecs.g7", 10) })
  .map((scaling_group) => ({ scaling_group }));

/** Any request that ACK's documents allow, with fields among it that nobody knows yet. */
export const validRequest: fc.Arbitrary<JsonObject> = together(
  fc.record({ name, type: fc.constant("ess"), resource_group_id: fc.constant("rg-1") }).map((nodepool_info) => ({
    nodepool_info,
  })),
  unknown,
  where,
  sizing,
  billing,
  logon,
  systemDisk,
  storage,
  restOfScalingGroup,
  privatePools,
  management,
  kubernetes,
  otherGroups,
);

/**
 * What DescribeClusterNodePoolDetail says of a pool that was made from a request: all that was sent, unknown fields too, and ids,
 * counts, times, states, a masked password, and nothings in fields that were not sent.
 */
export function describedPool(request: JsonObject): JsonObject {
  const nothings: JsonObject = {
    auto_scaling: { is_bond_eip: false, eip_bandwidth: 0, eip_internet_charge_type: "" },
    scaling_group: {
      platform: "",
      security_group_id: "",
      period: 0,
      period_unit: "",
      spot_instance_pools: 0,
      deploymentset_id: "",
      internet_max_bandwidth_out: 0,
      private_pool_options: { id: "", match_criteria: "" },
    },
  };
  const given: JsonObject = {
    nodepool_info: {
      nodepool_id: "np1",
      region_id: "cn-hangzhou",
      is_default: false,
      created: "2026-11-21T08:00:00+08:00",
      updated: "2026-11-21T08:00:00+08:00",
    },
    scaling_group: { scaling_group_id: "asg-1", ram_policy: "policy" },
    management: { auto_repair_policy: { auto_repair_policy_id: "r-1" } },
    node_config: { node_os_config: { hugepage: { transparentEnabled: "always" } } },
    status: { state: "active", total_nodes: 2, conditions: [{ type: "ImageUpgradeReady", status: "True" }] },
  };
  const described = [nothings, request, given].reduce(withOverrides, {});
  const masked =
    valueAt(request, ["scaling_group", "login_password"]) === undefined ? {} : { login_password: "******" };
  const size = valueAt(request, ["auto_scaling", "enable"]) === true ? { desired_size: 3 } : {};
  return withOverrides(described, { scaling_group: { ...masked, ...size } });
}
