import type { Json } from "./json.ts";

/** One call that was received, whatever became of it. */
export interface CallRecord {
  /** When it came, in the cloud's time. */
  readonly at: Date;
  /** The API action; for a route that does not exist, what the client called it. */
  readonly action: string;
  readonly method: string;
  readonly path: string;
  readonly query: Readonly<Record<string, string>>;
  /** Passwords are masked; null: none, or none that could be read. */
  readonly body: Json;
  /** HTTP status; 0: not answered (yet), or the connection was cut. */
  readonly status: number;
  /** Code of the error; null: none. */
  readonly code: string | null;
  readonly requestId: string;
}

export interface CallLog {
  /** Notes a call; the returned function notes its answer. */
  begin(call: Omit<CallRecord, "status" | "code">): (answer: { status: number; code: string | null }) => void;
  /** Oldest first. */
  calls(): readonly CallRecord[];
}

/** Keeps the last `limit` calls. */
export function createCallLog(limit = 2_000): CallLog {
  const entries: { call: CallRecord }[] = [];
  return {
    begin(received) {
      const entry: { call: CallRecord } = { call: { ...received, status: 0, code: null } };
      entries.push(entry);
      if (entries.length > limit) entries.shift();
      return (answer) => {
        entry.call = { ...entry.call, ...answer };
      };
    },
    calls: () => entries.map(({ call }) => call),
  };
}
