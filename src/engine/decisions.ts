import type { ControlAction } from "../domain/control.ts";
import { mayVote, mayWithdraw, type Voter } from "../domain/eligibility.ts";
import type { Fingerprint, Instant, OperationId, UserId } from "../domain/ids.ts";
import { follow } from "../domain/lifecycle.ts";
import type { Operation, Resolution } from "../domain/operation.ts";
import type { Refusal } from "../domain/refusal.ts";
import { failure, type Result, success } from "../domain/result.ts";
import { isGoAhead, mayControl, mayResolve } from "../domain/steering.ts";
import type { OperationStore } from "./ports.ts";
import type { StepUp } from "./step-up.ts";

/** A decision about one exact plan. */
export interface Decision {
  readonly operation: OperationId;
  readonly fingerprint: Fingerprint;
  readonly voter: Voter;
  readonly verdict: "approve" | "reject";
  readonly reason: string | null;
  /** Of the person's authenticator; null: none was given. */
  readonly code: string | null;
}

/** What is asked of a running operation. */
export interface ControlWish {
  readonly action: ControlAction;
  /** Of the person's authenticator; null: none was given. */
  readonly code: string | null;
}

interface DecisionDependencies {
  readonly store: OperationStore;
  readonly stepUp: Pick<StepUp, "asksFor" | "prove">;
  readonly homeTeamId: string;
  readonly now: () => Instant;
  /** Ends an operation whose plan does not hold any more; why it was refused then. */
  readonly refuseDrifted: (operation: Operation) => Promise<Refusal | null>;
}

/** The operation as it is written down, or why nothing was. */
export type Outcome = Result<Operation, Refusal | "not-found">;

/** What people decide about operations, judged by what is written down and by what Slack says of them. */
export interface Decisions {
  decide(decision: Decision): Promise<Outcome>;
  withdraw(id: OperationId, by: UserId): Promise<Outcome>;
  control(id: OperationId, wish: ControlWish, voter: Voter): Promise<Outcome>;
  resolve(id: OperationId, resolution: Resolution, voter: Voter): Promise<Outcome>;
}

export function createDecisions({ store, stepUp, homeTeamId, now, refuseDrifted }: DecisionDependencies): Decisions {
  return {
    async decide({ operation: id, fingerprint, voter, verdict, reason, code }) {
      const before = await store.find(id);
      // Whoever may not vote is told so without a look at the cloud.
      const looks = verdict === "approve" && before !== null && mayVote(before, voter, homeTeamId).ok;
      const takesCode = ({ plan }: Operation): boolean => verdict === "approve" && stepUp.asksFor(plan.change.kind);
      let steppedUp = false;
      if (looks && code !== null && takesCode(before) && before.plan.fingerprint === fingerprint) {
        const refusal = await stepUp.prove(voter.person.id, code, id);
        if (refusal !== null) return failure(refusal);
        steppedUp = true;
      }
      const drifted = looks ? await refuseDrifted(before) : null;
      if (drifted !== null) return failure(drifted);
      const at = now();
      return store.update<Refusal>(id, (operation) => {
        const { state, plan } = operation;
        if (state.stage === "awaiting-sign-off" && at >= state.until) {
          return failure({ code: "sign-off-closed", operation: id, stage: "expired", at: state.until });
        }
        const allowed = mayVote(operation, voter, homeTeamId);
        if (!allowed.ok) return allowed;
        if (takesCode(operation) && !steppedUp) return failure({ code: "code-needed", operation: id });
        const { person, groups, onBehalfOf = null } = voter;
        const vote = { by: person.id, verdict, at, reason, groups, fingerprint, steppedUp, onBehalfOf };
        const next = plan.fingerprint === fingerprint ? follow(operation, { kind: "voted", vote }, at) : null;
        return next === null ? failure({ code: "plan-superseded", operation: id }) : success(next);
      });
    },

    withdraw(id, by) {
      const at = now();
      return store.update<Refusal>(id, (operation) => {
        const allowed = mayWithdraw(operation, by);
        if (!allowed.ok) return allowed;
        const next = follow(operation, { kind: "withdrawn", by }, at);
        if (next !== null) return success(next);
        return failure({ code: "not-withdrawable", operation: id, stage: operation.state.stage });
      });
    },

    resolve(id, resolution, voter) {
      const at = now();
      return store.update<Refusal>(id, (operation) => {
        const allowed = mayResolve(operation, voter, homeTeamId);
        if (!allowed.ok) return allowed;
        const next = follow(operation, { kind: "resolved", resolution, by: voter.person.id }, at);
        if (next !== null) return success(next);
        return failure({ code: "outcome-known", operation: id, stage: operation.state.stage });
      });
    },

    async control(id, { action, code }, voter) {
      const at = now();
      const by = voter.person.id;
      const asked = { kind: "control-asked", action, by } as const;
      const takesCode = (operation: Operation): boolean =>
        isGoAhead(operation, action) && stepUp.asksFor(operation.plan.change.kind);
      const before = await store.find(id);
      let steppedUp = false;
      if (code !== null && before !== null && takesCode(before) && mayControl(before, action, voter, homeTeamId).ok) {
        const refusal = await stepUp.prove(by, code, id);
        if (refusal !== null) return failure(refusal);
        steppedUp = true;
      }
      return store.update<Refusal>(id, (operation) => {
        const allowed = mayControl(operation, action, voter, homeTeamId);
        if (!allowed.ok) return allowed;
        if (takesCode(operation) && !steppedUp) return failure({ code: "code-needed", operation: id });
        const next = follow(operation, asked, at);
        if (next !== null) return success(next);
        return failure({ code: "not-controllable", operation: id, action, stage: operation.state.stage });
      });
    },
  };
}
