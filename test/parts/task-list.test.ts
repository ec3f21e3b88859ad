import { describe, expect, it, onTestFinished } from "vitest";
import { createClient } from "../../src/ack/client.ts";
import { createReader } from "../../src/ack/reader.ts";
import type { CloudReader } from "../../src/domain/cloud.ts";
import { type ClusterReference } from "../../src/domain/cluster.ts";
import { clusterId, taskId, type TaskId } from "../../src/domain/ids.ts";
import { createAcceleratedClock } from "../../src/sandbox/ack/clock.ts";
import type { Region } from "../../src/sandbox/ack/region.ts";
import { clusterDocument, poolDocument } from "../../src/sandbox/ack/seed/documents.ts";
import { startRegion } from "../../src/sandbox/ack/server.ts";

const cluster: ClusterReference = { id: clusterId.parse(`c${"1".repeat(32)}`), name: "busy", region: "cn-hangzhou" };

interface Busy {
  readonly region: Region;
  readonly reader: CloudReader;
  /** Tasks that go on, oldest first. */
  readonly running: readonly TaskId[];
  /** Pages of the task list that were asked for. */
  pages(): number;
}

/** A cluster in which each of many pools is worked on, and will be for as long as a test takes. */
async function workOn(pools: number): Promise<Busy> {
  const version = "1.33.3-aliyun.1";
  const ids = Array.from({ length: pools }, (_, at) => `np${String(at).padStart(32, "0")}`);
  const region = await startRegion({
    clock: createAcceleratedClock(0.001),
    accessKeys: { key: "secret" },
    assumptions: { throttles: false },
    seed: {
      chance: 1,
      quotas: { clusters: 1, poolsPerCluster: pools, nodesPerCluster: 10_000 },
      clusters: [
        {
          document: clusterDocument({ id: cluster.id, name: cluster.name, version, nextVersion: version }),
          addons: [],
          pools: ids.map((id) => ({
            document: poolDocument({
              id,
              name: id,
              desiredSize: 1,
              kubelet: version,
              containerd: "1.6.38",
              instanceTypes: ["ecs.g7.2xlarge"],
              managed: false,
            }),
            nodes: [{ ageDays: 1 }],
          })),
        },
      ],
    },
  });
  onTestFinished(() => region.close());
  for (const id of ids) region.movePool(id, 3);
  const client = createClient(
    {
      endpoint: { protocol: "HTTP", host: region.endpoint },
      accessKey: { id: "key", secret: "secret", securityToken: null },
    },
    { debug() {}, warn() {} },
    { called() {}, regionAnswers() {} },
  );
  return {
    region,
    reader: createReader(client, { listed: [cluster], regions: [] }, () => performance.now()),
    running: [...region.state.tasks.keys()].map((id) => taskId.parse(id)),
    pages: () => region.calls().filter(({ action }) => action === "DescribeClusterTasks").length,
  };
}

describe("the task list of a cluster", () => {
  it("is followed to the tasks that are wanted, by pages of fifty", async () => {
    const { reader, running, pages } = await workOn(120);
    expect(running).toHaveLength(120);
    const listed = new Set((await reader.tasks(cluster, running)).map(({ id }) => id));
    expect(running.filter((id) => !listed.has(id))).toEqual([]);
    expect(pages()).toBe(3);
  });

  it("is one page where nobody asks for more, and where one that is further back costs as much by itself", async () => {
    const { reader, running, pages } = await workOn(60);
    expect(await reader.tasks(cluster)).toHaveLength(50);
    expect(await reader.tasks(cluster, running.slice(-50))).toHaveLength(50);
    expect(await reader.tasks(cluster, running.slice(0, 1))).toHaveLength(50);
    expect(pages()).toBe(3);
  });

  it("ends for tasks that ACK has forgotten", async () => {
    const { reader, running, pages } = await workOn(60);
    const forgotten = Array.from({ length: 100 }, (_, at) => taskId.parse(`T-${at}`));
    const listed = await reader.tasks(cluster, forgotten);
    expect(new Set(listed.map(({ id }) => id))).toEqual(new Set(running));
    expect(pages()).toBe(2);
  });
});
