import { expect, test } from "vitest";
import type { NewPlan } from "../../../src/sandbox/ack/region.ts";
import { cs, failure, minute, openRegion, type Opened, pools, prod, second, staging } from "./fixture.ts";

const hour = 60 * minute;
const inRegion = async ({ client }: Opened, request: { [key: string]: unknown } = {}) =>
  (await client.listOperationPlansForRegion("cn-hangzhou", new cs.ListOperationPlansForRegionRequest(request))).body
    ?.plans ?? [];
const schedule = ({ region, clock }: Opened, type: NewPlan["type"], pool?: string): string =>
  region.schedulePlan({
    cluster: prod,
    ...(pool === undefined ? {} : { pool }),
    type,
    start: new Date(clock.now().getTime() + hour),
  });
const only = async (opened: Opened, id: string) => (await inRegion(opened)).find(({ planId }) => planId === id);

test("plans are listed newest first and filtered; the older list has other words", async () => {
  const opened = await openRegion();
  const [fix, upgrade] = await inRegion(opened);
  expect(fix).toMatchObject({
    planId: expect.stringMatching(/^P-[0-9a-f]{24}$/),
    clusterId: prod,
    type: "CVE_FIX",
    state: "Scheduled",
    targetType: "nodepool",
    targetId: pools.prod,
    startTime: "2026-11-23T12:00:00+08:00",
    endTime: "2026-11-23T13:00:00+08:00",
  });
  expect(upgrade).toMatchObject({ type: "KUBELET_UPGRADE", targetId: pools.batch });
  expect(await inRegion(opened, { type: "CVE_FIX" })).toHaveLength(1);
  expect(await inRegion(opened, { state: "Executed" })).toEqual([]);
  expect(await inRegion(opened, { clusterId: staging })).toEqual([]);
  schedule(opened, "CLUSTER_UPGRADE_MASTER");
  const { body } = await opened.client.listOperationPlans(
    new cs.ListOperationPlansRequest({ clusterId: prod, type: "cluster_upgrade" }),
  );
  expect(body?.plans).toMatchObject([
    { state: "scheduled", type: "cluster_upgrade", targetType: "cluster", targetId: prod },
  ]);
});

test("the list holds the newest hundred", async () => {
  const opened = await openRegion();
  for (let count = 0; count < 99; count += 1) schedule(opened, "NODEPOOL_CONFIG", pools.gpu);
  expect(await inRegion(opened)).toHaveLength(100);
  expect(await inRegion(opened, { type: "KUBELET_UPGRADE" })).toEqual([]);
});

test("a plan is cancelled before it is executed, and not after", async () => {
  const opened = await openRegion();
  const { client, clock } = opened;
  const [first, other] = [schedule(opened, "CVE_FIX", pools.prod), schedule(opened, "NODEPOOL_CONFIG", pools.gpu)];
  expect((await client.cancelOperationPlan(first)).body?.requestId).toEqual(expect.any(String));
  expect(await only(opened, first)).toMatchObject({ state: "Canceled", stateReason: { code: "CanceledByUser" } });
  clock.advance(hour);
  expect(opened.pool(pools.prod).state).toBe("active");
  expect(await failure(client.cancelOperationPlan(other))).toMatchObject({ statusCode: 400 });
  expect(await failure(client.cancelOperationPlan(first))).toMatchObject({ statusCode: 400 });
  expect(await failure(client.cancelOperationPlan("P-none"))).toMatchObject({ statusCode: 404 });
});

test("a plan runs as a task at its time, and ends as the task does", async () => {
  const opened = await openRegion();
  const id = schedule(opened, "CVE_FIX", pools.prod);
  opened.clock.advance(hour - second);
  expect(await only(opened, id)).toMatchObject({ state: "Scheduled", taskId: "" });
  opened.clock.advance(second);
  const running = await only(opened, id);
  expect(running).toMatchObject({ state: "Executing", taskId: expect.stringMatching(/^T-/) });
  expect((await opened.client.describeTaskInfo(running?.taskId ?? "")).body).toMatchObject({ state: "running" });
  opened.clock.advance(2 * hour);
  expect(await only(opened, id)).toMatchObject({ state: "Executed" });
  const levels = opened.pool(pools.prod).nodes.flatMap((node) => node.vulnerabilities.map((one) => one.necessity));
  expect(levels).not.toContain("asap");
});

test("a check before it may fail, and so may the execution", async () => {
  const opened = await openRegion();
  const busy = schedule(opened, "KUBELET_UPGRADE", pools.prod);
  const broken = schedule(opened, "KUBELET_UPGRADE", pools.batch);
  opened.clock.advance(hour - second);
  opened.region.movePool("prod-pool", 5);
  opened.region.setFault({ kind: "break-node", pool: pools.batch }, true);
  opened.clock.advance(5 * hour);
  expect(await only(opened, busy)).toMatchObject({
    state: "ValidatingFailed",
    stateReason: { code: "InvalidNodePoolStatus", message: expect.stringContaining("scaling") },
  });
  expect(await only(opened, broken)).toMatchObject({ state: "Failed" });
});

test("every kind of plan does what it is called", async () => {
  const opened = await openRegion();
  const run = (type: NewPlan["type"], pool?: string): void => {
    schedule(opened, type, pool);
    opened.clock.advance(4 * hour);
  };
  run("KUBELET_UPGRADE", pools.prod);
  run("CONTAINERD_UPGRADE", pools.prod);
  run("IMAGE_UPGRADE", pools.prod);
  expect(opened.pool(pools.prod).nodes[0]?.versions).toEqual({
    kubelet: "1.33.3-aliyun.1",
    runtime: "2.1.3",
    image: "aliyun_3_x64_20G_alibase_20251030.vhd",
  });
  run("CLUSTER_UPGRADE_ADDON");
  run("CLUSTER_UPGRADE_MASTER");
  const { body } = await opened.client.describeClusterDetail(prod);
  expect(body?.currentVersion).toBe("1.34.1-aliyun.1");
  const states = (await inRegion(opened)).slice(0, 5).map(({ state }) => state);
  expect(states).toEqual(["Executed", "Executed", "Executed", "Executed", "Executed"]);
});
