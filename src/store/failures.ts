import { RecordsUnavailable } from "../domain/records.ts";
import type { Store, Term } from "./store.ts";

/** The same store; where its disk or its database fails, it says so in a way that people can be told. */
export function tellingFailures(store: Store): Store {
  const { operations, audit, seen, freezes, delegations, subscriptions } = store;
  return {
    ...store,
    operations: {
      ...operations,
      create: told(operations.create),
      find: told(operations.find),
      open: told(operations.open),
      recent: told(operations.recent),
      past: told(operations.past),
      carried: told(operations.carried),
      update: (id, change) => orTold(operations.update(id, change)),
      advance: (id, change) => orTold(operations.advance(id, change)),
    },
    audit: { ...audit, append: told(audit.append), of: told(audit.of), stepsOf: told(audit.stepsOf) },
    seen: {
      take(id) {
        const claim = seen.take(id);
        return claim === null ? null : told(claim);
      },
    },
    freezes: { list: told(freezes.list), add: told(freezes.add), remove: told(freezes.remove) },
    delegations: { list: told(delegations.list), add: told(delegations.add), remove: told(delegations.remove) },
    subscriptions: { ...subscriptions, add: told(subscriptions.add), remove: told(subscriptions.remove) },
    async authenticators(key) {
      const book = await store.authenticators(key);
      return {
        ...book,
        find: told(book.find),
        update: (user, change) => orTold(book.update(user, change)),
        setDraft: told(book.setDraft),
        draft: told(book.draft),
      };
    },
    whileLeading: (begin) =>
      store.whileLeading((term: Term) =>
        begin({ ...term, watched: { ...term.watched, update: told(term.watched.update) } }),
      ),
    probe: told(store.probe),
  };
}

const told =
  <Given extends readonly unknown[], Value>(work: (...given: Given) => Promise<Value>) =>
  (...given: Given): Promise<Value> =>
    orTold(work(...given));

async function orTold<Value>(work: Promise<Value>): Promise<Value> {
  try {
    return await work;
  } catch (error) {
    const reason = error instanceof Error ? reasonOf(error) : null;
    throw error instanceof Error && reason !== null ? new RecordsUnavailable(error, reason) : error;
  }
}

/** What the system, the database or its driver says; null: the error is of another kind, such as a mistake of ours. */
function reasonOf(error: Error): string | null {
  if ("code" in error && typeof error.code === "string") return error.code;
  // The driver of the database throws bare errors where a connection breaks or no answer comes in time.
  return error.constructor === Error ? error.message : null;
}
