import { RuntimeOptions } from "@darabonba/typescript";
import { expect, test, vi } from "vitest";
import { createAcceleratedClock } from "../../../src/sandbox/ack/clock.ts";
import { cs, failure, openRegion, type Opened, poolPath, pools, prod } from "./fixture.ts";

const grow = async ({ call }: Opened, size = 5) =>
  await call("ModifyClusterNodePool", "PUT", poolPath(pools.prod), { body: { scaling_group: { desired_size: size } } });

test("slow: the answer comes late, and only for the action that was named", async () => {
  const { region, client } = await openRegion();
  region.setFault({ kind: "slow", action: "DescribeUserQuota", seconds: 3_600 }, true);
  await client.describeClusterDetail(prod);
  region.setFault({ kind: "slow", action: "DescribeUserQuota", seconds: 0.2 }, true);
  const started = performance.now();
  await client.describeUserQuota();
  expect(performance.now() - started).toBeGreaterThan(190);
  region.setFault({ kind: "slow", action: "DescribeUserQuota", seconds: 9 }, false);
  expect(region.faults()).toEqual([]);
  await client.describeUserQuota();
});

test("hang: nothing comes until the client gives up, and nothing is done", async () => {
  const opened = await openRegion();
  const { region, client } = opened;
  region.setFault({ kind: "hang", action: "*" }, true);
  const request = new cs.ModifyClusterNodePoolRequest({
    scalingGroup: new cs.ModifyClusterNodePoolRequestScalingGroup({ desiredSize: 5 }),
  });
  const impatient = new RuntimeOptions({ connectTimeout: 100, readTimeout: 100 });
  const gaveUp = await failure(client.modifyClusterNodePoolWithOptions(prod, pools.prod, request, {}, impatient));
  expect(gaveUp.message).toContain("Timeout");
  expect(region.state.tasks.size).toBe(0);
  expect(region.calls().at(-1)).toMatchObject({ action: "ModifyClusterNodePool", status: 0, code: null });

  const cut = failure(client.describeUserQuota());
  await vi.waitFor(() => expect(region.calls().at(-1)?.action).toBe("DescribeUserQuota"));
  await region.close();
  expect((await cut).message).toContain("socket hang up");
});

test("throttle and error: the SDK throws what it throws for ACK", async () => {
  const { region, client } = await openRegion();
  region.setFault({ kind: "throttle", action: "DescribeUserQuota" }, true);
  expect(await failure(client.describeUserQuota())).toMatchObject({
    name: "ThrottlingError",
    code: "Throttling.User",
    statusCode: 429,
    retryAfter: 1_000,
  });
  region.setFault({ kind: "throttle", action: "DescribeUserQuota" }, false);
  region.setFault({ kind: "error", action: "*", status: 500, code: "InternalError" }, true);
  expect(await failure(client.describeUserQuota())).toMatchObject({ name: "ServerError", code: "InternalError" });
  region.setFault({ kind: "error", action: "*", status: 403, code: "Forbidden.RAM" }, true);
  expect(region.faults()).toHaveLength(1);
  expect(await failure(client.describeUserQuota())).toMatchObject({ name: "ClientError", code: "Forbidden.RAM" });
});

test("drop does nothing, lose-answer does it and keeps silent", async () => {
  const opened = await openRegion();
  const { region } = opened;
  region.setFault({ kind: "drop", action: "ModifyClusterNodePool" }, true);
  await expect(grow(opened)).rejects.toThrow("socket hang up");
  expect(region.state.tasks.size).toBe(0);
  region.setFault({ kind: "drop", action: "ModifyClusterNodePool" }, false);
  region.setFault({ kind: "lose-answer", action: "ModifyClusterNodePool" }, true);
  await expect(grow(opened)).rejects.toThrow("socket hang up");
  expect(region.state.tasks.size).toBe(1);
  expect(opened.pool(pools.prod).state).toBe("scaling");
  expect(region.calls().map(({ status }) => status)).toEqual([0, 0]);
});

test("lose-task: the work goes on, but asking for it answers 404", async () => {
  const opened = await openRegion();
  const { region, client, call } = opened;
  const { task_id: id } = await grow(opened);
  region.setFault({ kind: "lose-task", pool: "prod-pool" }, true);
  expect(await failure(client.describeTaskInfo(String(id)))).toMatchObject({ statusCode: 404 });
  expect(await call("DescribeClusterTasks", "GET", `/clusters/${prod}/tasks`)).toMatchObject({ tasks: [] });
  opened.settle();
  expect(opened.pool(pools.prod)).toMatchObject({ state: "active" });
  expect(opened.pool(pools.prod).nodes).toHaveLength(5);
  expect(() => region.setFault({ kind: "lose-task", pool: "none" }, true)).toThrow("none");
});

test("break-node: the next task fails and leaves a broken node; the one after that is well", async () => {
  const opened = await openRegion();
  const { region, client, settle } = opened;
  const status = async () => (await client.describeClusterNodePoolDetail(prod, pools.prod)).body?.status;
  region.setFault({ kind: "break-node", pool: pools.prod }, true);
  const { task_id: out } = await grow(opened);
  expect(region.faults()).toEqual([]);
  settle();
  const failed = await client.describeTaskInfo(String(out));
  expect(failed.body).toMatchObject({ state: "fail", error: { code: "ScaleNodePoolFailed" } });
  expect(failed.body?.taskResult?.map((result) => result.status)).toEqual(["failed", "success"]);
  expect(await status()).toMatchObject({ state: "active", offlineNodes: 1, failedNodes: 0, servingNodes: 4 });

  await grow(opened, 3);
  settle();
  region.setFault({ kind: "break-node", pool: pools.prod }, true);
  const upgrade = new cs.UpgradeClusterNodepoolRequest({ kubernetesVersion: "1.33.3-aliyun.1" });
  const { body } = await client.upgradeClusterNodepool(prod, pools.prod, upgrade);
  settle();
  const broken = await client.describeTaskInfo(body?.taskId ?? "");
  expect(broken.body).toMatchObject({ state: "fail", error: { code: "UpgradeNodePoolFailed" } });
  expect(await status()).toMatchObject({ state: "active", failedNodes: 1, servingNodes: 2, healthyNodes: 3 });
  const nodes = await client.describeClusterNodes(prod, new cs.DescribeClusterNodesRequest({ state: "failed" }));
  expect(nodes.body?.nodes).toMatchObject([
    { nodeStatus: "NotReady", errorMessage: expect.stringContaining("kubelet") },
  ]);

  const again = await client.upgradeClusterNodepool(prod, pools.prod, upgrade);
  settle();
  expect(opened.task(again.body?.taskId).phase).toBe("success");
  expect(await status()).toMatchObject({ failedNodes: 0, servingNodes: 3 });
});

test("a tolerated failure does not end an upgrade", async () => {
  const opened = await openRegion();
  opened.region.setFault({ kind: "break-node", pool: pools.prod }, true);
  const answer = await opened.call("UpgradeClusterNodepool", "POST", `${poolPath(pools.prod)}/upgrade`, {
    body: { kubernetes_version: "1.33.3-aliyun.1", rolling_policy: { max_failed_nodes: 1 } },
  });
  opened.settle();
  expect(opened.task(answer["task_id"]).phase).toBe("success");
  expect([...opened.task(answer["task_id"]).results.values()]).toEqual(["failed", "success", "success"]);
});

test("too many calls of one action are throttled, unless that is switched off", async () => {
  const throttling = { burst: 2, perSecond: 0.001, status: 400, code: "Throttling", retryAfter: 5 };
  const { client } = await openRegion({ assumptions: { throttling } });
  await client.describeUserQuota();
  await client.describeUserQuota();
  const refusal = await failure(client.describeUserQuota());
  expect(refusal).toMatchObject({ name: "ThrottlingError", code: "Throttling", statusCode: 400 });
  expect(refusal.retryAfter).toBeGreaterThan(1_000);
  await client.describeClusterDetail(prod);
  const free = await openRegion({ assumptions: { throttling, throttles: false } });
  for (let count = 0; count < 5; count += 1) await free.client.describeUserQuota();
});

test("calls are recorded, newest first on the page, and whoever listens hears of changes", async () => {
  const onChange = vi.fn<() => void>();
  const opened = await openRegion({ onChange });
  await grow(opened);
  await failure(opened.client.describeClusterDetail("c-none"));
  const { calls, speed } = opened.region.pageCloud();
  expect(calls).toMatchObject([
    { action: "DescribeClusterDetail", status: 404, code: "ErrorClusterNotFound" },
    { action: "ModifyClusterNodePool", status: 200, code: null },
  ]);
  expect(speed).toBe(0);
  expect(opened.region.calls()[0]).toMatchObject({
    method: "PUT",
    path: poolPath(pools.prod),
    body: { scaling_group: { desired_size: 5 } },
    requestId: expect.any(String),
  });
  onChange.mockClear();
  opened.settle();
  expect(onChange).toHaveBeenCalled();
});

test("in accelerated time a pool grows by itself, and says so", async () => {
  const onChange = vi.fn<() => void>();
  const opened = await openRegion({ clock: createAcceleratedClock(2_000), onChange });
  await grow(opened);
  onChange.mockClear();
  await vi.waitFor(() => expect(opened.pool(pools.prod)).toMatchObject({ state: "active" }), {
    timeout: 5_000,
    interval: 10,
  });
  expect(opened.region.pageCloud()).toMatchObject({ speed: 2_000 });
  expect(onChange).toHaveBeenCalled();
});
