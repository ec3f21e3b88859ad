import { setTimeout as pause } from "node:timers/promises";
import { describe, expect, it } from "vitest";
import { cardIn, seen, startBot, type Stage } from "../support/running-bot.ts";

async function scrape({ environment }: Stage): Promise<ReadonlyMap<string, number>> {
  const response = await fetch(`http://127.0.0.1:${environment["PORT"]}/metrics`);
  expect(response.headers.get("content-type")).toMatch(/^text\/plain; version=0\.0\.4/);
  const lines = (await response.text()).split("\n").filter((line) => line !== "" && !line.startsWith("#"));
  return new Map(
    lines.map((line) => [line.slice(0, line.lastIndexOf(" ")), Number(line.slice(line.lastIndexOf(" ") + 1))]),
  );
}

describe("metrics", () => {
  it.each(["socket", "http"] as const)("tell of an operation from the command to its end (%s)", async (transport) => {
    const stage = await startBot({ transport });
    const { workspace } = stage;
    await workspace.type("U0ALICE", "C0OPS", "/pool scale prod-pool 2");
    const card = await cardIn(workspace, "C0OPS", /Scale in/);
    await expect.poll(async () => (await scrape(stage)).get('lifeguard_operations{stage="awaiting-sign-off"}')).toBe(1);
    await workspace.press("U0ALICE", card, "approve");
    await expect
      .poll(async () => [...(await scrape(stage)).keys()])
      .toContain('lifeguard_decisions_total{verdict="approve",outcome="own-request"}');
    await workspace.press("U0BOB", card, "approve");
    await seen(workspace, "U0ALICE", /Done/);
    await workspace.type("U0ALICE", "C0OPS", "/pool shwo prod-pool");
    await expect
      .poll(async () => (await scrape(stage)).get('lifeguard_requests_refused_total{reason="unknown-verb"}'))
      .toBe(1);

    const series = await scrape(stage);
    expect(series.get('lifeguard_decisions_total{verdict="approve",outcome="taken"}')).toBe(1);
    expect(series.get('lifeguard_acknowledge_seconds_count{kind="command"}')).toBe(2);
    expect(series.get('lifeguard_acknowledge_seconds_count{kind="block_actions"}')).toBe(2);
    expect(series.get('lifeguard_acknowledge_seconds_bucket{le="3",kind="command"}')).toBe(2);
    const calls = [...series.keys()].filter((name) => name.startsWith("lifeguard_cloud_call_seconds_count"));
    expect(calls.some((name) => /action="(ModifyClusterNodePool|RemoveNodePoolNodes)",outcome="ok"/.test(name))).toBe(
      true,
    );
    await expect.poll(async () => (await scrape(stage)).get("lifeguard_publish_waiting_seconds")).toBe(0);
    expect((await scrape(stage)).get("lifeguard_publish_lag_seconds_count")).toBeGreaterThanOrEqual(5);
    expect(series.get('lifeguard_queue_length{queue="commands",state="waiting"}')).toBe(0);
    expect(series.has("process_cpu_seconds_total")).toBe(true);
    // What is written into labels grows with the program, not with what it works on.
    expect([...series.keys()].filter((name) => /prod-pool|op-|U0|C0/.test(name))).toEqual([]);
  });

  it("tell of throttling on both sides", async () => {
    const stage = await startBot();
    const { workspace, region } = stage;
    region.setFault({ kind: "throttle", action: "DescribeClusterNodePools" }, true);
    workspace.setFault({ kind: "rate-limited", method: "chat.postMessage", retryAfterSeconds: 1, times: 1 });
    await workspace.type("U0ALICE", "C0OPS", "/pool list prod");
    await expect
      .poll(async () => (await scrape(stage)).get('lifeguard_throttled_total{service="ack"}'), { timeout: 15_000 })
      .toBeGreaterThan(0);
    region.setFault({ kind: "throttle", action: "DescribeClusterNodePools" }, false);
    await workspace.type("U0ALICE", "C0OPS", "/pool scale prod-pool 6");
    await expect
      .poll(async () => (await scrape(stage)).get('lifeguard_throttled_total{service="slack"}'), { timeout: 15_000 })
      .toBeGreaterThan(0);
  });
});

async function readiness({ environment }: Stage): Promise<string> {
  const response = await fetch(`http://127.0.0.1:${environment["PORT"]}/readyz`);
  return `${response.status} ${(await response.text()).trim()}`;
}

describe("readiness", () => {
  it("goes with a socket over which nothing comes back, though it stands, and comes back with another", async () => {
    const stage = await startBot();
    const { workspace } = stage;
    await expect.poll(() => readiness(stage), { timeout: 5_000 }).toBe("200 ready");
    workspace.setFault({ kind: "half-open" });
    await expect
      .poll(() => readiness(stage), { timeout: 6_000 })
      .toMatch(/^503 not ready: (the socket to Slack is open, and nothing|no socket)/);
    // New ones say hello and go silent, too: that alone makes nothing ready.
    const answers: string[] = [];
    const asked = (): number => workspace.webApiCalls("apps.connections.open").length;
    await expect
      .poll(
        async () => {
          answers.push(await readiness(stage));
          return asked();
        },
        { timeout: 25_000 },
      )
      .toBeGreaterThanOrEqual(3);
    expect(answers.filter((answer) => answer.startsWith("200"))).toEqual([]);
    expect((await scrape(stage)).get("lifeguard_ready")).toBe(0);
    workspace.clearFaults();
    await expect.poll(() => readiness(stage), { timeout: 25_000 }).toBe("200 ready");
    expect((await scrape(stage)).get("lifeguard_ready")).toBe(1);
    await workspace.type("U0ALICE", "C0OPS", "/pool whoami");
    await seen(workspace, "U0ALICE", /What you may do/);
  }, 70_000);

  it("over HTTP goes by the token, asked for at most once a minute", async () => {
    const stage = await startBot({ transport: "http" });
    const { workspace } = stage;
    const before = workspace.webApiCalls("auth.test").length;
    for (let asked = 0; asked < 5; asked += 1) expect(await readiness(stage)).toBe("200 ready");
    expect(workspace.webApiCalls("auth.test").length).toBe(before + 1);
  });

  it("over HTTP says when Slack does not take the token any more", async () => {
    const stage = await startBot({ transport: "http" });
    stage.workspace.revokeToken("bot");
    expect(await readiness(stage)).toBe("503 not ready: Slack refuses the bot token: token_revoked");
  });
});

/** A number, once it has not moved for a while. */
async function settled(count: () => number): Promise<number> {
  for (let known = count(); ; known = count()) {
    await pause(500);
    if (count() === known) return known;
  }
}

describe("a region of ACK that keeps silent", () => {
  it("shows in the series, and is told at once to who asks", async () => {
    const stage = await startBot();
    const { workspace, region } = stage;
    await workspace.type("U0ALICE", "C0OPS", "/pool list prod");
    await seen(workspace, "U0ALICE", /prod-pool/);
    const answers = async (): Promise<readonly (number | undefined)[]> => {
      const series = await scrape(stage);
      return [...series].filter(([name]) => name.startsWith("lifeguard_region_answers")).map(([, value]) => value);
    };
    expect(await answers()).toEqual([1]);
    const silentSince = performance.now();
    region.setFault({ kind: "drop", action: "*" }, true);
    await workspace.type("U0ALICE", "C0OPS", "/pool show prod-pool");
    await workspace.type("U0ALICE", "C0OPS", "/pool show prod-pool");
    await expect.poll(answers, { timeout: 15_000 }).toEqual([0]);
    // What was on its way when the region was found silent arrives all the same.
    const before = await settled(() => region.calls().length);
    await workspace.type("U0ALICE", "C0OPS", "/pool list prod");
    await seen(workspace, "U0ALICE", /The region is asked again every few seconds/);
    // Every ten seconds one call tries whether it is awake.
    const tries = Math.floor((performance.now() - silentSince) / 10_000);
    expect(region.calls().length - before).toBeLessThanOrEqual(tries);
  });
});
