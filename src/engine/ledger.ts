import { delegationEntry, freezeEntry } from "../domain/audit.ts";
import { type Delegation, lasting } from "../domain/delegation.ts";
import type { Freeze, TypedFreeze } from "../domain/freeze.ts";
import type { UserId } from "../domain/ids.ts";
import type { Refusal } from "../domain/refusal.ts";
import { failure, type Result, success } from "../domain/result.ts";
import { allFreezes } from "./freezes.ts";
import type { AuditLog, Clock, DelegationBook, FreezeBook } from "./ports.ts";

/** What people have laid down for a time: freezes, and who votes in whose place. Each entry is in the audit log first. */
export interface Ledger {
  /** All freezes that there are, of the configuration and typed. */
  freezes(): Promise<readonly Freeze[]>;
  freeze(freeze: TypedFreeze): Promise<void>;
  unfreeze(name: string, by: UserId): Promise<Result<TypedFreeze, Refusal>>;
  /** Rights to vote that are handed over at this moment. */
  delegations(): Promise<readonly Delegation[]>;
  delegate(delegation: Delegation): Promise<void>;
  /** Takes back what somebody handed over; null: to whomever. */
  undelegate(from: UserId, to: UserId | null): Promise<Result<readonly Delegation[], Refusal>>;
}

interface LedgerDependencies {
  /** Of the configuration. */
  readonly freezes: readonly Freeze[];
  readonly freezeBook: FreezeBook;
  readonly delegationBook: DelegationBook;
  readonly audit: AuditLog;
  readonly clock: Pick<Clock, "now">;
  /** Called when something that held operations up has gone. */
  readonly loosened: () => Promise<void>;
}

export function createLedger(dependencies: LedgerDependencies): Ledger {
  const { freezeBook, delegationBook, audit, clock, loosened } = dependencies;
  return {
    freezes: () => allFreezes(dependencies),

    async freeze(freeze) {
      await audit.append([freezeEntry("frozen", freeze, freeze.by, clock.now())]);
      await freezeBook.add(freeze);
    },

    async unfreeze(name, by) {
      const ended = await freezeBook.remove(name);
      if (ended === null) return failure({ code: "not-frozen", name });
      await audit.append([freezeEntry("unfrozen", ended, by, clock.now())]);
      await loosened();
      return success(ended);
    },

    delegations: async () => lasting(await delegationBook.list(), clock.now()),

    async delegate(delegation) {
      await audit.append([delegationEntry("delegated", delegation, clock.now())]);
      await delegationBook.add(delegation);
    },

    async undelegate(from, to) {
      const ended = await delegationBook.remove(from, to);
      if (ended.length === 0) return failure({ code: "not-delegated", to });
      await audit.append(ended.map((each) => delegationEntry("undelegated", each, clock.now())));
      return success(ended);
    },
  };
}
