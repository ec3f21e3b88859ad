/** Things that are made to go wrong. The list stands in the region's state, because life uses some of them up. */
import type { CloudFault } from "../page-protocol.ts";
import { approvalLabels } from "./life/approval.ts";
import { failNode } from "./life/nodes.ts";
import { poolNamed } from "./pool.ts";
import type { RegionState } from "./state.ts";

type CallFault = Extract<CloudFault, { action: string }>;

/** Switches a fault on or off. One of its kind for the same action or pool is replaced. Throws for an unknown pool. */
export function setFault(region: RegionState, fault: CloudFault, on: boolean): void {
  const placed = "pool" in fault ? { ...fault, pool: poolNamed(region, fault.pool).id } : fault;
  region.faults = region.faults.filter((other) => other.kind !== placed.kind || placeOf(other) !== placeOf(placed));
  if (!on || breaksAtOnce(region, placed)) return;
  region.faults = [...region.faults, placed];
  if (placed.kind !== "lose-task") return;
  for (const task of region.tasks.values()) {
    if (task.poolId === placed.pool && (task.phase === "running" || task.phase === "paused")) task.forgotten = true;
  }
}

/** Where ACK asks before it repairs, a node breaks right away, for it to ask about; no other fault does anything here. */
function breaksAtOnce(region: RegionState, fault: CloudFault): boolean {
  if (fault.kind !== "break-node") return false;
  const pool = poolNamed(region, fault.pool);
  const cluster = region.clusters.get(pool.clusterId);
  const node = pool.nodes.find(({ life }) => life === "running");
  if (cluster === undefined || node === undefined || approvalLabels(cluster, pool) === null) return false;
  failNode(region, node, "the instance is broken: NvidiaDeviceLost");
  return true;
}

/** Faults that strike calls of this action, by kind. */
export function faultsOf(
  region: RegionState,
  action: string,
): Partial<{ [Kind in CallFault["kind"]]: Extract<CallFault, { kind: Kind }> }> {
  const striking = region.faults.filter(
    (fault): fault is CallFault => "action" in fault && (fault.action === action || fault.action === "*"),
  );
  return Object.fromEntries(striking.map((fault) => [fault.kind, fault]));
}

/** Whether the task that starts now is to leave a node broken. Strikes once. */
export function takeBreak(region: RegionState, poolId: string): boolean {
  const fault = region.faults.find((other) => other.kind === "break-node" && other.pool === poolId);
  if (fault === undefined) return false;
  region.faults = region.faults.filter((other) => other !== fault);
  return true;
}

/** Whether tasks of this pool are forgotten as soon as they start. */
export function losesTasks(region: RegionState, poolId: string): boolean {
  return region.faults.some((fault) => fault.kind === "lose-task" && fault.pool === poolId);
}

const placeOf = (fault: CloudFault): string => ("pool" in fault ? fault.pool : fault.action);
