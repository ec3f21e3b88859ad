import type { EndOfTerm, StoreLog, Term, WatchBook } from "../store.ts";
import { coalesced } from "../turns.ts";
import type { Leases } from "./leases.ts";

/** What is done by one replica for all. */
export interface Leadership {
  /** Begins and ends what the leases say; does nothing where that is so already. */
  settle(): Promise<void>;
  /** Ends it here for good. */
  resign(): Promise<void>;
}

/** @param openWatched reads what the one who led before has left */
export function createLeadership(
  leases: Pick<Leases, "term">,
  openWatched: () => Promise<WatchBook>,
  begin: (term: Term) => Promise<EndOfTerm>,
  log: StoreLog,
): Leadership {
  let present: { readonly term: number; readonly end: EndOfTerm } | null = null;
  let resigned = false;

  async function end(): Promise<void> {
    const before = present;
    present = null;
    if (before === null) return;
    log.info({ term: before.term }, "what one replica does for all is left to another");
    await before.end();
  }

  const settle = coalesced(async () => {
    const term = resigned ? null : leases.term();
    if (present !== null && present.term !== term) await end();
    if (term === null || present !== null) return;
    const watched = await openWatched();
    const lasts = (): boolean => leases.term() === term;
    if (!lasts()) return;
    log.info({ term }, "this replica does what one does for all");
    present = { term, end: await begin({ watched, lasts }) };
  });

  return {
    settle,
    async resign() {
      resigned = true;
      await settle();
    },
  };
}
