import { minutesToMilliseconds, secondsToMilliseconds } from "date-fns";
import { describe, expect, it } from "vitest";
import { type ClusterEvent, CloudError } from "../../src/domain/cloud.ts";
import { createRegionFeed } from "../../src/engine/region-feed.ts";
import { aCluster } from "../support/builders.ts";

const region = "cn-hangzhou";

const silence = new CloudError({
  failure: "unreachable",
  code: "Timeout",
  action: "ListOperationPlansForRegion",
  detail: "no answer",
  requestId: null,
  retryAfter: null,
  cause: null,
});

const anEvent = {
  cluster: aCluster().id,
  type: "nodepool_update",
  level: "error",
  subject: null,
  reason: null,
  message: null,
} as const;

/** A feed on a cloud that counts how often it is asked, at a time of the test's own. */
function openFeed(answers: () => boolean = () => true) {
  let now = 0;
  let asked = 0;
  const read = async (): Promise<never[]> => {
    asked += 1;
    if (!answers()) throw silence;
    return [];
  };
  const feed = createRegionFeed({
    cloud: { plansOfRegion: read, regionEventsSince: async () => ({ items: await read(), complete: true }) },
    clock: { elapsed: () => now },
    log: { warn() {} },
  });
  return {
    feed,
    asked: () => asked,
    pass(milliseconds: number) {
      now += milliseconds;
    },
  };
}

describe("what ACK lists for a region", () => {
  it("is read once for all who ask, each as freshly as they need it", async () => {
    const { feed, asked, pass } = openFeed();
    await Promise.all([feed.plans(region, 60), feed.plans(region, 60), feed.plans("cn-beijing", 60)]);
    expect(asked()).toBe(2);
    pass(40);
    await feed.plans(region, 60);
    expect(asked()).toBe(2);
    await feed.plans(region, 30);
    expect(asked()).toBe(3);
    pass(40);
    // What the one asked for anew serves the other.
    await feed.plans(region, 60);
    expect(asked()).toBe(3);
  });

  it("costs two loops that look every minute about a call a minute", async () => {
    const { feed, asked, pass } = openFeed();
    for (let second = 0; second < 3_600; second += 1) {
      if (second % 60 === 0) await feed.plans(region, secondsToMilliseconds(30));
      if (second % 60 === 23) await feed.plans(region, minutesToMilliseconds(1));
      pass(secondsToMilliseconds(1));
    }
    expect(asked()).toBe(60);
  });

  it("is read again once a plan was moved, and where events of longer ago are wanted", async () => {
    const { feed, asked } = openFeed();
    await feed.plans(region, 60);
    feed.plansMoved(region);
    await feed.plans(region, 60);
    expect(asked()).toBe(2);
    await feed.events(region, 1_000, 60);
    await feed.events(region, 2_000, 60);
    expect(asked()).toBe(3);
    await feed.events(region, 500, 60);
    expect(asked()).toBe(4);
  });

  it("holds no events of before the moment that is asked for, though another cluster asked for them", async () => {
    const told = [100, 900].map((at): ClusterEvent => ({ ...anEvent, id: `e-${at}`, at }));
    const feed = createRegionFeed({
      cloud: { plansOfRegion: async () => [], regionEventsSince: async () => ({ items: told, complete: true }) },
      clock: { elapsed: () => 1_000 },
      log: { warn() {} },
    });
    const ids = async (since: number): Promise<readonly string[]> =>
      (await feed.events(region, since, 60)).map(({ id }) => id);
    expect(await ids(50)).toEqual(["e-100", "e-900"]);
    expect(await ids(800)).toEqual(["e-900"]);
  });

  it("that cannot be read is asked for again only after a while", async () => {
    let answers = false;
    const { feed, asked, pass } = openFeed(() => answers);
    await expect(feed.plans(region, 60)).rejects.toThrow(CloudError);
    await expect(feed.plans(region, 60)).rejects.toThrow(CloudError);
    expect(asked()).toBe(1);
    answers = true;
    pass(60);
    expect(await feed.plans(region, 60)).toEqual([]);
  });
});
