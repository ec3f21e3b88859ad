import { expect, test } from "vitest";
import { defaultSeed } from "../../../src/sandbox/ack/seed/default-seed.ts";
import { cs, failure, minute, openRegion, type Opened, poolPath, pools, prod, second, staging } from "./fixture.ts";

type Body = Readonly<Record<string, unknown>>;

const required = {
  instance_types: ["ecs.g7.xlarge"],
  vswitch_ids: ["vsw-bp1k3u5wzt4lfe8q2hma1"],
  instance_charge_type: "PostPaid",
};
const create = async ({ call }: Opened, body: Body, cluster = prod): Promise<Body> =>
  await call("CreateClusterNodePool", "POST", `/clusters/${cluster}/nodepools`, { body });
const named = (name: string, group: Body = {}, more: Body = {}): Body => ({
  nodepool_info: { name },
  scaling_group: { ...required, ...group },
  ...more,
});
const detail = async ({ call }: Opened, pool: unknown, cluster = prod): Promise<Body> =>
  await call("DescribeClusterNodePoolDetail", "GET", poolPath(String(pool), cluster));

test("a pool is made with a size: initial, scaling, active", async () => {
  const opened = await openRegion();
  const { client, clock, settle, task } = opened;
  const { body } = await client.createClusterNodePool(
    prod,
    new cs.CreateClusterNodePoolRequest({
      nodepoolInfo: new cs.CreateClusterNodePoolRequestNodepoolInfo({ name: "new-pool" }),
      scalingGroup: new cs.CreateClusterNodePoolRequestScalingGroup({
        instanceTypes: ["ecs.g7.xlarge"],
        vswitchIds: ["vsw-bp1k3u5wzt4lfe8q2hma1"],
        instanceChargeType: "PostPaid",
        desiredSize: 2,
      }),
    }),
  );
  expect(body).toMatchObject({
    nodepoolId: expect.stringMatching(/^np[0-9a-f]{32}$/),
    taskId: expect.stringMatching(/^T-/),
    requestId: expect.any(String),
  });
  const id = body?.nodepoolId ?? "";
  const status = async () => (await client.describeClusterNodePoolDetail(prod, id)).body?.status;
  expect(await status()).toMatchObject({ state: "initial", totalNodes: 0 });
  clock.advance(61 * second);
  expect(await status()).toMatchObject({ state: "scaling", totalNodes: 2 });
  settle();
  expect(await status()).toMatchObject({ state: "active", totalNodes: 2, servingNodes: 2 });
  expect(task(body?.taskId)).toMatchObject({ type: "nodepool_create", phase: "success" });
});

test("everything that was sent comes back, and ACK fills in the rest; passwords are masked", async () => {
  const opened = await openRegion();
  const { nodepool_id: id } = await create(
    opened,
    named(
      "rich-pool",
      { login_password: "Hello1234!", made_up: { deep: [1] }, image_type: "AliyunLinux3" },
      {
        count: 1,
        another: "field",
        management: { enable: true, auto_repair: true, auto_repair_policy: { auto_repair_policy_id: "r-1" } },
        node_config: { kubelet_configuration: { maxPods: 20 } },
        kubernetes_config: { labels: [{ key: "a", value: "b" }] },
      },
    ),
  );
  opened.settle();
  const made = await detail(opened, id);
  expect(made).toMatchObject({
    another: "field",
    nodepool_info: { nodepool_id: id, name: "rich-pool", type: "ess", is_default: false, region_id: "cn-hangzhou" },
    scaling_group: {
      login_password: "********",
      made_up: { deep: [1] },
      image_id: "aliyun_3_x64_20G_alibase_20251030.vhd",
      scaling_group_id: expect.stringMatching(/^asg-/),
    },
    management: { enable: true, auto_repair: true, auto_upgrade: false },
    node_components: [{ name: "kubelet", version: "1.33.3-aliyun.1" }],
    node_config: { kubelet_configuration: { maxPods: 20 } },
    status: { state: "active", total_nodes: 1 },
  });
  expect(made).not.toHaveProperty("count");
  expect(made).not.toHaveProperty("scaling_group.desired_size");
  expect(made).not.toHaveProperty("management.auto_repair_policy.auto_repair_policy_id");
  expect(JSON.stringify([...opened.region.state.tasks.values(), ...opened.region.calls()])).not.toContain("Hello1234!");
});

test("a pool that was read makes a pool like it", async () => {
  const opened = await openRegion();
  const { status: _status, ...source } = await detail(opened, pools.gpu);
  const { nodepool_id: id } = await create(opened, { ...source, nodepool_info: { name: "gpu-pool-2" } });
  opened.settle();
  const copy = await detail(opened, id);
  expect(copy).toMatchObject({
    scaling_group: { desired_size: 2, instance_types: ["ecs.gn7i-c16g1.4xlarge"] },
    management: source["management"],
    kubernetes_config: source["kubernetes_config"],
  });
  expect(copy).not.toHaveProperty("scaling_group.scaling_group_id", "asg-bp1e25633140a7d4fbe");
});

test("an auto-scaling pool begins with its minimum and takes no size", async () => {
  const opened = await openRegion();
  const auto = { auto_scaling: { enable: true, min_instances: 2, max_instances: 5 } };
  expect(await failure(create(opened, named("auto", { desired_size: 1 }, auto)))).toMatchObject({
    code: "InvalidDesiredSizeOrCount.NotNull",
  });
  const { nodepool_id: id } = await create(opened, named("auto", {}, auto));
  opened.settle();
  expect(await detail(opened, id)).toMatchObject({ status: { total_nodes: 2, state: "active" } });
});

test("what ACK does not take is refused, and nothing is made", async () => {
  const opened = await openRegion();
  const refused = async (body: Body, cluster?: string) => (await failure(create(opened, body, cluster))).code;
  const { instance_types: _types, ...withoutTypes } = required;
  expect(await refused({ nodepool_info: { name: "x" }, scaling_group: withoutTypes })).toBe("InvalidParameter");
  expect(await refused({ scaling_group: required })).toBe("InvalidParameter");
  expect(await refused(named("gpu-pool"))).toBe("InvalidParameter.Name");
  expect(await refused(named("a b"))).toBe("InvalidParameter");
  expect(await refused(named("x", {}, { management: { enable: true } }), staging)).toBe("InvalidParameter.Management");
  const groups: readonly Body[] = [
    { vswitch_ids: Array.from({ length: 9 }, (_, index) => `vsw-${index}`) },
    { instance_charge_type: "Sometimes" },
    { instance_charge_type: "PrePaid" },
    { instance_charge_type: "PrePaid", period: 10, period_unit: "Month" },
    { system_disk_size: 19 },
    { system_disk_size: "120" },
    { desired_size: 501 },
    { desired_size: -1 },
    { key_pair: "k", login_password: "Hello1234!" },
    { login_password: "hello" },
    { data_disks: [{ category: "cloud_essd", size: 100, encrypted: false }] },
    { data_disks: [{ category: "cloud_efficiency", size: 100, encrypted: "true" }] },
    { data_disks: [{ category: "cloud_essd", size: 460, performance_level: "PL2" }] },
    { tags: [{ key: "aliyun-x", value: "" }] },
    { tags: Array.from({ length: 18 }, (_, index) => ({ key: `k${index}`, value: "" })) },
    { spot_strategy: "SpotFree" },
  ];
  const accepted: Body[] = [];
  for (const group of groups) if ((await refused(named("x", group))) !== "InvalidParameter") accepted.push(group);
  const others: readonly Body[] = [
    { kubernetes_config: { labels: [{ key: "kubernetes.io/x", value: "y" }] } },
    { kubernetes_config: { labels: [{ key: "a", value: "-" }] } },
    { kubernetes_config: { taints: [{ key: "a", value: "b", effect: "Never" }] } },
    { auto_scaling: { enable: true, min_instances: 3, max_instances: 2 } },
    { management: { upgrade_config: { surge: 1, surge_percentage: 10 } } },
    { management: { auto_vul_fix_policy: { vul_level: "asap,soon" } } },
  ];
  for (const other of others) {
    if ((await refused(named("x", {}, other))) !== "InvalidParameter") accepted.push(other);
  }
  expect(accepted).toEqual([]);
  expect(opened.region.state.clusters.get(prod)?.pools.size).toBe(4);
  expect(opened.region.state.tasks.size).toBe(0);
  const fine = { kubernetes_config: { labels: [{ key: "node.kubernetes.io/x", value: "y" }] } };
  await create(opened, named("x", { instance_charge_type: "PrePaid", period: 12, period_unit: "Month" }, fine));
});

test("a cluster has only so many pools", async () => {
  const seed = { ...defaultSeed, quotas: { ...defaultSeed.quotas, poolsPerCluster: 5 } };
  const opened = await openRegion({ seed });
  await create(opened, named("fifth"));
  expect(await failure(create(opened, named("sixth")))).toMatchObject({ code: "QuotaExceeded.NodePool" });
});

test("a new pool may not be found for a moment", async () => {
  const opened = await openRegion({ assumptions: { createdPoolHiddenSeconds: 5 } });
  const { nodepool_id: id } = await create(opened, named("hidden"));
  const list = async () =>
    await opened.call("DescribeClusterNodePools", "GET", `/clusters/${prod}/nodepools`, {
      query: { NodepoolName: "hidden" },
    });
  expect(await failure(detail(opened, id))).toMatchObject({ code: "ErrorNodePoolNotFound", statusCode: 404 });
  expect(await list()).toEqual({ nodepools: [] });
  opened.clock.advance(5 * second);
  expect(await detail(opened, id)).toMatchObject({ status: { state: "initial" } });
  expect(await list()).toMatchObject({ nodepools: [{ nodepool_info: { name: "hidden" } }] });
});

test("a creation that fails leaves a pool that can only be deleted", async () => {
  const opened = await openRegion();
  const { nodepool_id: id, task_id: task } = await create(opened, named("broken"));
  opened.region.setFault({ kind: "break-node", pool: String(id) }, true);
  opened.clock.advance(5 * minute);
  expect(opened.task(task)).toMatchObject({ phase: "fail", error: { code: "CreateNodePoolFailed" } });
  expect(await detail(opened, id)).toMatchObject({ status: { state: "failed" } });
  const scale = opened.call("ScaleClusterNodePool", "POST", poolPath(String(id)), { body: { count: 1 } });
  expect(await failure(scale)).toMatchObject({ code: "InvalidNodePoolStatus.Forbidden" });
  await opened.call("DeleteClusterNodepool", "DELETE", poolPath(String(id)));
  opened.settle();
  expect(await failure(detail(opened, id))).toMatchObject({ code: "ErrorNodePoolNotFound" });
});
