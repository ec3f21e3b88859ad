import type { ColumnType, Generated, JSONColumnType } from "kysely";

/** A JSON text: `json` and not `jsonb`, which knows no `\u0000` and orders fields anew. What is read is checked by zod. */
type Json = JSONColumnType<object>;
/** Milliseconds since 1970; the driver gives 64 bits as text. */
type Moment = ColumnType<string, number, number>;

export interface Tables {
  operations: {
    id: string;
    /** Grows with every write; `revision` does so only with events. */
    version: Generated<number>;
    /** Whose lease carries it. */
    cluster: string;
    /** false: nothing can happen to it any more. */
    open: boolean;
    requested_at: Moment;
    /** The names under which people ask for its history. */
    subjects: string[];
    document: Json;
    /** By the clock of the database; null: it is open, or was closed before this was kept. */
    closed_at: Date | null;
  };
  /** Which replica carries the operations of a cluster, or does what one does for all, until when by the clock of the database. */
  leases: { cluster: string; holder: string; until: Date };
  audit: {
    sequence: ColumnType<string, number, number>;
    operation: string | null;
    step: number | null;
    record: Json;
  };
  freezes: { name: string; ends: Moment; document: Json };
  delegations: { delegator: string; delegate: string; ends: Moment; document: Json };
  subscriptions: { channel: string; name: string; document: Json };
  /** One record for each cluster that is watched. */
  watched: { cluster: string; document: Json };
  seen_requests: { id: string; seen_at: Generated<Date> };
  authenticators: { user_id: string; sealed: string };
  drafts: { user_id: string; sealed: string };
  /** What tells a replica that it has another key than the others, without telling the key. */
  keys: { name: string; proof: string };
}
