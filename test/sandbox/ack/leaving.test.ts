import { expect, test } from "vitest";
import { defaultSeed } from "../../../src/sandbox/ack/seed/default-seed.ts";
import { cs, failure, minute, openRegion, type Opened, poolPath, pools, prod, staging } from "./fixture.ts";

const remove = async ({ client }: Opened, pool: string, more: { [key: string]: unknown }, cluster = prod) =>
  (await client.removeNodePoolNodes(cluster, pool, new cs.RemoveNodePoolNodesRequest(more))).body;
const destroy = async ({ client }: Opened, pool: string, force: boolean, cluster = prod) =>
  (await client.deleteClusterNodepool(cluster, pool, new cs.DeleteClusterNodepoolRequest({ force }))).body;
const nodeIds = ({ pool }: Opened, id: string): readonly string[] => pool(id).nodes.map(({ instanceId }) => instanceId);

test("nodes are removed by instance: drained, gone, and the desired size goes down", async () => {
  const opened = await openRegion();
  const [first = "", second = "", third] = nodeIds(opened, pools.prod);
  const answer = await remove(opened, pools.prod, {
    instanceIds: [first, second],
    drainNode: true,
    releaseNode: true,
    concurrency: true,
  });
  expect(answer).toMatchObject({ taskId: expect.stringMatching(/^T-/), requestId: expect.any(String) });
  const { body } = await opened.client.describeClusterNodePoolDetail(prod, pools.prod);
  expect(body).toMatchObject({
    scalingGroup: { desiredSize: 1 },
    status: { state: "removing_nodes", removingNodes: 2 },
  });
  const info = await opened.client.describeTaskInfo(answer?.taskId ?? "");
  expect(info.body?.currentStage).toBe("DrainNodes");
  opened.clock.advance(5 * minute);
  expect(nodeIds(opened, pools.prod)).toEqual([third]);
  expect(opened.pool(pools.prod).state).toBe("active");
});

test("only pay-as-you-go instances are released, and the task says which", async () => {
  const opened = await openRegion();
  const ids = nodeIds(opened, pools.gpu);
  const answer = await remove(opened, pools.gpu, { instanceIds: ids, releaseNode: true });
  expect(opened.task(answer?.taskId).stages.map(({ name }) => name)).toEqual(["RemoveInstances"]);
  const messages = opened.task(answer?.taskId).events.map(({ message }) => message);
  expect(messages.slice(1)).toEqual([
    `instance ${ids[0]} is kept (PrePaid)`,
    `instance ${ids[1]} is released (PostPaid)`,
  ]);
  opened.settle();
  expect(opened.pool(pools.gpu)).toMatchObject({ nodes: [], document: { scaling_group: { desired_size: 0 } } });
});

test("by name, too; from a pool without a desired size; but never from elsewhere", async () => {
  const opened = await openRegion();
  const [manual] = opened.pool(pools.legacy).nodes;
  await remove(opened, pools.legacy, { nodes: [manual?.name] }, staging);
  opened.settle();
  expect(nodeIds(opened, pools.legacy)).not.toContain(manual?.instanceId);
  expect(opened.pool(pools.legacy).document).not.toHaveProperty("scaling_group.desired_size");
  expect(await failure(remove(opened, pools.prod, { instanceIds: ["i-none"] }))).toMatchObject({
    code: "InvalidParameter",
  });
  expect(await failure(remove(opened, pools.prod, {}))).toMatchObject({ code: "InvalidParameter" });
  const text = opened.call("RemoveNodePoolNodes", "DELETE", `${poolPath(pools.prod)}/nodes`, {
    query: { instance_ids: "i-1,i-2" },
  });
  expect(await failure(text)).toMatchObject({ code: "InvalidParameter" });
  expect(opened.pool(pools.prod).state).toBe("active");
});

test("a node that cannot be drained stays, and its task fails", async () => {
  const opened = await openRegion();
  opened.region.setFault({ kind: "break-node", pool: pools.prod }, true);
  const [first] = nodeIds(opened, pools.prod);
  const answer = await remove(opened, pools.prod, { instanceIds: [first], drainNode: true });
  opened.settle();
  expect(opened.task(answer?.taskId)).toMatchObject({ phase: "fail" });
  expect(nodeIds(opened, pools.prod)).toContain(first);
});

test("a pool with nodes is deleted only by force, the default pool never", async () => {
  const opened = await openRegion();
  const { client, clock, task } = opened;
  expect(await failure(destroy(opened, pools.prod, false))).toMatchObject({
    code: "DependencyResourceExist",
    statusCode: 400,
  });
  expect(await failure(destroy(opened, pools.default, true))).toMatchObject({ code: "Forbidden.DefaultNodePool" });
  const answer = await destroy(opened, pools.prod, true);
  const during = await client.describeClusterNodePoolDetail(prod, pools.prod);
  expect(during.body?.status).toMatchObject({ state: "deleting", removingNodes: 3 });
  expect(await failure(destroy(opened, pools.prod, true))).toMatchObject({ code: "InvalidNodePoolStatus.Forbidden" });
  clock.advance(10 * minute);
  expect(task(answer?.taskId)).toMatchObject({ type: "nodepool_delete", phase: "success" });
  expect(await failure(client.describeClusterNodePoolDetail(prod, pools.prod))).toMatchObject({ statusCode: 404 });
  expect((await client.describeTaskInfo(answer?.taskId ?? "")).body).toMatchObject({ state: "success" });
  expect((await client.describeClusterDetail(prod)).body?.size).toBe(8);
});

test("nodes that outlive their pool stay in the cluster: subscriptions, and those added by hand without a size", async () => {
  const opened = await openRegion();
  const [subscription] = nodeIds(opened, pools.gpu);
  const [manual] = nodeIds(opened, pools.legacy);
  await destroy(opened, pools.gpu, true);
  await destroy(opened, pools.legacy, true, staging);
  opened.settle();
  const left = async (cluster: string, id: string) =>
    await opened.call("DescribeClusterNodes", "GET", `/clusters/${cluster}/nodes`, { query: { instanceIds: id } });
  expect(await left(prod, subscription ?? "")).toMatchObject({ nodes: [{ nodepool_id: "", node_status: "Ready" }] });
  expect(await left(staging, manual ?? "")).toMatchObject({ nodes: [{ instance_charge_type: "PostPaid" }] });
  const other = await openRegion({ assumptions: { retainedNodesStayRegistered: false } });
  await destroy(other, pools.gpu, true);
  other.settle();
  expect((await other.client.describeClusterDetail(prod)).body?.size).toBe(9);
});

test("a deletion that fails can be tried again once the scaling group is empty", async () => {
  const opened = await openRegion();
  opened.region.setFault({ kind: "break-node", pool: pools.prod }, true);
  const first = await destroy(opened, pools.prod, true);
  opened.clock.advance(9 * minute);
  expect(opened.task(first?.taskId)).toMatchObject({
    phase: "fail",
    error: { message: "ScalingGroup's instances not empty" },
  });
  const { body } = await opened.client.describeClusterNodePoolDetail(prod, pools.prod);
  expect(body?.status).toMatchObject({ state: "delete_failed", totalNodes: 1 });
  const scale = opened.call("ScaleClusterNodePool", "POST", poolPath(pools.prod), { body: { count: 1 } });
  expect(await failure(scale)).toMatchObject({ code: "InvalidNodePoolStatus.Forbidden" });
  const tooEarly = await destroy(opened, pools.prod, true);
  opened.clock.advance(minute);
  expect(opened.task(tooEarly?.taskId).phase).toBe("fail");
  opened.clock.advance(8 * minute);
  expect(opened.pool(pools.prod)).toMatchObject({ state: "delete_failed", nodes: [] });
  const last = await destroy(opened, pools.prod, false);
  opened.clock.advance(minute);
  expect(opened.task(last?.taskId).phase).toBe("success");
  expect(opened.region.state.clusters.get(prod)?.pools.has(pools.prod)).toBe(false);
});

test("the only pool of a cluster is not deleted", async () => {
  const [cluster] = defaultSeed.clusters;
  const only = cluster?.pools.slice(1, 2) ?? [];
  const seed = { ...defaultSeed, clusters: cluster === undefined ? [] : [{ ...cluster, pools: only }] };
  const opened = await openRegion({ seed });
  expect(await failure(destroy(opened, pools.prod, true))).toMatchObject({ code: "LastNodePool", statusCode: 400 });
});

test("instances are attached: the desired size grows, and a lower size never removes them", async () => {
  const opened = await openRegion();
  const attach = async (pool: string, instances: readonly string[]) =>
    await opened.call("AttachInstancesToNodePool", "POST", `${poolPath(pool)}/attach`, { body: { instances } });
  const answer = await attach(pools.prod, ["i-mine"]);
  expect(opened.task(answer["task_id"]).type).toBe("cluster_attach");
  opened.settle();
  expect(opened.pool(pools.prod)).toMatchObject({ document: { scaling_group: { desired_size: 4 } }, state: "active" });
  expect(opened.pool(pools.prod).nodes.at(-1)).toMatchObject({
    instanceId: "i-mine",
    source: "manual",
    life: "running",
  });
  expect(await failure(attach(pools.gpu, ["i-mine"]))).toMatchObject({ code: "InvalidParameter" });
  expect(await failure(attach(pools.batch, ["i-other"]))).toMatchObject({ code: "InvalidDesiredSizeOrCount.NotNull" });
});
