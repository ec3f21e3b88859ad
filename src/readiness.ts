import type { Connection, Readiness } from "./domain/connection.ts";
import { RecordsUnavailable } from "./domain/records.ts";

/** Milliseconds for which a trial of the store is believed: who watches over the bot asks more often than a disk has to be tried. */
const believedFor = 5_000;

/**
 * Whether people can be served: what they ask for arrives, and can be written down.
 * @param probe tries to write @param elapsed milliseconds that pass whatever the clock is put to
 */
export function watchReadiness(
  connection: () => Promise<Connection>,
  probe: () => Promise<void>,
  elapsed: () => number,
): () => Promise<Readiness> {
  let last: { readonly at: number; readonly trouble: Promise<string | null> } | null = null;

  async function tryRecords(): Promise<string | null> {
    try {
      await probe();
      return null;
    } catch (error) {
      return error instanceof RecordsUnavailable ? error.reason : String(error);
    }
  }

  return async () => {
    const state = await connection();
    if (state.kind !== "alive") return state;
    if (last === null || elapsed() - last.at >= believedFor) last = { at: elapsed(), trouble: tryRecords() };
    const reason = await last.trouble;
    return reason === null ? state : { kind: "unwritable", reason };
  };
}
