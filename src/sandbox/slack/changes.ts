/** Tells whoever listens that something in the workspace changed: the open pages, and tests that wait. */
export interface Changes {
  /** Counts up at every notice. */
  revision(): number;
  announce(): void;
  /** Calls back after changes, once for all changes of one turn of the event loop. Returns how to stop. */
  listen(listener: (revision: number) => void): () => void;
  /**
   * Resolves with the probe's first useful answer. It is asked at each change, and every now and then for what
   * happens in the app alone. Rejects after the time given.
   */
  waitFor<T>(probe: () => T | undefined | null | false, what: string, timeoutMs?: number): Promise<T>;
  close(): void;
}

const askAgainMs = 25;

export function createChanges(): Changes {
  const listeners = new Set<(revision: number) => void>();
  const waiting = new Set<(reason: Error) => void>();
  let revision = 0;
  let scheduled = false;

  function flush(): void {
    scheduled = false;
    for (const listener of listeners) listener(revision);
  }

  function listen(listener: (revision: number) => void): () => void {
    listeners.add(listener);
    return () => listeners.delete(listener);
  }

  return {
    revision: () => revision,
    announce() {
      revision += 1;
      if (scheduled) return;
      scheduled = true;
      setImmediate(flush);
    },
    listen,
    async waitFor<T>(probe: () => T | undefined | null | false, what: string, timeoutMs = 5_000): Promise<T> {
      return await new Promise<T>((resolve, reject) => {
        const finish = (settle: () => void): void => {
          clearTimeout(deadline);
          clearInterval(asking);
          stop();
          waiting.delete(fail);
          settle();
        };
        const fail = (reason: Error): void => finish(() => reject(reason));
        const attempt = (): void => {
          try {
            const found = probe();
            if (found !== undefined && found !== null && found !== false) finish(() => resolve(found));
          } catch (error) {
            fail(error instanceof Error ? error : new Error(String(error)));
          }
        };
        const deadline = setTimeout(() => fail(new Error(`waited ${timeoutMs} ms in vain for ${what}`)), timeoutMs);
        const asking = setInterval(attempt, askAgainMs);
        const stop = listen(attempt);
        waiting.add(fail);
        attempt();
      });
    },
    close() {
      for (const fail of waiting) fail(new Error("the workspace was closed"));
      listeners.clear();
    },
  };
}
