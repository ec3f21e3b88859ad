import { entryOf } from "../domain/audit.ts";
import { owesReview } from "../domain/break-glass.ts";
import type { OperationId } from "../domain/ids.ts";
import { hasEnded, type Operation } from "../domain/operation.ts";
import type { AuditLog } from "./ports.ts";

/** Brings the journals of operations into the audit log: every line once, in order, whatever crashes between the two. */
export function createTrail(audit: AuditLog): {
  /** Adds what the log does not have of an operation yet. */
  follow(operation: Operation): Promise<void>;
  /** Finds out what an earlier process brought over, and brings the rest. */
  takeUp(operations: readonly Operation[]): Promise<void>;
} {
  const steps = new Map<OperationId, number>();

  async function follow(operation: Operation): Promise<void> {
    const { id, journal } = operation;
    const known = steps.get(id) ?? 0;
    const entries = journal.slice(known).flatMap((_, index) => entryOf(operation, known + index) ?? []);
    // Noted before it is written, so that two changes at once do not bring the same line twice.
    steps.set(id, Math.max(known, journal.length));
    try {
      await audit.append(entries);
    } catch (error) {
      steps.set(id, Math.min(known, steps.get(id) ?? known));
      throw error;
    }
    if (hasEnded(operation) && !owesReview(operation)) steps.delete(id);
  }

  return {
    follow,
    async takeUp(operations) {
      const known = await audit.stepsOf(operations.map(({ id }) => id));
      for (const [id, count] of known) steps.set(id, count);
      for (const operation of operations) await follow(operation);
    },
  };
}
