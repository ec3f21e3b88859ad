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

test("auto scaling goes off in one call and gets a size in a second one", async () => {
  const opened = await openRegion();
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
