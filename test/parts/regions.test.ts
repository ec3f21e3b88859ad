import { onTestFinished, describe, expect, it } from "vitest";
import * as z from "zod";
import { type Client, createClient } from "../../src/ack/client.ts";
import type { Call } from "../../src/ack/sdk.ts";
import { CloudError } from "../../src/domain/cloud.ts";
import { createAcceleratedClock } from "../../src/sandbox/ack/clock.ts";
import type { Region } from "../../src/sandbox/ack/region.ts";
import { startRegion } from "../../src/sandbox/ack/server.ts";

/** Milliseconds: for what is not to be tried again within a test, and for what is. */
const long = 600_000;
const short = 200;

interface Opened {
  readonly cloud: Region;
  readonly client: Client;
  /** What was told of regions, in order. */
  readonly told: readonly string[];
}

/** Two regions at one address, as far as a client is concerned. */
async function open(pause: number): Promise<Opened> {
  const cloud = await startRegion({ clock: createAcceleratedClock(600), accessKeys: { key: "secret" } });
  onTestFinished(() => cloud.close());
  const told: string[] = [];
  const quiet = { debug() {}, warn() {} };
  const client = createClient(
    {
      endpoint: { protocol: "HTTP", host: cloud.endpoint },
      accessKey: { id: "key", secret: "secret", securityToken: null },
    },
    quiet,
    { called() {}, regionAnswers: (region, yes) => told.push(`${region} ${yes ? "answers" : "is silent"}`) },
    { silences: 3, pause },
  );
  return { cloud, client, told };
}

const read = (region: string): Call => ({
  region,
  action: "DescribeUserQuota",
  method: "GET",
  path: "/quota",
});
const write = (region: string): Call => ({
  region,
  action: "PauseTask",
  method: "POST",
  path: "/tasks/T-none/pause",
  answers: "nothing",
});

async function failureOf(call: Promise<unknown>): Promise<Pick<CloudError, "failure" | "code">> {
  const error = await call.then(
    () => null,
    (caught: unknown) => caught,
  );
  if (!(error instanceof CloudError)) throw new Error("it did not fail as the cloud does", { cause: error });
  return { failure: error.failure, code: error.code };
}

const anything = z.unknown();
const callsOf = ({ cloud }: Opened): number => cloud.calls().length;

/** Makes a region silent until calls to it are refused. */
async function silence(opened: Opened, region: string): Promise<void> {
  const { cloud, client } = opened;
  cloud.setFault({ kind: "drop", action: "*" }, true);
  await expect
    .poll(() => failureOf(client.read(read(region), anything)))
    .toEqual({ failure: "unreachable", code: "RegionUnavailable" });
}

describe("a region that does not answer", () => {
  it("is asked no more for a while, and nobody waits for it", async () => {
    const opened = await open(long);
    await silence(opened, "cn-hangzhou");
    const before = callsOf(opened);
    expect(await failureOf(opened.client.read(read("cn-hangzhou"), anything))).toEqual({
      failure: "unreachable",
      code: "RegionUnavailable",
    });
    expect(callsOf(opened)).toBe(before);
    expect(opened.told).toEqual(["cn-hangzhou answers", "cn-hangzhou is silent"]);
  });

  it("gets no change sent, and says that it was not", async () => {
    const opened = await open(short);
    await silence(opened, "cn-hangzhou");
    const before = callsOf(opened);
    expect(await failureOf(opened.client.write(write("cn-hangzhou"), anything))).toEqual({
      failure: "throttled",
      code: "RegionUnavailable",
    });
    // Not even where it is time to try again: what tries is a call that reads.
    await new Promise((resolve) => {
      setTimeout(resolve, short + 50);
    });
    expect(await failureOf(opened.client.write(write("cn-hangzhou"), anything))).toEqual({
      failure: "throttled",
      code: "RegionUnavailable",
    });
    expect(callsOf(opened)).toBe(before);
  });

  it("takes others nothing away", async () => {
    const opened = await open(long);
    await silence(opened, "cn-hangzhou");
    opened.cloud.setFault({ kind: "drop", action: "*" }, false);
    await expect(opened.client.read(read("cn-beijing"), anything)).resolves.toBeDefined();
  });

  it("is asked again by one call at a time, and served as before once it answers", async () => {
    const opened = await open(short);
    const { cloud, client } = opened;
    await silence(opened, "cn-hangzhou");
    cloud.setFault({ kind: "drop", action: "*" }, false);
    cloud.setFault({ kind: "slow", action: "*", seconds: 0.3 }, true);
    const before = callsOf(opened);
    let trial: Promise<unknown> = Promise.resolve();
    await expect
      .poll(() => {
        trial = client.read(read("cn-hangzhou"), anything).catch(() => null);
        return opened.cloud.calls().length;
      })
      .toBe(before + 1);
    expect(await failureOf(client.read(read("cn-hangzhou"), anything))).toMatchObject({ code: "RegionUnavailable" });
    await trial;
    await expect.poll(() => opened.told.at(-1)).toBe("cn-hangzhou answers");
    // It is sent, and ACK answers: there is no such task.
    expect(await failureOf(client.write(write("cn-hangzhou"), anything))).toMatchObject({ failure: "not-found" });
  });
});

describe("a region that answers is served on", () => {
  it.each([
    ["throttles", { kind: "throttle", action: "*" }, "throttled"],
    ["refuses", { kind: "error", action: "*", status: 403, code: "Forbidden.RAM" }, "denied"],
    ["breaks inside", { kind: "error", action: "*", status: 500, code: "InternalError" }, "unreachable"],
  ] as const)("where it %s", async (_, fault, failure) => {
    const opened = await open(long);
    opened.cloud.setFault(fault, true);
    for (let tries = 0; tries < 5; tries += 1) {
      expect(await failureOf(opened.client.write(write("cn-hangzhou"), anything))).toMatchObject({ failure });
    }
    expect(callsOf(opened)).toBe(5);
    expect(opened.told).toEqual(["cn-hangzhou answers"]);
  });
});
