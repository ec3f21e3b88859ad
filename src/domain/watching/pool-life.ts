import { idleState } from "../node-pool.ts";
import { type PoolScene, type PoolStep, tell } from "./pool-step.ts";

/** Creation and deletion, by the pool's own state. That a pool is gone shows in the list of pools only. */
export function life(step: PoolStep, { pool, at, ours, failures }: PoolScene): PoolStep {
  const { open, state: before } = step.memory;
  const reason = failures.find(({ kind }) => kind === "creation" || kind === "deletion")?.news.detail ?? null;
  if (open.creation !== undefined && pool.state === idleState) {
    return tell(step, "creation", { at, news: { kind: "created", nodes: pool.nodes.total }, closes: true });
  }
  if (open.creation !== undefined && pool.state === "failed") {
    return tell(step, "creation", { at, news: { kind: "creation-failed", reason }, closes: true });
  }
  const told = ours.worksOn(pool.id);
  if (pool.state === "deleting" && before !== "deleting" && !told) {
    return tell(step, "deletion", { at, news: { kind: "deleting", nodes: pool.nodes.total }, closes: false });
  }
  // Back in any other state, it was not deleted.
  const failed = isDeletionFailed(pool.state) ? !isDeletionFailed(before) && !told : open.deletion !== undefined;
  if (failed && pool.state !== "deleting") {
    return tell(step, "deletion", { at, news: { kind: "deletion-failed", reason }, closes: true });
  }
  return step;
}

/** ACK spells it in two ways. */
function isDeletionFailed(state: string): boolean {
  return state === "delete_failed" || state === "deleted_failed";
}

/** Repairs that ACK makes, by the pool's own state: ACK documents no type of their tasks. */
export function repairs(step: PoolStep, { pool, at, ours, failures }: PoolScene): PoolStep {
  const { failed, offline } = pool.nodes;
  const unwell = Math.max(failed, offline);
  const under = step.memory.open.repair !== undefined;
  if (pool.state === "repairing") {
    if (under || step.memory.state === "repairing" || ours.repairs(pool.id)) return step;
    return tell(step, "repair", { at, news: { kind: "repairing", unwell }, closes: false });
  }
  const failure = failures.find(({ kind }) => kind === "repair");
  if (failure !== undefined) return tell(step, "repair", { at, news: failure.news, closes: true });
  if (!under) return step;
  const news = unwell === 0 ? ({ kind: "repaired" } as const) : ({ kind: "not-repaired", unwell } as const);
  return tell(step, "repair", { at, news, closes: true });
}
