import { describe, expect, it } from "vitest";
import * as fc from "fast-check";
import { planUpgrade, type UpgradeWish } from "../../src/domain/changes/upgrade.ts";
import { batchesDone, batchSizes } from "../../src/domain/rolling.ts";
import { compareVersions } from "../../src/domain/versions.ts";
import { aCluster, aPool, nodesOf, plainUpgrade } from "../support/builders.ts";

function plan(wish: Partial<UpgradeWish>, pool = aPool()): ReturnType<typeof planUpgrade> {
  return planUpgrade(pool, aCluster(), { ...plainUpgrade, ...wish }, null);
}

describe("an upgrade", () => {
  it("goes to the control plane's version where nothing is named", () => {
    expect(plan({})).toMatchObject({
      value: {
        change: {
          kubernetes: { from: "1.32.7-aliyun.1", to: "1.33.3-aliyun.1" },
          image: null,
          runtime: null,
          replaceSystemDisk: false,
        },
      },
    });
  });

  it("finds the whole version of what was begun", () => {
    const offers = [{ kubernetes: "1.32.1-aliyun.1", runtimes: [], images: [] }];
    const wish = { ...plainUpgrade, kubernetes: "1.32.1" };
    expect(planUpgrade(aPool(), aCluster(), wish, offers)).toMatchObject({
      value: { change: { kubernetes: { to: "1.32.1-aliyun.1" } } },
    });
  });

  it.each([
    [{ kubernetes: "1.34.1-aliyun.1" }, "newer-than-control-plane"],
    [{ kubernetes: "1.29.0-aliyun.1" }, "too-old-for-control-plane"],
    [{ kubernetes: "latest" }, "not-a-version"],
    [{ image: "aliyun_3_x64_new.vhd" }, "image-needs-disk-replacement"],
    [{ maxParallelism: 11 }, "parallelism-out-of-range"],
  ])("is refused: %j gives %s", (wish, code) => {
    expect(plan(wish)).toMatchObject({ ok: false, problem: { code } });
  });

  it("is refused where the nodes have the control plane's version already, and nothing else is named", () => {
    const pool = aPool({ kubeletVersion: "1.33.3-aliyun.1" });
    expect(plan({}, pool)).toMatchObject({ problem: { code: "already-this-version" } });
    expect(plan({ replaceSystemDisk: true }, pool).ok).toBe(true);
  });

  it("is refused where there is no node to upgrade", () => {
    expect(plan({}, aPool({ nodes: nodesOf(0) }))).toMatchObject({ problem: { code: "pool-without-nodes" } });
  });

  it("warns that a replaced system disk is lost", () => {
    expect(plan({ image: "new.vhd", replaceSystemDisk: true })).toMatchObject({
      value: {
        effect: { disruptions: ["system-disk-replaced", "nodes-drained", "pods-restart", "connections-break"] },
        warnings: [{ code: "no-way-back" }, { code: "nothing-persistent-on-system-disk" }],
      },
    });
  });

  it("touches only the nodes that are named", () => {
    expect(plan({ nodes: ["n1", "n2"] })).toMatchObject({ value: { effect: { nodes: 2, batches: [1, 1] } } });
  });
});

describe("batches", () => {
  it("double up to the parallelism", () => {
    expect(batchSizes(20, 5)).toEqual([1, 2, 4, 5, 5, 3]);
  });

  it("hold every node once and never more than the parallelism", () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 2000 }), fc.integer({ min: 1, max: 10 }), (nodes, parallelism) => {
        const sizes = batchSizes(nodes, parallelism);
        expect(sizes.reduce((sum, size) => sum + size, 0)).toBe(nodes);
        expect(sizes.every((size) => size >= 1 && size <= parallelism)).toBe(true);
      }),
    );
  });

  it("count as done only when all their nodes are", () => {
    expect([0, 1, 2, 3, 6, 7].map((done) => batchesDone([1, 2, 4], done))).toEqual([0, 1, 1, 2, 2, 3]);
  });
});

describe("versions", () => {
  it("compare by numbers, not letters", () => {
    expect(compareVersions("1.9.0-aliyun.1", "1.33.3-aliyun.1")).toBeLessThan(0);
    expect(compareVersions("1.33.3-aliyun.2", "1.33.3-aliyun.1")).toBeGreaterThan(0);
    expect(compareVersions("1.33.3", "v1.33.3-aliyun.0")).toBe(0);
    expect(compareVersions("newest", "1.33.3")).toBeNull();
  });
});
