import { expect, test } from "vitest";
import { defaultSeed } from "../../../src/sandbox/ack/seed/default-seed.ts";
import type { Seed } from "../../../src/sandbox/ack/seed/seed.ts";
import type { Task } from "../../../src/sandbox/ack/state.ts";
import { cs, failure, minute, openRegion, type Opened, poolPath, pools, prod, second } from "./fixture.ts";

/** The production pool with so many nodes. */
function seedWith(count: number): Seed {
  const [first, ...others] = defaultSeed.clusters;
  if (first === undefined) throw new Error("the seed has no cluster");
  const grown = first.pools.map(({ document, nodes }, index) => ({
    document,
    nodes: index === 1 ? Array.from({ length: count }, (_, age) => ({ ageDays: age + 1 })) : nodes,
  }));
  return { ...defaultSeed, clusters: [{ ...first, pools: grown }, ...others] };
}

async function upgrade(
  { call, task }: Opened,
  body: Readonly<Record<string, unknown>>,
  pool = pools.prod,
): Promise<Task> {
  const sent = { kubernetes_version: "1.33.3-aliyun.1", ...body };
  const answer = await call("UpgradeClusterNodepool", "POST", `${poolPath(pool)}/upgrade`, { body: sent });
  expect(Object.keys(answer)).toEqual(["task_id", "RequestId"]);
  return task(answer["task_id"]);
}

/** Nodes worked on at once, batch after batch, up to the task's end or pause. */
function batches({ clock, pool }: Opened, task: Task): readonly number[] {
  const sizes: number[] = [];
  let before = 0;
  while (task.phase === "running") {
    const size = pool(pools.prod).nodes.filter(({ life }) => life === "upgrading").length;
    if (size !== before && size > 0) sizes.push(size);
    before = size;
    clock.advance(second);
  }
  return sizes;
}

test("batches grow to the parallelism, each takes 5 to 10 minutes, and the pool takes the versions over", async () => {
  const opened = await openRegion({ seed: seedWith(16) });
  const started = opened.clock.now().getTime();
  const task = await upgrade(opened, {
    runtime_type: "containerd",
    runtime_version: "2.1.3",
    rolling_policy: { max_parallelism: 5 },
  });
  expect(opened.pool(pools.prod).state).toBe("upgrading");
  expect(batches(opened, task)).toEqual([1, 2, 4, 5, 4]);
  expect(task.phase).toBe("success");
  const minutes = (opened.clock.now().getTime() - started) / minute;
  expect(minutes).toBeGreaterThan(25);
  expect(minutes).toBeLessThan(51);
  expect([...task.results.values()]).toEqual(Array.from({ length: 16 }, () => "success"));
  expect(opened.pool(pools.prod).nodes.every(({ versions }) => versions.kubelet === "1.33.3-aliyun.1")).toBe(true);
  opened.settle();
  const detail = await opened.call("DescribeClusterNodePoolDetail", "GET", poolPath(pools.prod));
  expect(detail).toMatchObject({
    status: { state: "active", serving_nodes: 16 },
    kubernetes_config: { runtime_version: "2.1.3" },
    node_components: [{ name: "kubelet", version: "1.33.3-aliyun.1" }],
  });
});

test("a task writes moments in three ways", async () => {
  const opened = await openRegion();
  const { client, clock, call } = opened;
  const { id } = await upgrade(opened, {});
  clock.advance(minute);
  const raw = await call("DescribeTaskInfo", "GET", `/tasks/${id}`);
  expect(raw).not.toHaveProperty("request_id");
  const { body } = await client.describeTaskInfo(id);
  expect(body).toMatchObject({
    taskType: "nodepool_upgrade",
    currentStage: "DrainNodes",
    target: { id: pools.prod, type: "nodepool" },
    parameters: { kubernetes_version: "1.33.3-aliyun.1" },
  });
  expect(body?.created).toBe("2026-11-21T10:00:00+08:00");
  expect(body?.stages?.[0]).toMatchObject({ startTime: "2026-11-21 10:00:00", state: "success" });
  expect(body?.stages?.[1]).toMatchObject({ endTime: "", state: "running" });
  expect(body?.events?.[0]).toMatchObject({
    reason: "NodePoolUpgradeStart",
    action: "start",
    source: "ACK",
    level: "Normal",
  });
  expect(body?.events?.[0]?.timestamp).toBe(String(Date.parse("2026-11-21T02:00:00Z")));
  const list = await call("DescribeClusterTasks", "GET", `/clusters/${prod}/tasks`, { query: { page_size: "5" } });
  expect(list).toMatchObject({
    tasks: [{ task_id: id, state: "running", created: "2026-11-21T10:00:00.000+08:00" }],
    page_info: { page_number: 1, page_size: 5, total_count: 1 },
    requestId: expect.any(String),
  });
});

test("the policy pauses after every batch; paused, the pool stays upgrading; resumed, batches begin small again", async () => {
  const opened = await openRegion({ seed: seedWith(5) });
  const { client, pool } = opened;
  const task = await upgrade(opened, { rolling_policy: { pause_policy: "EveryBatch" } });
  expect(batches(opened, task)).toEqual([1]);
  expect(task.phase).toBe("paused");
  opened.settle();
  expect(task.phase).toBe("paused");
  expect(pool(pools.prod)).toMatchObject({ state: "upgrading", settlesAt: null });
  expect(opened.region.pageCloud().clusters[0]?.pools[1]?.task).toMatchObject({ state: "paused" });
  const answer = await client.resumeTask(task.id);
  expect(answer.statusCode).toBe(200);
  expect(batches(opened, task)).toEqual([1]);
  await client.resumeTask(task.id);
  expect(batches(opened, task)).toEqual([1]);

  const growing = await openRegion({ seed: seedWith(5), assumptions: { batchesAfterResume: "go-on" } });
  const other = await upgrade(growing, { rolling_policy: { pause_policy: "FirstBatch" } });
  expect(batches(growing, other)).toEqual([1]);
  await growing.client.resumeTask(other.id);
  expect(batches(growing, other)).toEqual([2]);
  expect(other.phase).toBe("success");
});

test("pausing lets the batch end; cancelling stops there without going back", async () => {
  const opened = await openRegion({ seed: seedWith(6) });
  const { client, clock, pool } = opened;
  const task = await upgrade(opened, {});
  clock.advance(2 * minute);
  // The answer is empty: read as JSON, as other answers are, it cannot be parsed.
  expect(await failure(opened.call("PauseTask", "POST", `/tasks/${task.id}/pause`))).toMatchObject({
    name: "SyntaxError",
  });
  expect(task.phase).toBe("running");
  batches(opened, task);
  expect(task.phase).toBe("paused");
  expect([...task.results.values()].filter((status) => status === "success")).toHaveLength(1);
  expect(await failure(client.pauseTask(task.id))).toMatchObject({ code: "ErrPauseTask", statusCode: 400 });
  await client.resumeTask(task.id);
  clock.advance(minute);
  await client.cancelTask(task.id);
  expect(task.phase).toBe("running");
  batches(opened, task);
  expect(task.phase).toBe("canceled");
  expect([...task.results.values()].filter((status) => status === "success")).toHaveLength(2);
  opened.settle();
  expect(pool(pools.prod)).toMatchObject({ state: "active" });
  expect(pool(pools.prod).nodes.filter(({ versions }) => versions.kubelet === "1.33.3-aliyun.1")).toHaveLength(2);
  for (const verb of [client.pauseTask, client.resumeTask, client.cancelTask]) {
    expect(await failure(verb.call(client, task.id))).toMatchObject({ statusCode: 400 });
  }
  const rest = await upgrade(opened, {});
  expect(rest.results.size).toBe(4);
});

test("a paused task is cancelled at once; scaling tasks and unknown ones are not to be stopped", async () => {
  const opened = await openRegion({ seed: seedWith(3) });
  const { client } = opened;
  const task = await upgrade(opened, { rolling_policy: { pause_policy: "FirstBatch" } });
  opened.settle();
  await client.cancelTask(task.id);
  expect(task.phase).toBe("canceled");
  opened.settle();
  await opened.client.scaleClusterNodePool(prod, pools.gpu, new cs.ScaleClusterNodePoolRequest({ count: 1 }));
  const scaling = [...opened.region.state.tasks.keys()].at(-1) ?? "";
  const refusal = await failure(client.cancelTask(scaling));
  expect(refusal).toMatchObject({ code: "ErrPauseTask" });
  expect(refusal.message).toContain("TaskOperationNotSupported");
  expect(await failure(client.describeTaskInfo("T-none"))).toMatchObject({
    code: "ErrorTaskNotFound",
    statusCode: 404,
  });
});

test("named nodes are upgraded alone, a new disk brings a new system, an interval lies between batches", async () => {
  const opened = await openRegion();
  const [, middle] = opened.pool(pools.prod).nodes;
  const task = await upgrade(opened, {
    node_names: [middle?.name],
    use_replace: true,
    image_id: "aliyun_3_x64_20G_alibase_20251030.vhd",
  });
  opened.settle();
  expect([...task.results]).toEqual([[middle?.instanceId, "success"]]);
  expect(opened.pool(pools.prod).nodes.map(({ versions }) => versions.image.slice(-12, -4))).toEqual([
    "20250629",
    "20251030",
    "20250629",
  ]);
  const slow = await upgrade(opened, { rolling_policy: { max_parallelism: 1, batch_interval: 60 } });
  opened.clock.advance(40 * minute);
  expect([...slow.results.values()]).toContain("initial");
  expect(slow.work).toMatchObject({ step: "waiting" });
  await opened.client.pauseTask(slow.id);
  expect(slow.phase).toBe("paused");
});

test("upgrades are refused that ACK refuses", async () => {
  const opened = await openRegion();
  const refused = async (body: Readonly<Record<string, unknown>>, pool?: string) =>
    (await failure(upgrade(opened, body, pool))).message;
  expect(await refused({ kubernetes_version: "1.34.1-aliyun.1" })).toContain("newer than the control plane");
  expect(await refused({ kubernetes_version: "1.31.9-aliyun.1" })).toContain("go back");
  expect(await refused({ kubernetes_version: "1.33.99-aliyun.1" })).toContain("not available");
  expect(await refused({ runtime_version: "9.9.9" })).toContain("containerd 9.9.9");
  expect(await refused({ image_id: "aliyun_3_x64_20G_alibase_20251030.vhd" })).toContain("use_replace");
  expect(await refused({ node_names: ["cn-hangzhou.1.2.3.4"] })).toContain("node_names");
  expect(await refused({ rolling_policy: { max_parallelism: 11 } })).toContain("max_parallelism");
  expect(await refused({ rolling_policy: { batch_interval: 4 } })).toContain("batch_interval");
  expect(await refused({ rolling_policy: { batch_interval: 5, pause_policy: "EveryBatch" } })).toContain("NotPause");
  expect(await refused({ rolling_policy: { pause_policy: "Never" } })).toContain("pause_policy");
  expect(opened.region.state.tasks.size).toBe(0);

  await upgrade(opened, {});
  expect(await refused({}, pools.gpu)).toContain("prod-pool of the cluster is being upgraded");
  expect(await failure(upgrade(opened, {}))).toMatchObject({ code: "InvalidNodePoolStatus.Forbidden" });
});
