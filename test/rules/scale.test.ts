import { describe, expect, it } from "vitest";
import * as fc from "fast-check";
import { largestGrowth, largestPool, planScale } from "../../src/domain/changes/scale.ts";
import { aCluster, aPool, nodesOf } from "../support/builders.ts";

const absolute = (size: number): { kind: "absolute"; size: number } => ({ kind: "absolute", size });

describe("a new size", () => {
  it("is a scale-out with the old and the new size", () => {
    expect(planScale(aPool(), aCluster(), absolute(6), null)).toMatchObject({
      ok: true,
      value: { change: { kind: "scale-out", from: 3, to: 6 }, effect: { nodes: 3, disruptions: [] } },
    });
  });

  it("is a scale-in that says what workloads notice", () => {
    expect(planScale(aPool(), aCluster(), { kind: "relative", step: -1 }, null)).toMatchObject({
      ok: true,
      value: {
        change: { kind: "scale-in", from: 3, to: 2 },
        effect: { disruptions: ["nodes-removed", "pods-restart", "connections-break"] },
      },
    });
  });

  it("names nodes that were added by hand: a scale-in leaves them", () => {
    const node = {
      instanceId: "i-1",
      status: "Ready",
      instanceType: null,
      chargeType: null,
      created: null,
      error: null,
      addresses: [],
    };
    const nodes = [
      { ...node, name: "n1", source: "ess" },
      { ...node, name: "n2", source: "manual" },
    ];
    expect(planScale(aPool(), aCluster(), absolute(2), nodes)).toMatchObject({
      value: {
        warnings: [
          { code: "cloud-picks-nodes", removable: 1 },
          { code: "hand-added-nodes-stay", nodes: ["n2"], count: 1 },
        ],
      },
    });
  });

  it.each([
    ["the present size", aPool(), 3, "already-this-size"],
    ["more than a pool can have", aPool(), 2001, "size-out-of-range"],
    ["less than nothing", aPool(), -1, "size-out-of-range"],
    ["more than ACK adds at once", aPool(), 504, "growth-too-large"],
    [
      "of a pool that scales itself",
      aPool({ sizing: { mode: "automatic", minimum: 0, maximum: 9, desiredSize: 3 } }),
      6,
      "pool-scales-itself",
    ],
    [
      "of a pool of the old kind",
      aPool({ sizing: { mode: "manual", desiredSize: null } }),
      6,
      "pool-without-desired-size",
    ],
    ["of a pool that failed to be made", aPool({ state: "failed" }), 6, "pool-not-workable"],
    ["of a pool of edge nodes", aPool({ type: "edge" }), 6, "pool-of-other-kind"],
  ])("is refused: %s", (_, pool, size, code) => {
    expect(planScale(pool, aCluster(), absolute(size), null)).toMatchObject({ ok: false, problem: { code } });
  });

  it("is refused while the cluster does not run", () => {
    expect(planScale(aPool(), aCluster({ state: "upgrading" }), absolute(6), null)).toMatchObject({
      problem: { code: "cluster-not-running", state: "upgrading" },
    });
  });

  it("is planned for a pool that is being worked on: it waits its turn", () => {
    expect(planScale(aPool({ state: "scaling" }), aCluster(), absolute(6), null).ok).toBe(true);
  });

  it("never leaves what ACK allows, whatever is asked for", () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: largestPool }), fc.integer({ min: -5000, max: 5000 }), (present, step) => {
        const pool = aPool({ nodes: nodesOf(present), sizing: { mode: "manual", desiredSize: present } });
        const planned = planScale(pool, aCluster(), { kind: "relative", step }, null);
        if (!planned.ok) return;
        const { from, to } = planned.value.change;
        expect(from).toBe(present);
        expect(to).toBe(present + step);
        expect(to).toBeGreaterThanOrEqual(0);
        expect(to).toBeLessThanOrEqual(largestPool);
        expect(to - from).toBeLessThanOrEqual(largestGrowth);
        expect(planned.value.effect.nodes).toBe(Math.abs(step));
      }),
    );
  });
});
