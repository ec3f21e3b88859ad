/** A pool's nodes get new versions, batch by batch (ACK: UpgradeClusterNodepool). Nothing is ever rolled back. */
import { takeBreak } from "../faults.ts";
import type { JsonObject } from "../json.ts";
import { poolName } from "../pool.ts";
import type { Node, NodeVersions } from "../node.ts";
import type { NodePool, RegionState, Task } from "../state.ts";
import { failNode, healNode, nodeOf } from "./nodes.ts";
import { adoptVersions } from "./pool-versions.ts";
import { announce, endTask, enterStage, note, second, startTask } from "./tasks.ts";

/** ACK: `rolling_policy`. */
export interface RollingPolicy {
  /** 1 to 10. */
  readonly maxParallelism: number;
  readonly pausePolicy: "FirstBatch" | "EveryBatch" | "NotPause";
  /** With one more than this the task fails. */
  readonly maxFailedNodes: number;
  /** Milliseconds between batches. */
  readonly batchInterval: number;
}

export interface UpgradePlan {
  readonly rolling: RollingPolicy;
  /** What the nodes get; parts that stay are those of the pool. */
  readonly versions: NodeVersions;
  /** The system disk is replaced. */
  readonly replaces: boolean;
  /** The pool's own configuration follows, because no nodes were named. */
  readonly wholePool: boolean;
}

export interface UpgradeWork {
  readonly kind: "upgrade";
  readonly plan: UpgradePlan;
  readonly step: "checking" | "draining" | "upgrading" | "waiting" | "paused";
  /** Instance ids. */
  readonly batch: readonly string[];
  readonly left: readonly string[];
  /** How many nodes the next batch may have: 1, 2, 4, 8 … up to the policy's parallelism. */
  readonly nextSize: number;
  readonly batchesDone: number;
  readonly breaks: boolean;
}

/** Cloud seconds. Documented: 5 to 10 minutes for a batch in place, about 8 with a new disk. */
const checking = { from: 20, to: 40 };
const draining = { from: 30, to: 90 };
const inPlace = { from: 270, to: 510 };
const withNewDisk = { from: 400, to: 440 };

export function startUpgrade(
  region: RegionState,
  pool: NodePool,
  nodes: readonly Node[],
  plan: UpgradePlan,
  parameters: JsonObject,
): Task {
  const items = nodes.map(({ instanceId }) => instanceId);
  const breaks = takeBreak(region, pool.id);
  const task = startTask(region, pool, {
    type: "nodepool_upgrade",
    poolState: "upgrading",
    parameters,
    work: { kind: "upgrade", plan, step: "checking", batch: [], left: items, nextSize: 1, batchesDone: 0, breaks },
    due: region.now + region.draw.integer(checking.from, checking.to) * second,
    items,
  });
  enterStage(region, task, "PreCheck", `start to check ${items.length} nodes`);
  told(region, task, "Start", `upgrade node pool ${poolName(pool)}`);
  return task;
}

export function stepUpgrade(region: RegionState, task: Task, pool: NodePool, work: UpgradeWork): void {
  switch (work.step) {
    case "checking":
      goOn(region, task, pool, work);
      return;
    case "draining":
      enterStage(region, task, "UpgradeNodes", `start to upgrade ${work.batch.length} nodes`);
      task.work = { ...work, step: "upgrading" };
      task.due = region.now + region.draw.integer(...span(work.plan.replaces ? withNewDisk : inPlace)) * second;
      return;
    case "upgrading":
      goOn(region, task, pool, endBatch(region, task, pool, work));
      return;
    case "waiting":
      startBatch(region, task, pool, work);
      return;
    case "paused":
      task.due = null;
  }
}

/** Drains and upgrades the next nodes; nodes that are gone by now are passed over. */
export function startBatch(region: RegionState, task: Task, pool: NodePool, work: UpgradeWork): void {
  const left = work.left.filter((item) => nodeOf(pool, item) !== null);
  const size = Math.min(work.nextSize, work.plan.rolling.maxParallelism);
  const batch = left.slice(0, size);
  for (const item of batch) {
    const node = nodeOf(pool, item);
    if (node !== null) node.life = "upgrading";
  }
  enterStage(region, task, "DrainNodes", `start to drain ${batch.length} nodes: ${batch.join(", ")}`);
  const message = `start batch ${work.batchesDone + 1} with ${batch.length} nodes`;
  note(region, task, { action: "start", level: "Normal", reason: "NodePoolUpgradeBatchStart", message });
  task.work = {
    ...work,
    step: "draining",
    batch,
    left: left.slice(size),
    nextSize: Math.min(size * 2, work.plan.rolling.maxParallelism),
  };
  task.due = region.now + region.draw.integer(...span(draining)) * second;
}

/** Stops before the next batch, until it is resumed or cancelled. */
export function pauseNow(region: RegionState, task: Task, pool: NodePool, work: UpgradeWork): void {
  task.work = { ...work, step: "paused" };
  task.phase = "paused";
  task.due = null;
  task.request = null;
  pool.state = region.assumptions.pausedPoolState;
  told(region, task, "Paused", `upgrade node pool ${poolName(pool)}, ${work.left.length} nodes are left`);
}

export function cancelNow(region: RegionState, task: Task, pool: NodePool): void {
  told(region, task, "Canceled", `upgrade node pool ${poolName(pool)}`);
  endTask(region, task, pool, "canceled");
}

/** What comes after the check or a batch. */
function goOn(region: RegionState, task: Task, pool: NodePool, work: UpgradeWork): void {
  const { rolling, versions, wholePool } = work.plan;
  const failed = [...task.results].filter(([, status]) => status === "failed").map(([item]) => item);
  if (failed.length > rolling.maxFailedNodes) {
    told(region, task, "Failed", `upgrade node pool ${poolName(pool)}`);
    const message = `${failed.length} nodes failed, at most ${rolling.maxFailedNodes} may: ${failed.join(", ")}`;
    endTask(region, task, pool, "fail", { code: "UpgradeNodePoolFailed", message });
  } else if (work.left.length === 0) {
    if (wholePool) pool.document = adoptVersions(pool.document, versions);
    told(region, task, "Succeeded", `upgrade node pool ${poolName(pool)}`);
    endTask(region, task, pool, "success");
  } else if (task.request === "cancel") {
    cancelNow(region, task, pool);
  } else if (task.request === "pause" || pausesItself(work)) {
    pauseNow(region, task, pool, work);
  } else if (rolling.batchInterval > 0 && work.batchesDone > 0) {
    task.work = { ...work, step: "waiting" };
    task.due = region.now + rolling.batchInterval;
  } else {
    startBatch(region, task, pool, work);
  }
}

function pausesItself({ plan, batchesDone }: UpgradeWork): boolean {
  const { pausePolicy } = plan.rolling;
  return (pausePolicy === "EveryBatch" && batchesDone > 0) || (pausePolicy === "FirstBatch" && batchesDone === 1);
}

function endBatch(region: RegionState, task: Task, pool: NodePool, work: UpgradeWork): UpgradeWork {
  for (const [index, item] of work.batch.entries()) {
    const node = nodeOf(pool, item);
    const fails = node === null || (work.breaks && index === 0);
    task.results.set(item, fails ? "failed" : "success");
    if (node === null) continue;
    if (fails) {
      failNode(region, node, "kubelet did not become ready after the upgrade");
    } else {
      healNode(node);
      node.versions = work.plan.versions;
      // A new system disk comes without them.
      if (work.plan.replaces) node.vulnerabilities = [];
    }
  }
  const done = work.batchesDone + 1;
  const message = `batch ${done} has ended`;
  note(region, task, { action: "finish", level: "Normal", reason: "NodePoolUpgradeBatchFinish", message });
  return { ...work, batch: [], batchesDone: done, breaks: false };
}

function told(
  region: RegionState,
  task: Task,
  outcome: "Start" | "Paused" | "Canceled" | "Succeeded" | "Failed",
  message: string,
): void {
  const bad = outcome === "Failed";
  note(region, task, {
    action: outcome === "Start" ? "start" : "finish",
    level: bad ? "Warning" : "Normal",
    reason: `NodePoolUpgrade${outcome}`,
    message: `${outcome.toLowerCase()} to ${message}`,
  });
  announce(region, task, {
    type: "nodepool_upgrade",
    level: bad ? "error" : "info",
    reason: outcome === "Start" ? "Started" : outcome,
    message: `${outcome} to upgrade NodePool nodePool/${task.poolId}`,
  });
}

const span = ({ from, to }: { readonly from: number; readonly to: number }): [number, number] => [from, to];
