import { expect, test } from "vitest";
import { cs, failure, minute, openRegion, type Opened, poolPath, pools, prod, second } from "./fixture.ts";

/** Leaves a node of the pool that joined, and is not ready now. */
async function breakNode(opened: Opened): Promise<string> {
  opened.region.setFault({ kind: "break-node", pool: pools.prod }, true);
  await opened.call("ModifyClusterNodePool", "PUT", poolPath(pools.prod), {
    body: { kubernetes_config: { labels: [{ key: "broken", value: "yes" }] } },
  });
  opened.clock.advance(2 * minute);
  const broken = opened.pool(pools.prod).nodes.find(({ life }) => life === "failed");
  return broken?.name ?? "";
}

test("a broken node heals; its pool is repairing meanwhile", async () => {
  const opened = await openRegion();
  const { client, clock, task, pool } = opened;
  const name = await breakNode(opened);
  expect(name).toMatch(/^cn-hangzhou\./);
  const { body } = await client.repairClusterNodePool(
    prod,
    pools.prod,
    new cs.RepairClusterNodePoolRequest({
      nodes: [name],
      operations: [new cs.RepairClusterNodePoolRequestOperations({ operationId: "restart.kubelet" })],
    }),
  );
  expect(body).toMatchObject({ requestId: expect.any(String) });
  expect((await client.describeClusterNodePoolDetail(prod, pools.prod)).body?.status).toMatchObject({
    state: "repairing",
    failedNodes: 1,
  });
  const again = client.repairClusterNodePool(prod, pools.prod, new cs.RepairClusterNodePoolRequest({}));
  expect(await failure(again)).toMatchObject({ code: "InvalidNodePoolStatus.Forbidden" });
  clock.advance(4 * minute);
  expect(task(body?.taskId)).toMatchObject({ type: "nodepool_repair", phase: "success" });
  expect(pool(pools.prod)).toMatchObject({ state: "active" });
  expect(pool(pools.prod).nodes.map(({ life, error }) => [life, error])).toEqual([
    ["running", null],
    ["running", null],
    ["running", null],
  ]);
});

test("one operation on one node, in camel case", async () => {
  const opened = await openRegion();
  const name = await breakNode(opened);
  const run = async (node: string, operationAction: string) =>
    await opened.client.runNodeOperation(
      prod,
      pools.prod,
      node,
      new cs.RunNodeOperationRequest({ operationAction, operationArgs: [] }),
    );
  expect(await failure(run("cn-hangzhou.1.2.3.4", "restart.kubelet"))).toMatchObject({ code: "InvalidParameter" });
  expect(await failure(run(name, "restart.world"))).toMatchObject({ code: "InvalidParameter" });
  const { body } = await run(name, "restart.kubelet");
  expect(body).toMatchObject({ clusterId: prod, requestId: expect.any(String) });
  opened.settle();
  expect(opened.task(body?.taskId).results.size).toBe(1);
  expect(opened.pool(pools.prod).nodes.every(({ life }) => life === "running")).toBe(true);
});

test("without names all nodes are repaired; one may not be cured", async () => {
  const opened = await openRegion();
  opened.region.setFault({ kind: "break-node", pool: pools.prod }, true);
  const { body } = await opened.client.repairClusterNodePool(prod, pools.prod, new cs.RepairClusterNodePoolRequest({}));
  opened.clock.advance(200 * second);
  expect(opened.task(body?.taskId)).toMatchObject({ phase: "fail", error: { code: "RepairNodePoolFailed" } });
  expect([...opened.task(body?.taskId).results.values()]).toEqual(["failed", "success", "success"]);
  expect(await failure(opened.client.cancelTask(body?.taskId ?? ""))).toMatchObject({ code: "ErrPauseTask" });
});
