import { breakGlass, type BreakGlassGrant, mayReview } from "../domain/break-glass.ts";
import type { Voter } from "../domain/eligibility.ts";
import { type Freeze, freezeOver } from "../domain/freeze.ts";
import type { Operation, OperationEvent } from "../domain/operation.ts";
import { follow } from "../domain/lifecycle.ts";
import type { Refusal } from "../domain/refusal.ts";
import type { ChangeRequest } from "../domain/request.ts";
import { failure, type Result, success } from "../domain/result.ts";
import type { Clock, OperationStore } from "./ports.ts";

interface BreakGlassDependencies {
  readonly store: Pick<OperationStore, "open" | "alone">;
  readonly freezes: () => Promise<readonly Freeze[]>;
  readonly homeTeamId: string;
  readonly clock: Pick<Clock, "now">;
}

/** Leave to run without sign-off, and what is owed for it. Debts are the operations themselves: they stay open until they are reviewed. */
export interface BreakGlass {
  /** Judges a request and has it written down before the next one is judged: two at once would not see each other's debt. */
  grant(
    wanted: ChangeRequest,
    voter: Voter,
    write: (grant: BreakGlassGrant) => Promise<Operation>,
  ): Promise<Result<Operation, Refusal>>;
}

export function createBreakGlass({ store, freezes, homeTeamId, clock }: BreakGlassDependencies): BreakGlass {
  return {
    grant: (wanted, voter, write) =>
      store.alone<Result<Operation, Refusal>>(async () => {
        const at = clock.now();
        const freeze = freezeOver(await freezes(), wanted.plan.change, at)?.name ?? null;
        const granted = breakGlass(wanted, voter, await store.open(), { at, freeze, homeTeamId });
        return granted.ok ? success(await write(granted.value)) : granted;
      }),
  };
}

/** An operation with its review closed, where the person may close it. */
export function reviewed(
  operation: Operation,
  voter: Voter,
  { homeTeamId, clock }: Pick<BreakGlassDependencies, "homeTeamId" | "clock">,
): Result<Operation, Refusal> {
  const allowed = mayReview(operation, voter, homeTeamId);
  if (!allowed.ok) return allowed;
  const event: OperationEvent = { kind: "reviewed", by: voter.person.id };
  const next = follow(operation, event, clock.now());
  return next === null ? failure({ code: "nothing-to-review", operation: operation.id }) : success(next);
}
