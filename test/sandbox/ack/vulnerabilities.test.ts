import { expect, test } from "vitest";
import { vulnerabilities as found } from "../../../src/sandbox/ack/seed/vulnerabilities.ts";
import { cs, failure, minute, openRegion, type Opened, poolPath, pools, prod } from "./fixture.ts";

const { openssl, glibc, curl, vim } = found;
const describe = async ({ call }: Opened, necessity?: string) =>
  await call(
    "DescribeNodePoolVuls",
    "GET",
    `${poolPath(pools.prod)}/vuls`,
    necessity === undefined ? {} : { query: { necessity } },
  );
const fix = async ({ client }: Opened, request: { [key: string]: unknown }) =>
  (await client.fixNodePoolVuls(prod, pools.prod, new cs.FixNodePoolVulsRequest(request))).body;
const left = ({ pool }: Opened): readonly (readonly string[])[] =>
  pool(pools.prod).nodes.map(({ vulnerabilities }) => vulnerabilities.map(({ name }) => name));

test("vulnerabilities are told by node and level", async () => {
  const opened = await openRegion();
  const { body } = await opened.client.describeNodePoolVuls(
    prod,
    pools.prod,
    new cs.DescribeNodePoolVulsRequest({ necessity: "asap" }),
  );
  expect(body?.vulsFixServicePurchased).toBe(true);
  expect(body?.vulRecords).toHaveLength(3);
  expect(body?.vulRecords?.[0]).toMatchObject({
    instanceId: opened.pool(pools.prod).nodes[0]?.instanceId,
    vulList: [
      { name: openssl.name, necessity: "asap", needReboot: false, packageList: [{ name: "openssl" }, {}] },
      { name: glibc.name, cveList: glibc.cves, needReboot: true },
    ],
  });
  expect(await describe(opened, "later,nntf")).toMatchObject({
    vul_records: [{ vul_list: [{ name: curl.name }, { name: vim.name }] }, {}, {}],
  });
  expect(await describe(opened)).toMatchObject({ vul_records: [{ vul_list: [{}, {}, {}, {}] }, {}, {}] });
  expect(await failure(describe(opened, "soon"))).toMatchObject({ code: "InvalidParameter" });
});

test("a fix goes through the pool in batches; what needs a restart stays unless that is allowed", async () => {
  const opened = await openRegion();
  const answer = await fix(opened, { vuls: [openssl.name, glibc.name], autoRestart: false });
  expect(Object.keys(answer?.toMap() ?? {})).toEqual(["task_id"]);
  expect(opened.pool(pools.prod).state).toBe("updating");
  opened.settle();
  expect(opened.task(answer?.taskId)).toMatchObject({ type: "nodepool_vul_fix", phase: "success" });
  expect(opened.task(answer?.taskId).stages).toHaveLength(3);
  expect(left(opened)[0]).toEqual([glibc.name, curl.name, vim.name]);

  const rolloutPolicy = new cs.FixNodePoolVulsRequestRolloutPolicy({ maxParallelism: 2 });
  await fix(opened, { vuls: [glibc.name], autoRestart: true, rolloutPolicy });
  expect(opened.pool(pools.prod).nodes.map(({ life }) => life)).toEqual(["upgrading", "upgrading", "running"]);
  opened.settle();
  expect(left(opened)).toEqual(Array.from({ length: 3 }, () => [curl.name, vim.name]));
  expect(opened.pool(pools.prod).nodes.every(({ life }) => life === "running")).toBe(true);
});

test("only the nodes that are named are fixed", async () => {
  const opened = await openRegion();
  const [node] = opened.pool(pools.prod).nodes;
  await fix(opened, { vuls: [curl.name], nodes: [node?.name] });
  opened.settle();
  expect(left(opened).map((names) => names.includes(curl.name))).toEqual([false, true, true]);
});

test("a fix can be paused, resumed and cancelled between its batches", async () => {
  const opened = await openRegion();
  const { client, clock, task, pool } = opened;
  const { taskId: id = "" } = (await fix(opened, { vuls: [curl.name] })) ?? {};
  await client.pauseTask(id);
  expect(task(id).phase).toBe("running");
  clock.advance(10 * minute);
  expect(task(id).phase).toBe("paused");
  expect(pool(pools.prod).state).toBe("updating");
  await client.resumeTask(id);
  clock.advance(10);
  expect(task(id).phase).toBe("running");
  await client.cancelTask(id);
  opened.settle();
  expect(task(id).phase).toBe("canceled");
  expect([...task(id).results.values()]).toEqual(["success", "success", "initial"]);
  expect(left(opened).map((names) => names.includes(curl.name))).toEqual([false, false, true]);
  expect(pool(pools.prod).state).toBe("active");
});

test("a node may not survive its fix", async () => {
  const opened = await openRegion();
  opened.region.setFault({ kind: "break-node", pool: pools.prod }, true);
  const answer = await fix(opened, { vuls: [curl.name] });
  opened.settle();
  expect(opened.task(answer?.taskId)).toMatchObject({ phase: "fail", error: { code: "FixNodePoolVulsFailed" } });
  expect(opened.pool(pools.prod).nodes.map(({ life }) => life)).toEqual(["failed", "running", "running"]);
});

test("fixes are refused that cannot be made; which key counts is not known", async () => {
  const opened = await openRegion();
  const refused = async (request: { [key: string]: unknown }) => (await failure(fix(opened, request))).code;
  expect(await refused({ vuls: [] })).toBe("InvalidParameter");
  expect(await refused({ vuls: ["none"] })).toBe("InvalidParameter");
  expect(await refused({ vuls: [curl.name], nodes: ["none"] })).toBe("InvalidParameter");
  const rolloutPolicy = new cs.FixNodePoolVulsRequestRolloutPolicy({ maxParallelism: 4 });
  expect(await refused({ vuls: [curl.name], rolloutPolicy })).toBe("InvalidParameter");
  const other = await openRegion({ assumptions: { fixKey: "vulnerabilities" } });
  expect((await failure(fix(other, { vuls: [curl.name] }))).code).toBe("InvalidParameter");
  await other.call("FixNodePoolVuls", "POST", `${poolPath(pools.prod)}/vuls/fix`, {
    body: { vulnerabilities: [curl.name] },
  });
  const unpaid = await openRegion({ assumptions: { vulnerabilityFixPurchased: false } });
  expect(await describe(unpaid)).toMatchObject({ vuls_fix_service_purchased: false });
  expect(await failure(fix(unpaid, { vuls: [curl.name] }))).toMatchObject({ statusCode: 403 });
});

test("a new system disk comes without vulnerabilities", async () => {
  const opened = await openRegion();
  await opened.call("UpgradeClusterNodepool", "POST", `${poolPath(pools.prod)}/upgrade`, {
    body: { image_id: "aliyun_3_x64_20G_alibase_20251030.vhd", use_replace: true },
  });
  opened.settle();
  expect(await describe(opened)).toMatchObject({ vul_records: [] });
});
