/** Things that are made to go wrong. The list stands in the region's state, because life uses some of them up. */
import type { CloudFault } from "../page-protocol.ts";
import { poolNamed } from "./pool.ts";
import type { RegionState } from "./state.ts";

type CallFault = Extract<CloudFault, { action: string }>;

/** Switches a fault on or off. One of its kind for the same action or pool is replaced. Throws for an unknown pool. */
export function setFault(region: RegionState, fault: CloudFault, on: boolean): void {
  const placed = "pool" in fault ? { ...fault, pool: poolNamed(region, fault.pool).id } : fault;
  region.faults = region.faults.filter((other) => other.kind !== placed.kind || placeOf(other) !== placeOf(placed));
  if (!on) return;
  region.faults = [...region.faults, placed];
  if (placed.kind !== "lose-task") return;
  for (const task of region.tasks.values()) {
    if (task.poolId === placed.pool && (task.phase === "running" || task.phase === "paused")) task.forgotten = true;
  }
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
