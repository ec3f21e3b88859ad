/** Vulnerabilities of nodes are fixed, batch by batch (ACK: FixNodePoolVuls). Nothing is ever rolled back. */
import { takeBreak } from "../faults.ts";
import type { JsonObject } from "../json.ts";
import { poolName } from "../pool.ts";
import type { Node } from "../node.ts";
import type { NodePool, RegionState, Task } from "../state.ts";
import { within } from "./fates.ts";
import { failNode, healNode, nodeOf } from "./nodes.ts";
import { announce, endTask, enterStage, note, startTask } from "./tasks.ts";

export interface FixPlan {
  /** Names of vulnerabilities. */
  readonly vulnerabilities: readonly string[];
  /** Nodes may be restarted; without it, what needs that stays. */
  readonly restarts: boolean;
  /** Nodes of a batch. */
  readonly parallelism: number;
}

export interface FixWork {
  readonly kind: "fix";
  readonly plan: FixPlan;
  readonly step: "fixing" | "paused";
  /** Instance ids. */
  readonly batch: readonly string[];
  readonly left: readonly string[];
  readonly breaks: boolean;
}

/** Cloud seconds for a batch: without a restart, and with drain and restart. */
const fixing = { from: 60, to: 150 };
const fixingWithRestart = { from: 180, to: 360 };

export function startFix(
  region: RegionState,
  pool: NodePool,
  nodes: readonly Node[],
  plan: FixPlan,
  parameters: JsonObject,
): Task {
  const items = nodes.map(({ instanceId }) => instanceId);
  const work: FixWork = {
    kind: "fix",
    plan,
    step: "fixing",
    batch: [],
    left: items,
    breaks: takeBreak(region, pool.id),
  };
  const task = startTask(region, pool, {
    type: region.assumptions.fixTaskType,
    poolState: region.assumptions.fixPoolState,
    parameters,
    work,
    due: region.now,
    items,
  });
  told(region, task, pool, "Started");
  startFixBatch(region, task, pool, work);
  return task;
}

/** Fixes the next nodes; nodes that are gone by now are passed over. */
export function startFixBatch(region: RegionState, task: Task, pool: NodePool, work: FixWork): void {
  const left = work.left.filter((item) => nodeOf(pool, item) !== null);
  const batch = left.slice(0, work.plan.parallelism);
  const nodes = batch.map((item) => nodeOf(pool, item)).filter((node) => node !== null);
  const restarted = work.plan.restarts
    ? nodes.filter(
        ({ life, vulnerabilities }) =>
          life === "running" && vulnerabilities.some((one) => one.needsRestart && isMeant(work.plan, one.name)),
      )
    : [];
  for (const node of restarted) node.life = "upgrading";
  task.phase = "running";
  pool.state = region.assumptions.fixPoolState;
  enterStage(region, task, "FixVulnerabilities", `start to fix ${batch.length} nodes: ${batch.join(", ")}`);
  task.work = { ...work, step: "fixing", batch, left: left.slice(work.plan.parallelism) };
  task.due = within(region, region.now, restarted.length > 0 ? fixingWithRestart : fixing);
}

export function stepFix(region: RegionState, task: Task, pool: NodePool, work: FixWork): void {
  for (const [index, item] of work.batch.entries()) {
    const node = nodeOf(pool, item);
    const fails = node === null || (work.breaks && index === 0);
    task.results.set(item, fails ? "failed" : "success");
    if (node === null) continue;
    if (fails) {
      failNode(region, node, "node did not become ready after a vulnerability was fixed");
    } else {
      if (node.life === "upgrading") healNode(node);
      node.vulnerabilities = node.vulnerabilities.filter(
        ({ name, needsRestart }) => !isMeant(work.plan, name) || (needsRestart && !work.plan.restarts),
      );
    }
  }
  const failed = [...task.results].filter(([, status]) => status === "failed").map(([item]) => item);
  const after: FixWork = { ...work, batch: [], breaks: false };
  if (failed.length > 0) {
    told(region, task, pool, "Failed");
    endTask(region, task, pool, "fail", { code: "FixNodePoolVulsFailed", message: `failed: ${failed.join(", ")}` });
  } else if (after.left.length === 0) {
    told(region, task, pool, "Succeeded");
    endTask(region, task, pool, "success");
  } else if (task.request === "cancel") {
    cancelFix(region, task, pool);
  } else if (task.request === "pause") {
    pauseFix(region, task, pool, after);
  } else {
    startFixBatch(region, task, pool, after);
  }
}

export function cancelFix(region: RegionState, task: Task, pool: NodePool): void {
  told(region, task, pool, "Canceled");
  endTask(region, task, pool, "canceled");
}

function pauseFix(region: RegionState, task: Task, pool: NodePool, work: FixWork): void {
  task.work = { ...work, step: "paused" };
  task.phase = "paused";
  task.due = null;
  task.request = null;
  told(region, task, pool, "Paused");
}

const isMeant = ({ vulnerabilities }: FixPlan, name: string): boolean => vulnerabilities.includes(name);

function told(
  region: RegionState,
  task: Task,
  pool: NodePool,
  outcome: "Started" | "Paused" | "Canceled" | "Succeeded" | "Failed",
): void {
  const bad = outcome === "Failed";
  const message = `${outcome.toLowerCase()} to fix vulnerabilities of ${poolName(pool)}`;
  const reason = `NodePoolVulFix${outcome === "Started" ? "Start" : outcome}`;
  const action = outcome === "Started" ? "start" : "finish";
  note(region, task, { action, level: bad ? "Warning" : "Normal", reason, message });
  announce(region, task, {
    type: region.assumptions.otherPoolEventType,
    level: bad ? "error" : "info",
    reason: outcome,
    message,
  });
}
