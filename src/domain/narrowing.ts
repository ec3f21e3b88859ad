import type { Change } from "./change.ts";
import type { Narrowing, PoolView } from "./changes/narrowing.ts";
import { narrowRemoval } from "./changes/removal.ts";
import { narrowRepair } from "./changes/repair.ts";
import { narrowScale } from "./changes/scale.ts";
import { narrowUpgrade } from "./changes/upgrade.ts";
import { narrowVulnerabilityFix } from "./changes/vulnerability-fix.ts";
import type { Instant, UserId } from "./ids.ts";
import type { Operation, Proposal } from "./operation.ts";
import { type Plan, seal } from "./plan.ts";
import type { Preview } from "./preview.ts";
import type { Refusal } from "./refusal.ts";
import { failure, type Result, success } from "./result.ts";

/** How an approver would rather have a plan; at least one of these is given. */
export interface NarrowingWish extends Narrowing {
  /** When it may begin; null: as it was planned. */
  readonly notBefore: Instant | null;
}

/** What of a plan can be made smaller. In nodes; null: nothing there to narrow. */
interface NarrowingBounds {
  readonly nodes: number | null;
  readonly parallelism: number | null;
}

/** The largest values that are still narrower than the plan. */
function narrowingBoundsOf({ change, effect }: Plan): NarrowingBounds {
  const nodes = effect.nodes > 1 && hasNodesToChoose(change) ? effect.nodes - 1 : null;
  const atOnce = parallelismOf(change);
  return { nodes, parallelism: atOnce !== null && atOnce > 1 ? atOnce - 1 : null };
}

function hasNodesToChoose({ kind }: Change): boolean {
  return ["scale-out", "scale-in", "upgrade", "repair", "remove-nodes", "cve-fix"].includes(kind);
}

function parallelismOf(change: Change): number | null {
  if (change.kind === "upgrade") return change.rolling.maxParallelism;
  return change.kind === "cve-fix" ? change.maxParallelism : null;
}

/**
 * The plan as an approver would rather have it: on fewer nodes, on fewer at once, or later; never more, and nothing else.
 * @param seen the pool at this moment; null where the plan's nodes stay as they are
 */
export function narrow(
  operation: Pick<Operation, "id" | "plan">,
  wish: NarrowingWish,
  seen: PoolView | null,
  now: Instant,
): Result<Plan, Refusal> {
  const { id, plan } = operation;
  const bounds = narrowingBoundsOf(plan);
  for (const asked of ["nodes", "parallelism"] as const) {
    const value = wish[asked];
    const largest = bounds[asked];
    if (value === null) continue;
    if (largest === null) return failure({ code: "nothing-to-narrow", operation: id, asked });
    if (value < 1 || value > largest) return failure({ code: "not-narrower", operation: id, asked, largest });
  }
  const { notBefore } = wish;
  const earliest = Math.max(now, plan.notBefore ?? 0);
  if (notBefore !== null && notBefore <= earliest) return failure({ code: "not-later", operation: id, earliest });
  const made = wish.nodes === null && wish.parallelism === null ? success(plan) : previewOf(plan, wish, seen);
  if (!made.ok) return made;
  const terms = { notBefore: notBefore ?? plan.notBefore, narrowed: plan.narrowed };
  return success(seal({ ...made.value, basis: plan.basis }, terms));
}

function previewOf(plan: Plan, wish: Narrowing, seen: PoolView | null): Result<Preview<Change>, Refusal> {
  const { change } = plan;
  if (change.kind === "cve-fix") return success(narrowVulnerabilityFix({ ...plan, change }, wish));
  if (seen === null) return success(plan);
  switch (change.kind) {
    case "scale-out":
    case "scale-in":
      return narrowScale(change, wish, seen);
    case "upgrade":
      return narrowUpgrade(change, wish, seen);
    case "repair":
      return narrowRepair(change, wish, seen);
    case "remove-nodes":
      return narrowRemoval(change, wish, seen);
    default:
      return success(plan);
  }
}

/** The proposed plan, with the names of both who agreed to it. */
export function acceptedPlan({ by, plan }: Proposal, acceptedBy: UserId): Plan {
  return seal(plan, { notBefore: plan.notBefore, narrowed: { by, acceptedBy } });
}
