/** Pieces of work one after another, by what they are about. */
export interface Turns<Name> {
  <Value>(name: Name, work: () => Promise<Value>): Promise<Value>;
  /** Takes no more; resolves when all that was taken is through. */
  close(): Promise<void>;
}

/** Each piece waits until earlier ones about the same are through, whether they worked out or not. */
export function createTurns<Name>(): Turns<Name> {
  const turns = new Map<Name, Promise<unknown>>();
  let closed = false;
  const take = <Value>(name: Name, work: () => Promise<Value>): Promise<Value> => {
    if (closed) return Promise.reject(new Error("the store is closed"));
    const before = turns.get(name) ?? Promise.resolve();
    const mine = before.then(work, work);
    const settled = mine.catch(() => {});
    turns.set(name, settled);
    void settled.then(() => {
      if (turns.get(name) === settled) turns.delete(name);
    });
    return mine;
  };
  return Object.assign(take, {
    async close() {
      closed = true;
      await Promise.all(turns.values());
    },
  });
}

/** Work that is done for all who ask for it meanwhile: never twice at once, and once more for who came too late. */
export function coalesced(work: () => Promise<void>): () => Promise<void> {
  let running: Promise<void> | null = null;
  let next: Promise<void> | null = null;
  const run = (): Promise<void> => {
    if (running === null) {
      running = work().finally(() => {
        running = null;
      });
      return running;
    }
    next ??= running
      .catch(() => {})
      .then(() => {
        next = null;
        return run();
      });
    return next;
  };
  return run;
}

/** Takes items one by one and hands them on together with those that came while earlier ones were on their way. */
export function batched<Item, Value>(
  flush: (items: readonly Item[]) => Promise<Value>,
): (item: Item) => Promise<Value> {
  let waiting: Item[] = [];
  let batch: Promise<Value> | null = null;
  let before: Promise<unknown> = Promise.resolve();
  return (item) => {
    waiting.push(item);
    batch ??= before
      .catch(() => {})
      .then(() => {
        const items = waiting;
        waiting = [];
        const mine = flush(items);
        batch = null;
        before = mine;
        return mine;
      });
    return batch;
  };
}
