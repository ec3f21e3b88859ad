import { expect, test } from "vitest";
import { cs, failure, minute, openRegion, type Opened, pools, prod } from "./fixture.ts";

const modify = async ({ client }: Opened, request: { [key: string]: unknown }) =>
  (await client.modifyCluster(prod, new cs.ModifyClusterRequest(request))).body;
const detail = async ({ client }: Opened) => (await client.describeClusterDetail(prod)).body;
const window = (fields: { [key: string]: unknown }) => ({ maintenanceWindow: new cs.MaintenanceWindow(fields) });

test("the maintenance window and the operation policy change when the task has ended", async () => {
  const opened = await openRegion();
  const answer = await modify(opened, {
    ...window({
      enable: true,
      maintenanceTime: "01:00:00Z",
      duration: "5h",
      weeklyPeriod: "Monday,Tuesday",
      recurrence: "FREQ=WEEKLY;INTERVAL=4;BYDAY=MO,TU",
    }),
    operationPolicy: new cs.ModifyClusterRequestOperationPolicy({
      clusterAutoUpgrade: new cs.ModifyClusterRequestOperationPolicyClusterAutoUpgrade({
        enabled: true,
        channel: "stable",
      }),
    }),
    deletionProtection: false,
    ingressLoadbalancerId: "lb-x",
  });
  expect(answer).toMatchObject({ clusterId: prod, requestId: expect.any(String) });
  expect(await detail(opened)).toMatchObject({ maintenanceWindow: { duration: "3h" } });
  const task = (await opened.client.describeTaskInfo(answer?.taskId ?? "")).body;
  expect(task).toMatchObject({ state: "running", taskType: "cluster_modify", target: { type: "cluster", id: prod } });
  expect(await failure(opened.client.pauseTask(answer?.taskId ?? ""))).toMatchObject({ code: "ErrPauseTask" });
  opened.clock.advance(minute);
  expect(await detail(opened)).toMatchObject({
    maintenanceWindow: {
      enable: true,
      maintenanceTime: "01:00:00Z",
      duration: "5h",
      weeklyPeriod: "Monday,Tuesday",
      recurrence: "FREQ=WEEKLY;INTERVAL=4;BYDAY=MO,TU",
    },
    operationPolicy: { clusterAutoUpgrade: { enabled: true, channel: "stable" } },
    deletionProtection: false,
    state: "running",
  });
  expect(opened.region.state.clusters.get(prod)?.document).not.toHaveProperty("ingress_loadbalancer_id");
  expect(opened.task(answer?.taskId).phase).toBe("success");
});

test("windows that cannot be are refused", async () => {
  const opened = await openRegion();
  const wrong = [
    { duration: "25h" },
    { duration: "3" },
    { maintenanceTime: "25:00:00Z" },
    { weeklyPeriod: "Someday" },
    { recurrence: "FREQ=DAILY" },
    { recurrence: "FREQ=WEEKLY;COUNT=3" },
  ];
  for (const fields of wrong) {
    expect(await failure(modify(opened, window(fields)))).toMatchObject({ code: "InvalidParameter" });
  }
  const channel = { cluster_auto_upgrade: { enabled: true, channel: "wild" } };
  const policy = opened.call("ModifyCluster", "PUT", `/api/v2/clusters/${prod}`, {
    body: { operation_policy: channel },
  });
  expect(await failure(policy)).toMatchObject({ code: "InvalidParameter" });
  await modify(opened, window({ enable: true, maintenanceTime: "2026-11-21T01:00:00.000+08:00" }));
  expect(opened.region.state.tasks.size).toBe(1);
});

test("what is not sent of a window stays, or goes", async () => {
  const merging = await openRegion();
  await modify(merging, window({ enable: false }));
  merging.clock.advance(minute);
  expect(await detail(merging)).toMatchObject({ maintenanceWindow: { enable: false, weeklyPeriod: "Thursday" } });
  const replacing = await openRegion({ assumptions: { maintenanceWindowMerges: false } });
  await modify(replacing, window({ enable: true, duration: "4h" }));
  replacing.clock.advance(minute);
  expect(await detail(replacing)).toMatchObject({
    maintenanceWindow: { enable: true, duration: "4h", weeklyPeriod: "", maintenanceTime: "" },
  });
});

test("the same client token changes a cluster once", async () => {
  const opened = await openRegion();
  const first = await modify(opened, { clusterName: "production", clientToken: "one" });
  const again = await modify(opened, { clusterName: "production", clientToken: "one" });
  expect(again?.taskId).toBe(first?.taskId);
  opened.clock.advance(minute);
  expect(await detail(opened)).toMatchObject({ name: "production" });
  expect((await modify(opened, { clusterName: "p", clientToken: "two" }))?.taskId).not.toBe(first?.taskId);
});

test("a check tells what an upgrade of a pool would run into", async () => {
  const opened = await openRegion();
  const { client, clock } = opened;
  const run = async (pool: string) =>
    (await client.runClusterCheck(prod, new cs.RunClusterCheckRequest({ type: "NodePoolUpgrade", target: pool }))).body;
  const check = async (id = "") => (await client.getClusterCheck(prod, id)).body;
  const fine = await run(pools.prod);
  expect(await check(fine?.checkId)).toMatchObject({ status: "Running", checkItems: {}, type: "NodePoolUpgrade" });
  opened.region.movePool("gpu-pool", 3);
  const busy = await run(pools.gpu);
  clock.advance(minute);
  expect(await check(fine?.checkId)).toMatchObject({
    checkId: fine?.checkId,
    status: "Succeeded",
    message: "task succeed",
    checkItems: { NodePoolUpgrade: [{ name: "NodePoolStatus", status: "passed" }, {}, {}] },
    finishedAt: expect.stringMatching(/Z$/),
  });
  expect(await check(busy?.checkId)).toMatchObject({ status: "Failed", message: expect.stringContaining("scaling") });
  const list = async (query: { [key: string]: unknown }) =>
    (await client.listClusterChecks(prod, new cs.ListClusterChecksRequest(query))).body?.checks?.map(
      (one) => one.checkId,
    );
  expect(await list({})).toEqual([busy?.checkId, fine?.checkId]);
  expect(await list({ type: "NodePoolUpgrade", target: pools.prod })).toEqual([fine?.checkId]);
  expect(await failure(check("none"))).toMatchObject({ statusCode: 404 });
  expect(await failure(run("npnone"))).toMatchObject({ code: "ErrorNodePoolNotFound" });
  const wrong = client.runClusterCheck(prod, new cs.RunClusterCheckRequest({ type: "Weather" }));
  expect(await failure(wrong)).toMatchObject({ code: "InvalidParameter" });
});

test("somebody changes a pool behind everybody's back", async () => {
  const opened = await openRegion();
  opened.region.changePool("gpu-pool", { management: { auto_repair: false }, made_up: 1 });
  expect(
    await opened.call("DescribeClusterNodePoolDetail", "GET", `/clusters/${prod}/nodepools/${pools.gpu}`),
  ).toMatchObject({ management: { auto_repair: false, enable: true }, made_up: 1, status: { state: "active" } });
});

test("pools are synchronised, and nothing changes", async () => {
  const { client, region } = await openRegion();
  const { body } = await client.syncClusterNodePool(prod);
  expect(Object.keys(body?.toMap() ?? {})).toEqual(["RequestId"]);
  expect(region.state.tasks.size).toBe(0);
  expect(await failure(client.syncClusterNodePool("cnone"))).toMatchObject({ code: "ErrorClusterNotFound" });
});
