import type { Desk } from "./command-kit/desk.ts";
import type { OperationId } from "./domain/ids.ts";
import { hasEnded, type Operation } from "./domain/operation.ts";
import type { Refusal } from "./domain/refusal.ts";
import type { Result } from "./domain/result.ts";
import type { Metrics } from "./metrics.ts";
import type { Decisions } from "./slack/context.ts";
import type { PublicationRecord } from "./slack/publication.ts";
import type { Work } from "./slack/work.ts";

/** The same desk; what it refuses is counted. */
export function measuredDesk(desk: Desk, metrics: Pick<Metrics, "refused">): Desk {
  const counted = <Value>(result: Result<Value, Refusal>): Result<Value, Refusal> => {
    if (!result.ok) metrics.refused(result.problem.code);
    return result;
  };
  return {
    ...desk,
    read: (asked) => counted(desk.read(asked)),
    carryOut: async (...request) => counted(await desk.carryOut(...request)),
  };
}

/** The same decisions; votes are counted. */
export function measuredDecisions(decisions: Decisions, metrics: Pick<Metrics, "decided">): Decisions {
  return {
    ...decisions,
    async decide(decision) {
      const result = await decisions.decide(decision);
      metrics.decided(decision.verdict, result.ok ? "taken" : result.problem.code);
      return result;
    },
  };
}

/** The same work; what finds no place in it is counted. */
export function measuredWork(work: Work, metrics: Pick<Metrics, "refused">): Work {
  return {
    ...work,
    take(...piece) {
      const taken = work.take(...piece);
      if (!taken) metrics.refused("too-busy");
      return taken;
    },
  };
}

/** Measures how long changes wait for the cards that show them. */
export interface PublishLag {
  /** To be told of every change of an operation. */
  changed(operation: Operation): void;
  /** The same record, in which it is seen what is shown. */
  readonly record: PublicationRecord;
  /** Milliseconds that the oldest change has been waiting; 0: none does. */
  waiting(): number;
}

export function createPublishLag(
  record: PublicationRecord,
  metrics: Pick<Metrics, "shown">,
  elapsed: () => number,
): PublishLag {
  /** Changes that no card shows yet, oldest first. */
  const unshown = new Map<OperationId, readonly { readonly revision: number; readonly at: number }[]>();

  function settle(id: OperationId, shown: number): void {
    const changes = unshown.get(id) ?? [];
    for (const { revision, at } of changes) if (revision <= shown) metrics.shown(elapsed() - at);
    const rest = changes.filter(({ revision }) => revision > shown);
    if (rest.length === 0) unshown.delete(id);
    else unshown.set(id, rest);
  }

  return {
    changed(operation) {
      const { id, revision, publication } = operation;
      const known = unshown.get(id) ?? [];
      // An operation that ended without a card is never shown.
      const never = publication.card === null && hasEnded(operation);
      if (never) unshown.delete(id);
      else if (known.every((change) => change.revision < revision))
        unshown.set(id, [...known, { revision, at: elapsed() }]);
      settle(id, publication.shown);
    },
    record: {
      ...record,
      async published(id, note) {
        await record.published(id, note);
        if (note.shown !== undefined) settle(id, note.shown);
      },
    },
    waiting() {
      const oldest = [...unshown.values()].flatMap(([first]) => (first === undefined ? [] : [first.at]));
      return oldest.length === 0 ? 0 : elapsed() - Math.min(...oldest);
    },
  };
}
