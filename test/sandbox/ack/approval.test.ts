import { afterEach, expect, test, vi } from "vitest";
import { parse } from "yaml";
import * as z from "zod";
import { cs, failure, minute, openRegion, type Opened, poolPath, pools, prod, staging } from "./fixture.ts";

const key = "alibabacloud.com/node-needrepair";
const merge = "application/merge-patch+json";
const strategic = "application/strategic-merge-patch+json";
const kubeconfigShape = z.object({
  clusters: z.array(z.object({ cluster: z.object({ server: z.string() }) })),
  users: z.array(z.object({ user: z.object({ token: z.string() }) })),
});
const nodeShape = z.object({
  metadata: z.object({
    name: z.string(),
    resourceVersion: z.string(),
    labels: z.record(z.string(), z.string()),
    annotations: z.record(z.string(), z.string()),
  }),
  spec: z.object({
    unschedulable: z.boolean().optional(),
    taints: z.array(z.object({ key: z.string(), value: z.string(), effect: z.string() })).default([]),
  }),
  status: z.object({ conditions: z.array(z.object({ type: z.string(), status: z.string() })) }),
});
type KubernetesNode = z.infer<typeof nodeShape>;

afterEach(() => {
  vi.useRealTimers();
});

/** Talks to the Kubernetes API of a cluster with the kubeconfig that ACK gave. */
async function kubernetes({ client }: Opened, cluster = prod, minutes = 60) {
  const request = new cs.DescribeClusterUserKubeconfigRequest({ temporaryDurationMinutes: minutes });
  const { body } = await client.describeClusterUserKubeconfig(cluster, request);
  const config = kubeconfigShape.parse(parse(body?.config ?? ""));
  const [server, token] = [config.clusters[0]?.cluster.server ?? "", config.users[0]?.user.token ?? ""];
  const send = async (path: string, init: RequestInit = {}, bearer = token) => {
    const headers = new Headers(init.headers);
    headers.set("authorization", `Bearer ${bearer}`);
    const answer = await fetch(`${server}/api/v1/nodes${path}`, { ...init, headers });
    return { status: answer.status, body: z.record(z.string(), z.unknown()).parse(await answer.json()) };
  };
  return {
    expiration: body?.expiration ?? "",
    ask: send,
    async list(query = ""): Promise<readonly KubernetesNode[]> {
      return z.object({ items: z.array(nodeShape) }).parse((await send(query)).body).items;
    },
    async read(name: string): Promise<KubernetesNode> {
      return nodeShape.parse((await send(`/${name}`)).body);
    },
    async patch(name: string, patch: unknown, type = merge) {
      const init = { method: "PATCH", headers: { "content-type": type }, body: JSON.stringify(patch) };
      return await send(`/${name}`, init);
    },
  };
}

/** Breaks a node of the pool that asks, and waits until it asks. */
async function brokenNode(opened: Opened) {
  opened.region.setFault({ kind: "break-node", pool: "gpu-pool" }, true);
  const api = await kubernetes(opened);
  const broken = opened.pool(pools.gpu).nodes.find(({ life }) => life === "failed");
  opened.clock.advance(6 * minute);
  return { api, name: broken?.name ?? "" };
}

test("nodes are listed, selected, and read", async () => {
  const opened = await openRegion();
  const api = await kubernetes(opened);
  const all = await api.list();
  expect(all).toHaveLength(11);
  expect(await api.list(`?labelSelector=${encodeURIComponent("workload=web")}`)).toHaveLength(3);
  const selector = encodeURIComponent(`workload in (web, batch),!nothing,alibabacloud.com/nodepool-id!=${pools.batch}`);
  expect(await api.list(`?labelSelector=${selector}`)).toHaveLength(3);
  const [first] = all;
  expect(await api.list(`?fieldSelector=metadata.name%3D${first?.metadata.name}`)).toEqual([first]);
  const gpu = await api.list(`?labelSelector=${encodeURIComponent(`alibabacloud.com/nodepool-id=${pools.gpu}`)}`);
  expect(gpu[0]).toMatchObject({
    metadata: { labels: { "node.kubernetes.io/instance-type": "ecs.gn7i-c16g1.4xlarge" } },
    spec: { taints: [{ key: "nvidia.com/gpu", value: "true", effect: "NoSchedule" }] },
    status: { conditions: [{ type: "Ready", status: "True" }] },
  });
  expect(await api.read(first?.metadata.name ?? "")).toEqual(first);
  expect(await api.ask("/none")).toMatchObject({ status: 404, body: { kind: "Status", reason: "NotFound" } });
  expect(await api.ask("?labelSelector=%3D%3D")).toMatchObject({ status: 400 });
  expect(await api.ask("/none/proxy")).toMatchObject({ status: 404 });
});

test("a kubeconfig is for one cluster, for a time", async () => {
  const opened = await openRegion();
  const api = await kubernetes(opened);
  expect(await api.ask("", {}, "wrong")).toMatchObject({ status: 401, body: { reason: "Unauthorized", code: 401 } });
  const other = await kubernetes(opened, staging);
  expect(await other.list()).toHaveLength(5);
  vi.useFakeTimers({ toFake: ["Date"], now: Date.parse(api.expiration) + 1_000 });
  expect(await api.ask("")).toMatchObject({ status: 401 });
  expect(await failure(kubernetes(opened, prod, 14))).toMatchObject({ code: "InvalidParameter" });
  expect(await failure(kubernetes(opened, "cnone"))).toMatchObject({ code: "ErrorClusterNotFound" });
});

test("labels, annotations, taints and the cordon are patched, both kinds of patch alike", async () => {
  const opened = await openRegion();
  const api = await kubernetes(opened);
  const name = opened.pool(pools.prod).nodes[0]?.name ?? "";
  const before = await api.read(name);
  const answer = await api.patch(name, {
    metadata: { labels: { own: "yes", workload: null }, annotations: { by: "bot" } },
    spec: { unschedulable: true, taints: [{ key: "a", effect: "NoExecute" }] },
  });
  expect(answer.status).toBe(200);
  const after = await api.read(name);
  expect(after).toMatchObject({
    metadata: { labels: { own: "yes" }, annotations: { by: "bot" } },
    spec: { unschedulable: true, taints: [{ key: "a", value: "", effect: "NoExecute" }] },
  });
  expect(after.metadata.labels).not.toHaveProperty("workload");
  const resourceVersion = before.metadata.resourceVersion;
  const stale = await api.patch(name, { metadata: { resourceVersion, labels: { own: "no" } } }, strategic);
  expect(stale).toMatchObject({ status: 409, body: { reason: "Conflict" } });
  const fresh = { metadata: { resourceVersion: after.metadata.resourceVersion, labels: { own: null } } };
  expect(await api.patch(name, fresh, strategic)).toMatchObject({ status: 200 });
  expect((await api.read(name)).metadata.labels).not.toHaveProperty("own");
  expect(await api.patch(name, [], "application/json-patch+json")).toMatchObject({ status: 415 });
  expect(await api.patch(name, { metadata: { labels: { a: 1 } } })).toMatchObject({ status: 400 });
  expect(await api.patch(name, { metadata: { labels: { a: "not a value" } } })).toMatchObject({ status: 422 });
  expect(opened.region.calls().some(({ action, method }) => action === "patchNode" && method === "PATCH")).toBe(true);
});

test("a broken node asks after five minutes, and nothing happens without an answer", async () => {
  const opened = await openRegion();
  opened.region.setFault({ kind: "break-node", pool: "gpu-pool" }, true);
  expect(opened.region.faults()).toEqual([]);
  const api = await kubernetes(opened);
  const label = async () => (await api.list(`?labelSelector=${encodeURIComponent(`${key}=Inquiring`)}`)).length;
  opened.clock.advance(4 * minute);
  expect(await label()).toBe(0);
  expect((await opened.client.describeClusterNodePoolDetail(prod, pools.gpu)).body?.status).toMatchObject({
    state: "active",
    failedNodes: 1,
  });
  opened.clock.advance(minute);
  expect(await label()).toBe(1);
  opened.clock.advance(20 * 60 * minute);
  expect(await label()).toBe(1);
  const [node] = await api.list(`?labelSelector=${encodeURIComponent(key)}`);
  expect(node?.spec.taints).toContainEqual({ key, value: "Unschedulable", effect: "NoSchedule" });
  expect(node?.status.conditions).toMatchObject([{ type: "Ready", status: "False" }]);
  expect(opened.region.state.tasks.size).toBe(0);
  await api.patch(node?.metadata.name ?? "", { metadata: { labels: { [key]: "Maybe" } } });
  opened.clock.advance(minute);
  expect(opened.region.state.tasks.size).toBe(0);
});

test.each([
  ["Approved", merge],
  ["Approved", strategic],
  [null, merge],
])("the label %s starts the repair (%s); after it the node runs and the label is gone", async (value, type) => {
  const opened = await openRegion();
  const { api, name } = await brokenNode(opened);
  expect((await api.read(name)).metadata.labels[key]).toBe("Inquiring");
  await api.patch(name, { metadata: { labels: { [key]: value } } }, type);
  opened.clock.advance(1);
  expect(opened.pool(pools.gpu).state).toBe("repairing");
  const [task] = opened.region.state.tasks.values();
  expect(task).toMatchObject({ type: "nodepool_repair", phase: "running", parameters: { auto_repair: true } });
  opened.clock.advance(10 * minute);
  const healed = await api.read(name);
  expect(healed.metadata.labels).not.toHaveProperty(key);
  expect(healed.spec.taints.map((taint) => taint.key)).toEqual(["nvidia.com/gpu"]);
  expect(healed.status.conditions[0]?.status).toBe("True");
  expect(opened.pool(pools.gpu)).toMatchObject({ state: "active" });
  opened.settle();
  expect(opened.region.state.tasks.size).toBe(1);
});

test("an approved node waits until its pool is idle", async () => {
  const opened = await openRegion();
  const { api, name } = await brokenNode(opened);
  opened.region.movePool("gpu-pool", 3);
  await api.patch(name, { metadata: { labels: { [key]: "Approved" } } });
  opened.clock.advance(1);
  expect(opened.pool(pools.gpu).state).toBe("scaling");
  opened.settle();
  expect([...opened.region.state.tasks.values()].map(({ type, phase }) => [type, phase])).toEqual([
    ["cluster_scaleout", "success"],
    ["nodepool_repair", "success"],
  ]);
  expect(opened.pool(pools.gpu).nodes.map(({ life }) => life)).toEqual(["running", "running", "running"]);
});

test("a node that is not cured keeps its taint, is not tried again, and stops the others of its pool", async () => {
  const opened = await openRegion();
  const fault = { kind: "break-node", pool: pools.gpu } as const;
  const [first, second] = opened.pool(pools.gpu).nodes.map(({ name }) => name);
  // Two nodes break at once; with none left, the third fault waits for the next task.
  for (let count = 0; count < 3; count += 1) opened.region.setFault(fault, true);
  expect(opened.region.faults()).toEqual([fault]);
  opened.clock.advance(6 * minute);
  const api = await kubernetes(opened);
  const approve = { metadata: { labels: { [key]: "Approved" } } };
  await api.patch(first ?? "", approve);
  opened.clock.advance(10 * minute);
  const failed = await api.read(first ?? "");
  expect(failed.metadata.labels).not.toHaveProperty(key);
  expect(failed.spec.taints.map((taint) => taint.key)).toContain(key);
  await api.patch(second ?? "", approve);
  opened.settle();
  expect(opened.region.state.tasks.size).toBe(1);
});

test("a repair by hand ends the question", async () => {
  const opened = await openRegion();
  const { api, name } = await brokenNode(opened);
  const repair = new cs.RepairClusterNodePoolRequest({ nodes: [name] });
  await opened.client.repairClusterNodePool(prod, pools.gpu, repair);
  opened.clock.advance(10 * minute);
  expect((await api.read(name)).metadata.labels).not.toHaveProperty(key);
  expect(opened.pool(pools.gpu).nodes.every(({ life, repair: going }) => life === "running" && going === null)).toBe(
    true,
  );
});

test("a policy of its own asks with its own labels", async () => {
  const opened = await openRegion();
  const { client } = opened;
  const incident = "k8s.aliyun.com/incident";
  const rules = [
    {
      incidents: [{ name: "Node.FaultNeedReboot.HOST", type: "system" }],
      repair_procedure: [
        { name: "Drain", config: {}, intervention: { enable: false } },
        {
          name: "Restart",
          intervention: {
            enable: true,
            type: "label",
            inquiring_label: { key: incident, value: "inquiring" },
            approved_label: { key: incident, value: "approved" },
          },
        },
      ],
    },
  ];
  const created = await opened.call("CreateAutoRepairPolicy", "POST", `/clusters/${prod}/auto_repair_policies`, {
    body: { name: "careful", rules },
  });
  const id = String(created["policy_id"]);
  expect(id).toMatch(/^r-/);
  await opened.call("ModifyClusterNodePool", "PUT", poolPath(pools.gpu), {
    body: { management: { auto_repair_policy: { auto_repair_policy_id: id } } },
  });
  opened.settle();
  expect((await client.describeAutoRepairPolicy(prod, id)).body).toMatchObject({
    id,
    name: "careful",
    resourceType: "nodepool",
    resourceIds: [pools.gpu],
    rules: [{ repairProcedure: [{}, { intervention: { inquiringLabel: { key: incident } } }] }],
  });
  await client.modifyAutoRepairPolicy(prod, id, new cs.ModifyAutoRepairPolicyRequest({ name: "very careful" }));
  expect((await client.listAutoRepairPolicies(prod)).body?.items).toMatchObject([{ id, name: "very careful" }]);

  const { api, name } = await brokenNode(opened);
  expect((await api.read(name)).metadata.labels[incident]).toBe("inquiring");
  await api.patch(name, { metadata: { labels: { [incident]: null } } });
  opened.clock.advance(10 * minute);
  expect(opened.pool(pools.gpu).nodes.some(({ life }) => life === "failed")).toBe(true);
  await api.patch(name, { metadata: { labels: { [incident]: "approved" } } });
  opened.clock.advance(10 * minute);
  expect((await api.read(name)).metadata.labels).not.toHaveProperty(incident);
  expect(opened.pool(pools.gpu).nodes.every(({ life }) => life === "running")).toBe(true);

  await client.deleteAutoRepairPolicy(prod, id);
  expect(await failure(client.describeAutoRepairPolicy(prod, id))).toMatchObject({ statusCode: 404 });
  const uninvited = await openRegion({ assumptions: { repairPoliciesServed: false } });
  expect(await failure(uninvited.client.listAutoRepairPolicies(prod))).toMatchObject({
    code: "InvalidAction.NotFound",
  });
});
