import { writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { createClient } from "../../src/ack/client.ts";
import { createKubeconfigs } from "../../src/ack/kubeconfig.ts";
import { approveRepair } from "../../src/domain/changes/approve-repair.ts";
import type { CloudError } from "../../src/domain/cloud.ts";
import { clusterId } from "../../src/domain/ids.ts";
import { seal } from "../../src/domain/plan.ts";
import { usualRepairLabels } from "../../src/domain/repair-labels.ts";
import { SignedOff } from "../../src/domain/signed-off.ts";
import { createKubernetesAccess, type KubeconfigSource } from "../../src/kubernetes/access.ts";
import { createApprovals } from "../../src/kubernetes/approvals.ts";
import { createNodes } from "../../src/kubernetes/nodes.ts";
import { createManualClock } from "../../src/sandbox/ack/clock.ts";
import { startRegion } from "../../src/sandbox/ack/server.ts";
import { anOperation, aPool, aRequirement, minute } from "../support/builders.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

const prod = { id: clusterId.parse("c61da77e8bfbc4c4c999af2b51b65"), name: "prod", region: "cn-hangzhou" };
const silent = { debug() {}, warn() {} };

/** A region in which a node of the pool that asks waits for permission, and the way to it. */
async function openStage() {
  const clock = createManualClock();
  const region = await startRegion({ clock, accessKeys: { key: "secret" } });
  onTestFinished(() => region.close());
  region.setFault({ kind: "break-node", pool: "gpu-pool" }, true);
  clock.advance(6 * minute);
  const client = createClient(
    {
      endpoint: { protocol: "HTTP", host: region.endpoint },
      accessKey: { id: "key", secret: "secret", securityToken: null },
    },
    silent,
    { called() {}, regionAnswers() {} },
  );
  let now = Date.now();
  const fetch = createKubeconfigs(client, "private", () => now);
  const access = createKubernetesAccess({ files: {}, fetch }, () => now);
  const nodes = createNodes(access);
  const fetches = (): number =>
    region.calls().filter(({ action }) => action === "DescribeClusterUserKubeconfig").length;
  const later = (milliseconds: number): void => {
    now += milliseconds;
  };
  return { region, clock, fetch, nodes, approvals: createApprovals(access, nodes), fetches, later };
}

const failureOf = (call: Promise<unknown>): Promise<CloudError> =>
  call.then(
    () => Promise.reject(new Error("it did not fail")),
    (error: CloudError) => error,
  );

const nodesBy = (source: KubeconfigSource, patience?: number) =>
  createNodes(createKubernetesAccess(source, () => Date.now(), patience));

describe("the nodes of a cluster", () => {
  it("are found by a label, with what is wrong with them", async () => {
    const { nodes } = await openStage();
    const [node, ...others] = await nodes.labelled(prod, usualRepairLabels.inquiring);
    expect(others).toEqual([]);
    expect(node).toMatchObject({
      labels: { "alibabacloud.com/node-needrepair": "Inquiring" },
      instanceId: expect.stringMatching(/^i-bp1/),
      poolId: expect.stringMatching(/^np/),
      conditions: [{ type: "Ready", status: "False", message: "the instance is broken: NvidiaDeviceLost" }],
    });
    expect(node?.taints).toContainEqual({ key: "alibabacloud.com/node-needrepair", value: "Unschedulable" });
    expect(await nodes.node(prod, node?.name ?? "")).toEqual(node);
    expect(await nodes.node(prod, "none")).toBeNull();
  });

  it("are reached by a kubeconfig that is fetched for an hour, from within the VPC where that is wanted", async () => {
    const { region, nodes, fetches, later } = await openStage();
    await nodes.labelled(prod, usualRepairLabels.inquiring);
    later(50 * minute);
    await nodes.labelled(prod, usualRepairLabels.inquiring);
    expect(fetches()).toBe(1);
    later(10 * minute);
    await nodes.labelled(prod, usualRepairLabels.inquiring);
    expect(fetches()).toBe(2);
    const call = region.calls().find(({ action }) => action === "DescribeClusterUserKubeconfig");
    expect(call?.query).toMatchObject({ PrivateIpAddress: "true", TemporaryDurationMinutes: "60" });
  });

  it("are reached by another kubeconfig once one is not taken any more", async () => {
    const { region, nodes, fetches } = await openStage();
    const refused = { kind: "error", action: "listNode", status: 401, code: "Unauthorized" } as const;
    region.setFault(refused, true);
    expect(await failureOf(nodes.labelled(prod, usualRepairLabels.inquiring))).toMatchObject({
      failure: "denied",
    });
    region.setFault(refused, false);
    expect(await nodes.labelled(prod, usualRepairLabels.inquiring)).toHaveLength(1);
    expect(fetches()).toBe(2);
  });

  it("are reached by a file, and by nothing where there is none", async () => {
    const { fetch } = await openStage();
    const file = join(await temporaryFolder(), "kubeconfig");
    await writeFile(file, (await fetch(prod)).text);
    expect(
      await nodesBy({ files: { prod: file }, fetch: null }).labelled(prod, usualRepairLabels.inquiring),
    ).toHaveLength(1);
    expect(await failureOf(nodesBy({ files: {}, fetch: null }).node(prod, "n"))).toMatchObject({
      failure: "denied",
      code: "NoKubeconfig",
    });
    await writeFile(file, "token: very-secret: [");
    const unreadable = await failureOf(nodesBy({ files: { prod: file }, fetch: null }).node(prod, "n"));
    expect(unreadable).toMatchObject({ failure: "denied", code: "UnreadableKubeconfig" });
    expect(`${unreadable.message} ${String(unreadable.cause)}`).not.toContain("very-secret");
  });

  it("are given up where the cluster never answers, and the connection with them", async () => {
    const server = createServer(() => {});
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    onTestFinished(() => void server.close());
    const address = server.address();
    if (address === null || typeof address === "string") throw new Error("no port");
    const closed = new Promise<void>((resolve) =>
      server.on("connection", (socket) => socket.on("close", () => resolve())),
    );
    const text = `apiVersion: v1
kind: Config
clusters: [{ name: c, cluster: { server: "http://127.0.0.1:${address.port}", insecure-skip-tls-verify: true } }]
users: [{ name: u, user: { token: t } }]
contexts: [{ name: x, context: { cluster: c, user: u } }]
current-context: x
`;
    const fetch = () => Promise.resolve({ text, until: Date.now() + 60 * minute });
    const asked = nodesBy({ files: {}, fetch }, 200).node(prod, "n");
    expect(await failureOf(asked)).toMatchObject({ failure: "unreachable", code: "Timeout" });
    await closed;
  });
});

describe("the label that lets ACK repair a node", () => {
  async function asked() {
    const stage = await openStage();
    const [node] = await stage.nodes.labelled(prod, usualRepairLabels.inquiring);
    if (node === undefined) throw new Error("no node asks");
    const plan = seal(approveRepair(aPool({ cluster: prod }), node, usualRepairLabels));
    const signedOff = SignedOff.from(
      anOperation({
        plan,
        requirement: aRequirement({ approvals: 0 }),
        state: { stage: "submitting", since: 0, unclear: null },
      }),
    );
    if (signedOff === null) throw new Error("it is not signed off");
    return { ...stage, node, signedOff };
  }

  it("is set once, and not where ACK does not ask any more", async () => {
    const { nodes, approvals, node, signedOff, region } = await asked();
    await approvals.approveRepair(signedOff);
    expect((await nodes.node(prod, node.name))?.labels).toMatchObject({
      "alibabacloud.com/node-needrepair": "Approved",
    });
    expect(await failureOf(approvals.approveRepair(signedOff))).toMatchObject({
      failure: "throttled",
      code: "NotAsking",
    });
    expect(region.calls().filter(({ action }) => action === "patchNode")).toHaveLength(1);
  });

  it.each([
    [403, "Forbidden", "denied"],
    [409, "Conflict", "throttled"],
    [422, "Invalid", "refused"],
    [500, "InternalError", "unreachable"],
  ])("that Kubernetes answers with %i tells what to do about it", async (status, code, failure) => {
    const { approvals, signedOff, region } = await asked();
    region.setFault({ kind: "error", action: "patchNode", status, code }, true);
    expect(await failureOf(approvals.approveRepair(signedOff))).toMatchObject({ failure, code, action: "patchNode" });
    expect(region.calls().filter(({ action }) => action === "patchNode")).toHaveLength(1);
  });
});
