/** The real SDK against a miniature region whose time stands still until a test moves it. */
import { createHash, createHmac, randomUUID } from "node:crypto";
import { createRequire } from "node:module";
import type sdk from "@alicloud/cs20151215";
import { $OpenApiUtil } from "@alicloud/openapi-core";
import { RuntimeOptions } from "@darabonba/typescript";
import { afterEach } from "vitest";
import * as z from "zod";
import { createManualClock, type ManualClock } from "../../../src/sandbox/ack/clock.ts";
import type { Region, RegionOptions } from "../../../src/sandbox/ack/region.ts";
import { startRegion } from "../../../src/sandbox/ack/server.ts";
import type { NodePool, Task } from "../../../src/sandbox/ack/state.ts";

/** Required, not imported: test runners and Node disagree about what a CommonJS module's default is. */
export const cs: typeof sdk = createRequire(import.meta.url)("@alicloud/cs20151215");

export const keys = { id: "LTAI-sandbox", secret: "sandbox-secret" };
export const prod = "c61da77e8bfbc4c4c999af2b51b65";
export const staging = "c905d1364c2dd4b6284a3f41790c4e2af";
export const pools = {
  prod: "np0794239424a84eb7a95327369d56bb20",
  batch: "np6a5c86f4ecae436f8f4a3dc034a7f3d8",
  gpu: "npe25633140a7d4fbea56cd0479c5d9e1b",
  default: "np615c0e0966124216a0412e10afe0a1c7",
  web: "np2f7b1c90d5e84a63b8c4069e71fa35d2",
  legacy: "np83e0d46fa1b74c2d9a5f7708c3b1e694",
};
export const second = 1_000;
export const minute = 60 * second;
export const poolPath = (pool: string, cluster = prod): string => `/clusters/${cluster}/nodepools/${pool}`;

const regions: Region[] = [];

afterEach(async () => {
  for (const region of regions.splice(0)) await region.close();
});

type Method = "GET" | "POST" | "PUT" | "DELETE";
type Body = Readonly<Record<string, unknown>>;

export interface Opened {
  readonly region: Region;
  readonly clock: ManualClock;
  readonly client: InstanceType<typeof cs.default>;
  /** Calls an action through the SDK, but returns the body as it came, before typed models drop half of it. */
  call(
    action: string,
    method: Method,
    path: string,
    sent?: { query?: Record<string, string>; body?: Body },
  ): Promise<Body>;
  /** The pool as the region has it. */
  pool(id: string): NodePool;
  task(id: unknown): Task;
  /** Lets so much time pass that everything has ended, but for what waits for somebody. */
  settle(): void;
}

export async function openRegion(options: Partial<RegionOptions> = {}): Promise<Opened> {
  const clock = createManualClock();
  const region = await startRegion({ clock, accessKeys: { [keys.id]: keys.secret }, ...options });
  regions.push(region);
  const client = clientFor(region);
  return {
    region,
    clock,
    client,
    async call(action, method, pathname, { query, body } = {}) {
      const params = new $OpenApiUtil.Params({
        action,
        version: "2015-12-15",
        protocol: "HTTPS",
        pathname,
        method,
        authType: "AK",
        style: "ROA",
        reqBodyType: "json",
        bodyType: "json",
      });
      const request = new $OpenApiUtil.OpenApiRequest({
        headers: {},
        ...(query ? { query } : {}),
        ...(body ? { body } : {}),
      });
      const answer = await client.callApi(params, request, new RuntimeOptions({}));
      return z.object({ body: z.record(z.string(), z.unknown()) }).parse(answer).body;
    },
    pool: (id) => known([...region.state.clusters.values()].map((cluster) => cluster.pools.get(id)).find(Boolean)),
    task: (id) => known(region.state.tasks.get(z.string().parse(id))),
    settle: () => clock.advance(10 * 60 * minute),
  };
}

export function clientFor(region: Region, key: { id: string; secret: string } = keys): Opened["client"] {
  return new cs.default(
    new $OpenApiUtil.Config({
      accessKeyId: key.id,
      accessKeySecret: key.secret,
      endpoint: region.endpoint,
      protocol: "HTTP",
      regionId: "cn-hangzhou",
    }),
  );
}

/** What the SDK throws: its class, and the fields that the wire filled. */
const thrown = z.object({
  name: z.string(),
  code: z.string().optional(),
  statusCode: z.number().optional(),
  requestId: z.string().optional(),
  retryAfter: z.number().optional(),
  message: z.string(),
});

/** What a promise is rejected with. */
export async function failure(promise: Promise<unknown>): Promise<z.infer<typeof thrown>> {
  const error: unknown = await promise.then(
    () => null,
    (reason: unknown) => reason,
  );
  if (!(error instanceof Error)) throw new Error("it was expected to fail");
  return thrown.parse(error);
}

/** A request that is signed here, not by the SDK: what a second reading of the signature's rules comes to. */
export async function signedFetch(
  region: Region,
  path: string,
  change: {
    nonce?: string;
    date?: Date;
    secret?: string;
    key?: string;
    action?: string;
    query?: string;
    without?: string;
  } = {},
): Promise<{ status: number; body: Body; headers: Headers }> {
  const hash = createHash("sha256").update("").digest("hex");
  const headers: Record<string, string> = {
    host: region.endpoint,
    "x-acs-action": change.action ?? "DescribeUserQuota",
    "x-acs-content-sha256": hash,
    "x-acs-date": `${(change.date ?? new Date()).toISOString().slice(0, 19)}Z`,
    "x-acs-signature-nonce": change.nonce ?? randomUUID(),
    "x-acs-version": "2015-12-15",
  };
  if (change.without !== undefined) delete headers[change.without];
  const names = Object.keys(headers).toSorted();
  const canonical = [
    "GET",
    path,
    change.query ?? "",
    names.map((name) => `${name}:${headers[name] ?? ""}\n`).join(""),
    names.join(";"),
    hash,
  ].join("\n");
  const toSign = `ACS3-HMAC-SHA256\n${createHash("sha256").update(canonical).digest("hex")}`;
  const signature = createHmac("sha256", change.secret ?? keys.secret)
    .update(toSign)
    .digest("hex");
  const authorization = `ACS3-HMAC-SHA256 Credential=${change.key ?? keys.id},SignedHeaders=${names.join(";")},Signature=${signature}`;
  const answer = await fetch(
    `http://${region.endpoint}${path}${change.query === undefined ? "" : `?${change.query}`}`,
    {
      headers: { ...headers, authorization },
    },
  );
  const body = z.record(z.string(), z.unknown()).parse(await answer.json());
  return { status: answer.status, body, headers: answer.headers };
}

function known<Value>(value: Value | undefined): Value {
  if (value === undefined) throw new Error("there is no such thing in the region");
  return value;
}
