import { findTarget, poolIdOf } from "../domain/changes/target.ts";
import type { PoolView } from "../domain/changes/narrowing.ts";
import type { CloudReader } from "../domain/cloud.ts";
import { mayAnswerProposal, mayVote, type Voter } from "../domain/eligibility.ts";
import type { Fingerprint, Instant, OperationId, UserId } from "../domain/ids.ts";
import { follow } from "../domain/lifecycle.ts";
import { narrow, type NarrowingWish } from "../domain/narrowing.ts";
import type { Operation, OperationEvent } from "../domain/operation.ts";
import type { Plan } from "../domain/plan.ts";
import type { Refusal } from "../domain/refusal.ts";
import { failure, type Result, success } from "../domain/result.ts";
import type { Outcome } from "./decisions.ts";
import type { OperationStore } from "./ports.ts";

interface NarrowingDependencies {
  readonly store: OperationStore;
  readonly cloud: CloudReader;
  readonly homeTeamId: string;
  readonly now: () => Instant;
  /** Ends an operation whose plan does not hold any more; why it was refused then. */
  readonly refuseDrifted: (operation: Operation) => Promise<Refusal | null>;
}

/** Plans that approvers would rather sign off, and what who asked says to them. */
export interface NarrowingDesk {
  /** Throws CloudError where the pool cannot be looked at. */
  propose(id: OperationId, voter: Voter, wish: NarrowingWish): Promise<Outcome>;
  answer(id: OperationId, to: Fingerprint, by: UserId, taken: boolean): Promise<Outcome>;
}

export function createNarrowing({
  store,
  cloud,
  homeTeamId,
  now,
  refuseDrifted,
}: NarrowingDependencies): NarrowingDesk {
  function change(
    id: OperationId,
    eventFor: (operation: Operation) => Result<OperationEvent, Refusal>,
  ): Promise<Outcome> {
    const at = now();
    return store.update<Refusal>(id, (operation) => {
      const event = eventFor(operation);
      const next = event.ok ? follow(operation, event.value, at) : event;
      if (next === null) return failure({ code: "proposal-over", operation: id });
      return "ok" in next ? next : success(next);
    });
  }

  return {
    async propose(id, voter, wish) {
      const before = await store.find(id);
      if (before === null) return failure("not-found");
      const allowed = mayVote(before, voter, homeTeamId);
      if (!allowed.ok) return allowed;
      if (before.requester === null) return failure({ code: "only-requester-answers", operation: id, requester: null });
      const drifted = await refuseDrifted(before);
      if (drifted !== null) return failure(drifted);
      const resized = wish.nodes !== null || wish.parallelism !== null;
      const seen = resized ? await viewPool(before.plan, cloud) : null;
      return change(id, (operation) => {
        const still = mayVote(operation, voter, homeTeamId);
        if (!still.ok) return still;
        const at = now();
        const by = voter.person.id;
        const plan = narrow(operation, wish, seen, at);
        return plan.ok
          ? success({ kind: "narrowing-proposed", proposal: { by, at, plan: plan.value } } as const)
          : plan;
      });
    },

    answer: (id, to, by, taken) =>
      change(id, (operation) => {
        const answerable = mayAnswerProposal(operation, to, by);
        if (!answerable.ok) return answerable;
        return success({ kind: taken ? "narrowing-accepted" : "narrowing-declined", by } as const);
      }),
  };
}

/** The pool of a plan at this moment; null: the plan is about none. Throws CloudError. */
async function viewPool({ change: { target } }: Plan, cloud: CloudReader): Promise<PoolView | null> {
  if (poolIdOf(target) === null) return null;
  const [cluster, pools] = await Promise.all([cloud.cluster(target.cluster), cloud.nodePools(target.cluster)]);
  const pool = findTarget(target, pools);
  return pool === null ? null : { cluster, pool, nodes: await cloud.nodes(pool) };
}
