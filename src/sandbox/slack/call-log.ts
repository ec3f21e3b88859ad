import type { Json } from "./model.ts";

/** One call of the Web API, for assertions. */
export interface WebApiCall {
  readonly method: string;
  /** The arguments without the token. */
  readonly args: Json;
  readonly at: Date;
  /** Null until it is answered; a call that hangs or was cut stays null. */
  readonly ok: boolean | null;
  readonly error: string | null;
  /** HTTP status; null until answered. */
  readonly status: number | null;
}

export interface CallLog {
  begin(method: string, args: Json, at: Date): (end: { ok: boolean; error: string | null; status: number }) => void;
  /** Oldest first. */
  calls(): readonly WebApiCall[];
}

/** Keeps the last `limit` calls. */
export function createCallLog(limit = 2_000): CallLog {
  const entries: { call: WebApiCall }[] = [];
  return {
    begin(method, args, at) {
      const entry: { call: WebApiCall } = { call: { method, args, at, ok: null, error: null, status: null } };
      entries.push(entry);
      if (entries.length > limit) entries.shift();
      return (end) => {
        entry.call = { ...entry.call, ...end };
      };
    },
    calls: () => entries.map((entry) => entry.call),
  };
}
