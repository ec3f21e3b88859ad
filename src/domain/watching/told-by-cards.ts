/**
 * What cards tell is told by no story, too. The work of people's operations is told by their cards ({@link Ours}); this is what ACK begins
 * by itself, where Lifeguard puts people before it.
 */
import type { OperationPlan } from "../cloud.ts";
import type { NodePoolId } from "../ids.ts";
import type { PlanMemory } from "./memory.ts";

/** Whether a plan has a card, or is about to get one. A plan that ACK drops before anybody saw it scheduled gets none. */
export function planHasCard(
  cards: boolean,
  plan: Pick<OperationPlan, "state">,
  pool: { readonly id: NodePoolId } | null,
  before: PlanMemory | null,
): boolean {
  return cards && pool !== null && (before !== null || plan.state !== "validatingfailed");
}

/** Whether a task carries out a plan that has a card. @param plan null: it carries out none */
export function taskHasCard(cards: boolean, plan: PlanMemory | null): boolean {
  return cards && plan !== null && plan.pool !== null;
}
