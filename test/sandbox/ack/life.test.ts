import * as fc from "fast-check";
import { expect, test } from "vitest";
import { type AckAssumptions, ackAssumptions } from "../../../src/sandbox/ack/assumptions.ts";
import { AckError } from "../../../src/sandbox/ack/errors.ts";
import { setFault } from "../../../src/sandbox/ack/faults.ts";
import type { JsonObject } from "../../../src/sandbox/ack/json.ts";
import { advance } from "../../../src/sandbox/ack/life/advance.ts";
import type { Operation } from "../../../src/sandbox/ack/operations/operation.ts";
import { operations } from "../../../src/sandbox/ack/operations/table.ts";
import { statusOf } from "../../../src/sandbox/ack/pool.ts";
import { defaultSeed } from "../../../src/sandbox/ack/seed/default-seed.ts";
import { plant } from "../../../src/sandbox/ack/seed/plant.ts";
import { vulnerabilities } from "../../../src/sandbox/ack/seed/vulnerabilities.ts";
import type { RegionState } from "../../../src/sandbox/ack/state.ts";
import { minute, pools, prod, second } from "./fixture.ts";

const assumptions: AckAssumptions = ackAssumptions;
const hours = 60 * minute;

/** Nothing happens in it by itself. */
const quietSeed = { ...defaultSeed, clusters: defaultSeed.clusters.map((cluster) => ({ ...cluster, plans: [] })) };

/** Things that people and time do, in any order. */
const deed = fc.oneof(
  fc.record({ action: fc.constant("ModifyClusterNodePool"), size: fc.integer({ min: 0, max: 9 }) }),
  fc.record({ action: fc.constant("ScaleClusterNodePool"), size: fc.integer({ min: 1, max: 3 }) }),
  fc.record({ action: fc.constant("UpgradeClusterNodepool"), size: fc.integer({ min: 1, max: 3 }) }),
  fc.record({ action: fc.constant("RemoveNodePoolNodes"), size: fc.integer({ min: 0, max: 2 }) }),
  fc.record({ action: fc.constant("RepairClusterNodePool"), size: fc.constant(0) }),
  fc.record({ action: fc.constant("FixNodePoolVuls"), size: fc.integer({ min: 1, max: 3 }) }),
  fc.record({ action: fc.constantFrom("PauseTask", "ResumeTask", "CancelTask"), size: fc.constant(0) }),
  fc.record({ action: fc.constant("break"), size: fc.constant(0) }),
  fc.record({ action: fc.constant("pass"), size: fc.integer({ min: 1, max: 1_200 }) }),
);

function bodyFor(action: string, size: number): JsonObject {
  if (action === "ModifyClusterNodePool") return { scaling_group: { desired_size: size } };
  if (action === "ScaleClusterNodePool") return { count: size };
  if (action === "FixNodePoolVuls") {
    const { curl, glibc } = vulnerabilities;
    return { vuls: [curl.name, glibc.name], auto_restart: true, rollout_policy: { max_parallelism: size } };
  }
  if (action !== "UpgradeClusterNodepool") return {};
  return {
    runtime_version: "2.1.3",
    use_replace: true,
    rolling_policy: { max_parallelism: size, pause_policy: "FirstBatch" },
  };
}

function perform(region: RegionState, operation: Operation, size: number): void {
  const task = [...region.tasks.keys()].at(-1) ?? "T-none";
  const body = bodyFor(operation.action, size);
  const nodes = region.clusters.get(prod)?.pools.get(pools.prod)?.nodes ?? [];
  const query = { instance_ids: JSON.stringify(nodes.slice(0, size).map(({ instanceId }) => instanceId)) };
  try {
    operation.answer({
      region,
      requestId: "R",
      host: "",
      params: { cluster: prod, pool: pools.prod, task },
      query,
      body,
    });
  } catch (error) {
    // A refusal is an answer; anything else is a mistake.
    if (!(error instanceof AckError)) throw error;
  }
}

test("whatever is done, in whatever order: numbers add up, a busy pool has a task, and everything comes to rest", () => {
  fc.assert(
    fc.property(fc.array(deed, { maxLength: 30 }), (deeds) => {
      const region = plant(quietSeed, assumptions, 0);
      const pool = region.clusters.get(prod)?.pools.get(pools.prod);
      if (pool === undefined) throw new Error("the seed has no such pool");
      const underWay = (): number =>
        [...region.tasks.values()].filter(({ phase }) => phase === "running" || phase === "paused").length;
      for (const { action, size } of deeds) {
        const operation = operations.find((candidate) => candidate.action === action);
        if (operation !== undefined) perform(region, operation, size);
        else if (action === "break") setFault(region, { kind: "break-node", pool: pools.prod }, true);
        else advance(region, region.now + size * second);

        const { total_nodes: total, ...counts } = statusOf(pool);
        const { serving_nodes: serving, failed_nodes: failed, initial_nodes: initial } = counts;
        const { offline_nodes: offline, removing_nodes: removing } = counts;
        const upgrading = pool.nodes.filter(({ life }) => life === "upgrading").length;
        expect(
          [serving, failed, initial, offline, removing, upgrading].reduce<number>(
            (sum, count) => sum + Number(count),
            0,
          ),
        ).toBe(total);
        expect(underWay()).toBeLessThanOrEqual(1);
        const busy = underWay() === 1 || pool.settlesAt !== null;
        expect(busy).toBe(pool.state !== "active");
      }
      advance(region, region.now + 100 * hours);
      const cancel = operations.find(({ action }) => action === "CancelTask");
      if (cancel !== undefined) perform(region, cancel, 0);
      advance(region, region.now + hours);
      expect(pool.state).toBe("active");
      expect(underWay()).toBe(0);
      expect(pool.nodes.every(({ life }) => ["running", "failed", "offline"].includes(life))).toBe(true);
    }),
    { numRuns: 300 },
  );
});
