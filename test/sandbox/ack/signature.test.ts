import { randomUUID } from "node:crypto";
import { expect, test } from "vitest";
import { cs, clientFor, failure, keys, openRegion, poolPath, pools, signedFetch } from "./fixture.ts";

test("the SDK's signature is accepted, with and without a query and a body", async () => {
  const { client, call } = await openRegion();
  await expect(client.describeUserQuota()).resolves.toMatchObject({ statusCode: 200 });
  const request = new cs.DescribeClustersForRegionRequest({ name: "a b+c*~'()!中文", pageSize: 3 });
  await expect(client.describeClustersForRegion("cn-hangzhou", request)).resolves.toMatchObject({ statusCode: 200 });
  const body = { scaling_group: { tags: [{ key: "team", value: "商店 ~ 'x'" }] } };
  await expect(call("ModifyClusterNodePool", "PUT", poolPath(pools.prod), { body })).resolves.toHaveProperty("task_id");
});

test("a request that was signed by the written rules is accepted", async () => {
  const { region } = await openRegion();
  const { status, headers } = await signedFetch(region, "/quota");
  expect(status).toBe(200);
  expect(headers.get("x-acs-request-id")).toMatch(/^[0-9A-F-]{36}$/);
});

test("a strange key and a wrong secret are told apart", async () => {
  const { region } = await openRegion();
  const stranger = clientFor(region, { id: "LTAI-stranger", secret: keys.secret });
  expect(await failure(stranger.describeUserQuota())).toMatchObject({
    name: "ClientError",
    code: "InvalidAccessKeyId.NotFound",
    statusCode: 404,
  });
  const liar = clientFor(region, { id: keys.id, secret: "wrong" });
  expect(await failure(liar.describeUserQuota())).toMatchObject({ code: "SignatureDoesNotMatch", statusCode: 400 });
  for (const inherited of ["toString", "__proto__"]) {
    const client = clientFor(region, { id: inherited, secret: keys.secret });
    expect(await failure(client.describeUserQuota())).toMatchObject({ code: "InvalidAccessKeyId.NotFound" });
  }
});

test("a changed query breaks the signature, a used nonce and an old date are refused", async () => {
  const { region } = await openRegion();
  const nonce = randomUUID();
  expect((await signedFetch(region, "/quota", { nonce })).status).toBe(200);
  expect((await signedFetch(region, "/quota", { nonce })).body).toMatchObject({ code: "SignatureNonceUsed" });
  const old = new Date(Date.now() - 16 * 60_000);
  expect((await signedFetch(region, "/quota", { date: old })).body).toMatchObject({ code: "InvalidTimeStamp.Expired" });
  const fresh = new Date(Date.now() - 14 * 60_000);
  expect((await signedFetch(region, "/quota", { date: fresh })).status).toBe(200);
  expect((await signedFetch(region, "/quota", { query: "b=2&a=1" })).body).toMatchObject({
    code: "SignatureDoesNotMatch",
  });
  expect((await signedFetch(region, "/quota", { query: "a=1&b=2" })).status).toBe(200);
  expect((await signedFetch(region, "/quota", { without: "x-acs-date" })).body).toMatchObject({
    code: "IncompleteSignature",
  });
});

test("errors carry requestId, and what is not there is told in JSON", async () => {
  const { region, client } = await openRegion();
  const answer = await fetch(`http://${region.endpoint}/quota`);
  expect(await answer.json()).toMatchObject({ code: "IncompleteSignature", requestId: expect.any(String) });

  const unknown = await signedFetch(region, "/no/such/path");
  expect(unknown).toMatchObject({ status: 404, body: { code: "InvalidAction.NotFound" } });
  const misnamed = await signedFetch(region, "/quota", { action: "DescribeSomethingElse" });
  expect(misnamed).toMatchObject({ status: 404, body: { code: "InvalidAction.NotFound" } });

  const missing = await failure(client.describeClusterDetail("c-none"));
  expect(missing).toMatchObject({ code: "ErrorClusterNotFound", statusCode: 404 });
  expect(missing.message).toMatch(/ request id: [0-9A-F-]{36}$/);
});
