import { expect, test } from "vitest";
import { failure, openRegion, type Opened, poolPath, pools, prod, staging } from "./fixture.ts";

const modify = async ({ call }: Opened, body: Readonly<Record<string, unknown>>, pool = pools.prod, cluster = prod) =>
  await call("ModifyClusterNodePool", "PUT", poolPath(pool, cluster), { body });
const detail = async ({ call }: Opened, pool = pools.prod) =>
  await call("DescribeClusterNodePoolDetail", "GET", poolPath(pool));

test("what is sent is merged deeply and comes back, known or not; passwords are masked", async () => {
  const opened = await openRegion();
  const answer = await modify(opened, {
    update_nodes: true,
    concurrency: true,
    scaling_group: { login_password: "Hello1234!", key_pair: null, made_up: { deep: [1, false] } },
    management: {
      auto_upgrade_policy: { auto_upgrade_os: true, auto_upgrade_runtime: false },
      auto_repair_policy: { auto_repair_policy_id: "r-123" },
    },
    kubernetes_config: { labels: [{ key: "a", value: "b" }] },
    nodepool_info: { nodepool_id: "npmine", is_default: true },
  });
  expect(opened.task(answer["task_id"])).toMatchObject({ type: "nodepool_update", phase: "running" });
  const during = await detail(opened);
  expect(during).toMatchObject({ status: { state: "updating" } });
  opened.settle();
  const after = await detail(opened);
  expect(after).toMatchObject({
    nodepool_info: { nodepool_id: pools.prod, is_default: false },
    scaling_group: { login_password: "********", desired_size: 3, made_up: { deep: [1, false] } },
    management: {
      enable: true,
      auto_upgrade_policy: { auto_upgrade_os: true, auto_upgrade_runtime: false },
      auto_repair_policy: { auto_repair_policy_id: "r-123", restart_node: true },
    },
    kubernetes_config: { labels: [{ key: "a", value: "b" }], runtime: "containerd" },
    status: { state: "active", total_nodes: 3 },
  });
  expect(after).not.toHaveProperty("update_nodes");
  expect(after).not.toHaveProperty("concurrency");
  expect(JSON.stringify([...opened.region.state.tasks.values(), ...opened.region.calls()])).not.toContain("Hello1234!");
});

test("auto scaling goes off in one call and, where the region leaves it open, gets a size in a second one", async () => {
  const opened = await openRegion({ assumptions: { desiredSizeAfterAutoScaling: "absent" } });
  const both = { auto_scaling: { enable: false }, scaling_group: { desired_size: 4 } };
  expect(await failure(modify(opened, both, pools.batch))).toMatchObject({ code: "InvalidDesiredSizeOrCount.NotNull" });
  await modify(opened, { auto_scaling: { enable: false } }, pools.batch);
  opened.settle();
  expect(await detail(opened, pools.batch)).not.toHaveProperty("scaling_group.desired_size");
  await modify(opened, { scaling_group: { desired_size: 5 } }, pools.batch);
  opened.settle();
  expect(await detail(opened, pools.batch)).toMatchObject({
    scaling_group: { desired_size: 5 },
    status: { total_nodes: 5, state: "active" },
  });
});

test("auto scaling goes on: the desired size goes, limits are heeded at once", async () => {
  const opened = await openRegion();
  await modify(opened, { auto_scaling: { enable: true, min_instances: 0, max_instances: 2 } });
  expect(await detail(opened)).toMatchObject({ status: { state: "removing_nodes", removing_nodes: 1 } });
  opened.settle();
  const after = await detail(opened);
  expect(after).not.toHaveProperty("scaling_group.desired_size");
  expect(after).toMatchObject({ status: { total_nodes: 2 } });
  const upsideDown = modify(opened, { auto_scaling: { min_instances: 3 } });
  expect(await failure(upsideDown)).toMatchObject({ code: "InvalidParameter" });
  expect(await failure(modify(opened, { auto_scaling: { max_instances: 2_001 } }))).toMatchObject({
    code: "InvalidParameter",
  });
});

test("bad configurations are refused and change nothing", async () => {
  const opened = await openRegion();
  const refused = async (body: Readonly<Record<string, unknown>>, pool?: string, cluster?: string) =>
    (await failure(modify(opened, body, pool, cluster))).code;
  expect(await refused({ nodepool_info: { name: "gpu-pool" } })).toBe("InvalidParameter.Name");
  expect(await refused({ nodepool_info: { name: "-x" } })).toBe("InvalidParameter");
  expect(await refused({ management: { enable: true } }, pools.web, staging)).toBe("InvalidParameter.Management");
  expect(await refused({ scaling_group: { data_disks: [{ encrypted: false }] } })).toBe("InvalidParameter");
  expect(await refused({ scaling_group: { key_pair: "a", login_password: "b" } })).toBe("InvalidParameter");
  expect(await refused({}, "npnone")).toBe("ErrorNodePoolNotFound");
  expect(await refused({}, pools.prod, "cnone")).toBe("ErrorClusterNotFound");
  expect(opened.region.state.tasks.size).toBe(0);
  const answer = await modify(opened, {});
  expect(Object.keys(answer)).toEqual(["nodepool_id", "request_id"]);
});

test("labels and taints reach present nodes with update_nodes only; what somebody gave them stays", async () => {
  const opened = await openRegion();
  const labels = (): readonly unknown[] => opened.pool(pools.prod).nodes.map((node) => node.labels);
  await modify(opened, { kubernetes_config: { labels: [{ key: "a", value: "b" }] } });
  opened.settle();
  expect(labels()).toEqual([{ workload: "web" }, { workload: "web" }, { workload: "web" }]);
  await modify(opened, { scaling_group: { desired_size: 4 } });
  opened.settle();
  expect(labels().at(-1)).toEqual({ a: "b" });
  await modify(opened, {
    update_nodes: true,
    kubernetes_config: { labels: [], taints: [{ key: "t", value: "v", effect: "NoExecute" }] },
  });
  opened.settle();
  // The pool does not remember that it once gave this label: it counts as the nodes' own.
  expect(labels()).toEqual([{ workload: "web" }, { workload: "web" }, { workload: "web" }, {}]);
  const taints = opened.pool(pools.prod).nodes.map((node) => node.taints);
  expect(taints[0]).toEqual([{ key: "t", value: "v", effect: "NoExecute" }]);
  const nodes = await opened.call("DescribeClusterNodes", "GET", `/clusters/${prod}/nodes`, {
    query: { nodeLabels: "workload=web" },
  });
  expect(nodes).toMatchObject({ page: { total_count: 3 } });
});

test("what new nodes are made of can be changed: types, vSwitches, disks, image, scripts, logon", async () => {
  const opened = await openRegion();
  const group = {
    instance_types: ["ecs.c7.large"],
    vswitch_ids: ["vsw-other"],
    system_disk_size: 200,
    system_disk_category: "cloud_auto",
    data_disks: [],
    image_id: "m-own",
    key_pair: "other",
    tags: [{ key: "team", value: "other" }],
    multi_az_policy: "PRIORITY",
  };
  const script = { user_data: "ZWNobw==", pre_user_data: "ZWNobw==", unschedulable: true };
  await modify(opened, { scaling_group: group, kubernetes_config: script });
  opened.settle();
  await modify(opened, { scaling_group: { desired_size: 4 } });
  opened.settle();
  expect(await detail(opened)).toMatchObject({ scaling_group: group, kubernetes_config: script });
  expect(opened.pool(pools.prod).nodes.map((node) => [node.instanceType, node.unschedulable])).toEqual([
    ["ecs.g7.2xlarge", false],
    ["ecs.g7.2xlarge", false],
    ["ecs.g7.2xlarge", false],
    ["ecs.c7.large", true],
  ]);
});

test("fields that never change are ignored, or refused", async () => {
  const fixed = {
    auto_scaling: { type: "gpu" },
    node_config: { kubelet_configuration: { maxPods: 9 } },
    scaling_group: { spot_strategy: "SpotAsPriceGo", security_group_id: "sg-other", system_disk_size: 300 },
  };
  const opened = await openRegion();
  await modify(opened, fixed);
  opened.settle();
  expect(await detail(opened)).toMatchObject({
    auto_scaling: { type: "cpu" },
    node_config: { kubelet_configuration: { maxPods: 64 } },
    scaling_group: { spot_strategy: "NoSpot", security_group_id: "sg-bp16qz8jw0d2m9xk4r7t", system_disk_size: 300 },
  });
  const strict = await openRegion({ assumptions: { fixedFields: "refused" } });
  expect(await failure(modify(strict, fixed))).toMatchObject({ code: "InvalidParameter" });
  await modify(strict, { scaling_group: { spot_strategy: "NoSpot", system_disk_size: 300 } });
});

test("management goes off and on again; its settings may be forgotten", async () => {
  const opened = await openRegion();
  await modify(opened, { management: { enable: false } });
  opened.settle();
  expect(await detail(opened)).toMatchObject({ management: { enable: false, auto_repair: true } });
  await modify(opened, { management: { enable: true, auto_repair: false } });
  opened.settle();
  expect(await detail(opened)).toMatchObject({ management: { enable: true, auto_repair: false } });
  const forgetful = await openRegion({ assumptions: { managedOffForgets: true } });
  await modify(forgetful, { management: { enable: false } });
  expect((await detail(forgetful))["management"]).toEqual({ enable: false });
});
