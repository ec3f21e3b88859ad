import { entryOf } from "../domain/audit.ts";
import { owesReview } from "../domain/break-glass.ts";
import type { OperationId } from "../domain/ids.ts";
import { hasEnded, type Operation } from "../domain/operation.ts";
import type { AuditLog } from "./ports.ts";

/** Thrown where an operation that was put back to an earlier state would be carried on from there: what happened since would happen again. */
class OlderThanLog extends Error {
  override readonly name = "OlderThanLog";

  constructor(id: OperationId) {
    super(
      `${id} stands in the store as it was earlier than the audit log's last record of it: an older copy was put back. Bring back the newest copy, or take ${id} out of the store and ask for it anew`,
    );
  }
}

/** Brings the journals of operations into the audit log: every line once, in order, whatever crashes between the two. */
export function createTrail(audit: AuditLog): {
  /** Adds what the log does not have of an operation yet. */
  follow(operation: Operation): Promise<void>;
  /**
   * Finds out what an earlier process brought over, and brings the rest.
   * @param find reads one anew: it may have moved on while the log was read
   * @throws OlderThanLog where an operation stands as it was before the log's last word on it
   */
  takeUp(operations: readonly Operation[], find: (id: OperationId) => Promise<Operation | null>): Promise<void>;
} {
  /** How many lines the log has or is given, of operations that have not ended. */
  const steps = new Map<OperationId, number>();

  /** What is not known (any more) is looked up: an operation that has ended is told of again where Slack's answer to its card comes late. */
  async function lookUp({ id, revision }: Operation): Promise<void> {
    const isNew = revision === 1;
    const count = isNew ? 0 : ((await audit.stepsOf([id])).get(id) ?? 0);
    if (!steps.has(id)) steps.set(id, count);
  }

  async function follow(operation: Operation): Promise<void> {
    const { id, journal } = operation;
    if (!steps.has(id)) await lookUp(operation);
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
    async takeUp(operations, find) {
      const known = await audit.stepsOf(operations.map(({ id }) => id));
      for (const { id, journal } of operations) {
        const count = known.get(id) ?? 0;
        const present = count > journal.length ? await find(id) : null;
        if (present !== null && count > present.journal.length) throw new OlderThanLog(id);
        steps.set(id, count);
      }
      for (const operation of operations) await follow(operation);
    },
  };
}
