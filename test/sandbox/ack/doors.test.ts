/** What happens to the region without the API: as in the console, and as life has it. */
import { describe, expect, it, onTestFinished } from "vitest";
import * as z from "zod";
import { createAcceleratedClock } from "../../../src/sandbox/ack/clock.ts";
import { startRegion } from "../../../src/sandbox/ack/server.ts";
import { openRegion, poolPath, pools, prod } from "./fixture.ts";

describe("the region's doors", () => {
  it("let somebody work as in the console, under the rules of the API, and past its log of calls", async () => {
    const { region, call } = await openRegion();
    const upgrade = { params: { cluster: prod, pool: pools.prod }, body: { kubernetes_version: "1.33.3-aliyun.1" } };
    region.console("UpgradeClusterNodepool", upgrade);
    expect(() => region.console("UpgradeClusterNodepool", upgrade)).toThrow(/./u);
    expect(region.calls()).toEqual([]);
    const { tasks } = await call("DescribeClusterTasks", "GET", `/clusters/${prod}/tasks`);
    expect(tasks).toMatchObject([{ task_type: "nodepool_upgrade", state: "running" }]);
  });

  it("tell what happened in the time here, however fast the cloud lives", async () => {
    const begun = Date.now();
    const region = await startRegion({ clock: createAcceleratedClock(1_000_000), accessKeys: {} });
    onTestFinished(() => region.close());
    region.movePool("prod-pool", 5);
    const call = { params: { cluster: prod } };
    const told = z
      .object({ tasks: z.tuple([z.object({ created: z.iso.datetime({ offset: true }) })]) })
      .parse(region.console("DescribeClusterTasks", call));
    expect(Date.parse(told.tasks[0].created)).toBeGreaterThanOrEqual(begun);
    expect(Date.parse(told.tasks[0].created)).toBeLessThanOrEqual(Date.now());
  });

  it("break a node, which the pool's counts show, and heal it", async () => {
    const { region, call } = await openRegion();
    const status = async () => (await call("DescribeClusterNodePoolDetail", "GET", poolPath(pools.batch)))["status"];
    const before = await status();
    region.breakNode("batch-pool");
    expect(await status()).not.toEqual(before);
    region.healNodes("batch-pool");
    expect(await status()).toEqual(before);
  });

  it("tell an event in ACK's own shape, a little late as ACK does", async () => {
    const { region, clock, call } = await openRegion();
    const reason = "sls.app.ack.nlc.drain_node_fail";
    region.tellEvent("prod-pool", { type: "nodepool_update", level: "error", reason, message: "m" });
    const events = async () => (await call("DescribeEventsForRegion", "GET", "/regions/cn-hangzhou/events"))["events"];
    expect(await events()).toEqual([]);
    clock.advance(10_000);
    expect(await events()).toMatchObject([
      {
        type: "nodepool_update",
        subject: pools.prod,
        cluster_id: prod,
        data: { level: "error", reason, message: "m" },
      },
    ]);
  });
});
