import { expect, test } from "vitest";
import { cs, failure, minute, openRegion, poolPath, pools, prod, second, staging } from "./fixture.ts";

test("clusters of a region are listed, filtered and paged; the old list can be switched off", async () => {
  const { client } = await openRegion();
  const all = await client.describeClustersForRegion("cn-hangzhou", new cs.DescribeClustersForRegionRequest({}));
  expect(all.body?.clusters?.map(({ name }) => name)).toEqual(["prod", "staging"]);
  expect(all.body?.pageInfo).toMatchObject({ pageNumber: 1, pageSize: 10, totalCount: 2 });
  const other = await client.describeClustersForRegion("cn-beijing", new cs.DescribeClustersForRegionRequest({}));
  expect(other.body?.clusters).toEqual([]);
  const secondPage = new cs.DescribeClustersForRegionRequest({ pageSize: 1, pageNumber: 2 });
  const paged = await client.describeClustersForRegion("cn-hangzhou", secondPage);
  expect(paged.body?.clusters?.map(({ clusterId }) => clusterId)).toEqual([staging]);

  const old = await client.describeClustersV1(new cs.DescribeClustersV1Request({ name: "pro" }));
  expect(old.body?.clusters?.map(({ clusterId }) => clusterId)).toEqual([prod]);
  const without = await openRegion({ assumptions: { clustersV1Answers: false } });
  const refusal = await failure(without.client.describeClustersV1(new cs.DescribeClustersV1Request({})));
  expect(refusal).toMatchObject({ code: "InvalidAction.NotFound", statusCode: 404 });
});

test("a cluster shows its versions and its maintenance window", async () => {
  const { client } = await openRegion();
  const { body } = await client.describeClusterDetail(prod);
  expect(body).toMatchObject({
    name: "prod",
    state: "running",
    clusterSpec: "ack.pro.small",
    clusterType: "ManagedKubernetes",
    currentVersion: "1.33.3-aliyun.1",
    nextVersion: "1.34.1-aliyun.1",
    size: 11,
    maintenanceWindow: { enable: true, weeklyPeriod: "Thursday" },
  });
});

test("pools are listed without pages, request id, and what only the detail shows", async () => {
  const { call, client } = await openRegion();
  const list = await call("DescribeClusterNodePools", "GET", `/clusters/${prod}/nodepools`);
  expect(Object.keys(list)).toEqual(["nodepools"]);
  const typed = await client.describeClusterNodePools(prod, new cs.DescribeClusterNodePoolsRequest({}));
  const names = typed.body?.nodepools?.map(({ nodepoolInfo }) => nodepoolInfo?.name);
  expect(names).toEqual(["default-nodepool", "prod-pool", "batch-pool", "gpu-pool"]);
  const query = { NodepoolName: "prod-pool" };
  const named = await call("DescribeClusterNodePools", "GET", `/clusters/${prod}/nodepools`, { query });
  expect(named).toMatchObject({ nodepools: [{ nodepool_info: { name: "prod-pool" } }] });
  expect(named).not.toHaveProperty("nodepools.0.status.conditions");
  expect(named).not.toHaveProperty("nodepools.0.scaling_group.instance_metadata_options");

  const detail = await call("DescribeClusterNodePoolDetail", "GET", poolPath(pools.gpu));
  expect(detail).toMatchObject({
    nodepool_info: { nodepool_id: pools.gpu, name: "gpu-pool", type: "ess" },
    scaling_group: { desired_size: 2, instance_metadata_options: { http_tokens: "required" } },
    management: { enable: true, auto_repair: true, auto_repair_policy: { approval_required: true } },
    status: { state: "active", total_nodes: 2, serving_nodes: 2, healthy_nodes: 2, failed_nodes: 0 },
  });
  expect(detail).toHaveProperty("status.conditions");
  expect(detail).not.toHaveProperty("request_id");
  const legacy = await call("DescribeClusterNodePoolDetail", "GET", poolPath(pools.legacy, staging));
  expect(legacy).not.toHaveProperty("scaling_group.desired_size");

  expect(await failure(client.describeClusterNodePoolDetail(prod, pools.web))).toMatchObject({
    code: "ErrorNodePoolNotFound",
    statusCode: 404,
  });
});

test("nodes are paged in camel case and filtered", async () => {
  const { client } = await openRegion();
  const page = await client.describeClusterNodes(
    prod,
    new cs.DescribeClusterNodesRequest({ pageSize: "4", pageNumber: "3" }),
  );
  expect(page.body?.nodes).toHaveLength(3);
  expect(page.body?.page).toMatchObject({ pageNumber: 3, pageSize: 4, totalCount: 11 });
  const gpu = await client.describeClusterNodes(prod, new cs.DescribeClusterNodesRequest({ nodepoolId: pools.gpu }));
  const [first, other] = gpu.body?.nodes ?? [];
  expect(first).toMatchObject({
    instanceChargeType: "PrePaid",
    nodeStatus: "Ready",
    state: "running",
    nodepoolId: pools.gpu,
    instanceType: "ecs.gn7i-c16g1.4xlarge",
    source: "ess",
  });
  expect(first?.nodeName).toMatch(/^cn-hangzhou\.10\.0\.\d+\.\d+$/);
  expect(first?.instanceId).toMatch(/^i-bp1[0-9a-z]{17}$/);
  const named = await client.describeClusterNodes(
    prod,
    new cs.DescribeClusterNodesRequest({ instanceIds: `${first?.instanceId},${other?.instanceId}` }),
  );
  expect(named.body?.page?.totalCount).toBe(2);
  const labelled = await client.describeClusterNodes(
    prod,
    new cs.DescribeClusterNodesRequest({ nodeLabels: "workload=web" }),
  );
  expect(labelled.body?.page?.totalCount).toBe(3);
  const tooMany = client.describeClusterNodes(prod, new cs.DescribeClusterNodesRequest({ pageSize: "101" }));
  expect(await failure(tooMany)).toMatchObject({ code: "InvalidParameter", statusCode: 400 });
});

test("version metadata is a bare list, the quota has its new items", async () => {
  const { client } = await openRegion();
  const versions = await client.describeKubernetesVersionMetadata(
    new cs.DescribeKubernetesVersionMetadataRequest({ region: "cn-hangzhou", clusterType: "ManagedKubernetes" }),
  );
  expect(Array.isArray(versions.body)).toBe(true);
  expect(versions.body?.map(({ version }) => version)).toContain("1.33.3-aliyun.1");
  expect(versions.body?.[0]?.runtimes?.[0]).toMatchObject({ name: "containerd" });
  const without = client.describeKubernetesVersionMetadata(
    new cs.DescribeKubernetesVersionMetadataRequest({ region: "cn-hangzhou" }),
  );
  expect(await failure(without)).toMatchObject({ code: "InvalidParameter", statusCode: 400 });
  const quota = await client.describeUserQuota();
  expect(quota.body).toMatchObject({ clusterNodepoolQuota: 20, nodeQuota: 1_000 });
});

test("events come in three lists, newest first, a little behind", async () => {
  const { client, call, clock } = await openRegion();
  const body = { scaling_group: { desired_size: 4 } };
  const { task_id: task } = await call("ModifyClusterNodePool", "PUT", poolPath(pools.prod), { body });
  const before = await client.describeClusterEvents(prod, new cs.DescribeClusterEventsRequest({}));
  expect(before.body?.events).toEqual([]);
  clock.advance(10 * second);
  const during = await client.describeEvents(new cs.DescribeEventsRequest({ clusterId: prod }));
  expect(during.body?.events).toMatchObject([
    { type: "cluster_scaleout", subject: pools.prod, data: { level: "info", reason: "Started" } },
  ]);
  expect(during.body?.events?.[0]?.time).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);
  clock.advance(10 * minute);
  const region = await client.describeEventsForRegion(
    "cn-hangzhou",
    new cs.DescribeEventsForRegionRequest({ maxResults: 1 }),
  );
  expect(region.body?.events).toMatchObject([{ data: { reason: "Succeeded" } }]);
  const next = await client.describeEventsForRegion(
    "cn-hangzhou",
    new cs.DescribeEventsForRegionRequest({ maxResults: 1, nextToken: region.body?.nextToken ?? "" }),
  );
  expect(next.body?.events).toMatchObject([{ data: { reason: "Started" } }]);
  expect(next.body?.nextToken).toBeUndefined();
  const ofTask = await client.describeClusterEvents(
    prod,
    new cs.DescribeClusterEventsRequest({ taskId: String(task) }),
  );
  expect(ofTask.body?.events).toHaveLength(2);
  const ofOther = await client.describeClusterEvents(staging, new cs.DescribeClusterEventsRequest({}));
  expect(ofOther.body?.events).toEqual([]);
});

test("the same seed lives the same life", async () => {
  const lives = await Promise.all(
    [1, 2].map(async () => {
      const { call, region, settle } = await openRegion();
      await call("ModifyClusterNodePool", "PUT", poolPath(pools.prod), {
        body: { scaling_group: { desired_size: 7 } },
      });
      settle();
      return JSON.stringify(region.pageCloud().clusters) + JSON.stringify([...region.state.tasks.values()]);
    }),
  );
  expect(lives[0]).toBe(lives[1]);
});
