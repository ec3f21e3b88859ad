import { expect, test } from "vitest";
import { merge } from "../../../src/sandbox/ack/json.ts";
import { defaultSeed } from "../../../src/sandbox/ack/seed/default-seed.ts";
import { cs, failure, minute, openRegion, type Opened, poolPath, pools, prod, second, staging } from "./fixture.ts";

const resize = async (opened: Opened, size: number, pool = pools.prod) =>
  await opened.client.modifyClusterNodePool(
    prod,
    pool,
    new cs.ModifyClusterNodePoolRequest({
      scalingGroup: new cs.ModifyClusterNodePoolRequestScalingGroup({ desiredSize: size }),
    }),
  );

test("a pool grows: nodes begin, join one by one, and the pool is active again a little later", async () => {
  const opened = await openRegion();
  const { client, clock, pool, task, region } = opened;
  const { body } = await resize(opened, 6);
  expect(body).toMatchObject({ nodepoolId: pools.prod, requestId: expect.any(String) });
  const id = body?.taskId ?? "";
  expect(id).toMatch(/^T-[0-9a-f]{24}$/);

  const during = await client.describeClusterNodePoolDetail(prod, pools.prod);
  expect(during.body?.scalingGroup?.desiredSize).toBe(6);
  expect(during.body?.status).toMatchObject({ state: "scaling", totalNodes: 6, initialNodes: 3, servingNodes: 3 });
  const listed = await client.describeClusterNodes(
    prod,
    new cs.DescribeClusterNodesRequest({ nodepoolId: pools.prod }),
  );
  expect(listed.body?.nodes).toHaveLength(3);

  clock.advance(59 * second);
  expect(pool(pools.prod).nodes.filter(({ life }) => life === "initial")).toHaveLength(3);
  const info = await client.describeTaskInfo(id);
  expect(info.body).toMatchObject({ state: "running", taskType: "cluster_scaleout", clusterId: prod });
  expect(info.body?.taskResult?.map(({ status }) => status)).toEqual(["initial", "initial", "initial"]);

  while (task(id).phase === "running") clock.advance(second);
  expect(task(id).phase).toBe("success");
  expect(pool(pools.prod).state).toBe("scaling");
  clock.advance(30 * second);
  const after = await client.describeClusterNodePoolDetail(prod, pools.prod);
  expect(after.body?.status).toMatchObject({ state: "active", totalNodes: 6, initialNodes: 0, servingNodes: 6 });
  const ended = await client.describeTaskInfo(id);
  expect(ended.body?.taskResult?.map(({ status }) => status)).toEqual(["success", "success", "success"]);
  expect(ended.body?.error).toBeUndefined();
  expect(region.pageCloud().clusters[0]?.pools[1]).toMatchObject({ state: "active", servingNodes: 6, task: null });
});

test("a pool shrinks: newest nodes go, those added by hand stay", async () => {
  const opened = await openRegion();
  const { client, clock, pool, settle } = opened;
  const [oldest] = pool(pools.prod).nodes;
  const { body } = await resize(opened, 1);
  const detail = await client.describeClusterNodePoolDetail(prod, pools.prod);
  expect(detail.body?.status).toMatchObject({
    state: "removing_nodes",
    totalNodes: 3,
    removingNodes: 2,
    servingNodes: 1,
  });
  const info = await client.describeTaskInfo(body?.taskId ?? "");
  expect(info.body).toMatchObject({ currentStage: "DrainNodes", state: "running" });
  clock.advance(10 * minute);
  expect(pool(pools.prod)).toMatchObject({ state: "active", nodes: [{ instanceId: oldest?.instanceId }] });

  const legacy = pool(pools.legacy);
  await client.modifyClusterNodePool(
    staging,
    pools.legacy,
    new cs.ModifyClusterNodePoolRequest({
      scalingGroup: new cs.ModifyClusterNodePoolRequestScalingGroup({ desiredSize: 0 }),
    }),
  );
  settle();
  expect(legacy.nodes).toMatchObject([{ source: "manual", life: "running" }]);
});

test("count adds to the size, also without a desired size", async () => {
  const { client, settle, pool } = await openRegion();
  const add = async (cluster: string, id: string, count: number) =>
    await client.scaleClusterNodePool(cluster, id, new cs.ScaleClusterNodePoolRequest({ count }));
  const answer = await add(prod, pools.prod, 2);
  expect(Object.keys(answer.body?.toMap() ?? {})).toEqual(["task_id"]);
  await add(staging, pools.legacy, 1);
  settle();
  expect(pool(pools.prod)).toMatchObject({ state: "active", document: { scaling_group: { desired_size: 5 } } });
  expect(pool(pools.prod).nodes).toHaveLength(5);
  expect(pool(pools.legacy).nodes).toHaveLength(3);
  expect(pool(pools.legacy).document).not.toHaveProperty("scaling_group.desired_size");
  expect(await failure(add(prod, pools.prod, -1))).toMatchObject({ code: "InvalidParameter", statusCode: 400 });
  expect(await failure(add(prod, pools.prod, 501))).toMatchObject({ code: "InvalidParameter", statusCode: 400 });
  expect(await failure(add(prod, pools.batch, 1))).toMatchObject({ code: "InvalidDesiredSizeOrCount.NotNull" });
});

test("sizes are refused that ACK refuses", async () => {
  const opened = await openRegion();
  expect(await failure(resize(opened, 5, pools.batch))).toMatchObject({
    name: "ClientError",
    code: "InvalidDesiredSizeOrCount.NotNull",
    statusCode: 400,
  });
  expect(await failure(resize(opened, 504))).toMatchObject({ code: "InvalidParameter", statusCode: 400 });
  expect(await failure(resize(opened, -1))).toMatchObject({ code: "InvalidParameter", statusCode: 400 });
  const text = opened.call("ModifyClusterNodePool", "PUT", poolPath(pools.prod), {
    body: { scaling_group: { desired_size: "6" } },
  });
  expect(await failure(text)).toMatchObject({ code: "InvalidParameter" });
  expect(opened.region.state.tasks.size).toBe(0);

  const seed = { ...defaultSeed, quotas: { ...defaultSeed.quotas, nodesPerCluster: 12 } };
  const small = await openRegion({ seed });
  expect(await failure(resize(small, 5))).toMatchObject({ code: "QuotaExceeded.Node", statusCode: 400 });
});

test("a busy pool and a cluster that does not run refuse", async () => {
  const opened = await openRegion();
  await resize(opened, 4);
  const refusal = await failure(resize(opened, 5));
  expect(refusal).toMatchObject({ code: "InvalidNodePoolStatus.Forbidden", statusCode: 400 });
  expect(refusal.message).toContain("cannot operate nodepool when nodepool state is scaling");
  await expect(resize(opened, 3, pools.gpu)).resolves.toBeDefined();
  opened.settle();
  await resize(opened, 2);
  expect((await failure(resize(opened, 5))).message).toContain("state is removing_nodes");

  const clusters = defaultSeed.clusters.map(({ document, addons, pools: all }) => ({
    document: merge(document, { state: "upgrading" }),
    addons,
    pools: all,
  }));
  const busy = await openRegion({ seed: { ...defaultSeed, clusters }, assumptions: { poolStatusForbidden: 403 } });
  expect(await failure(resize(busy, 5))).toMatchObject({ code: "ErrorClusterState", statusCode: 400 });
});

test("a size that is there already makes no task; 0 is a size", async () => {
  const opened = await openRegion();
  expect((await resize(opened, 3)).body?.taskId).toBeUndefined();
  expect(opened.pool(pools.prod).state).toBe("active");
  await resize(opened, 0);
  opened.settle();
  expect(opened.pool(pools.prod)).toMatchObject({ nodes: [], document: { scaling_group: { desired_size: 0 } } });
});

test("somebody moves a pool in the console", async () => {
  const { region, settle, pool } = await openRegion();
  region.movePool(pools.prod, 5);
  expect(region.pageCloud().clusters[0]?.pools[1]).toMatchObject({
    desiredSize: 5,
    state: "scaling",
    task: { type: "cluster_scaleout", state: "running" },
  });
  expect(() => region.movePool("prod-pool", 6)).toThrow("nodepool state is scaling");
  expect(() => region.movePool("default-nodepool", 6)).toThrow("no single pool");
  expect(() => region.movePool(pools.batch, 6)).toThrow("auto scaling");
  settle();
  expect(pool(pools.prod).nodes).toHaveLength(5);
});
