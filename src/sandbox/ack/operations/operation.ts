import type { AckAssumptions } from "../assumptions.ts";
import type { Json, JsonObject } from "../json.ts";
import type { RegionState } from "../state.ts";

/** A call of the API whose signature was right. */
export interface Call {
  /** Lived up to now. */
  readonly region: RegionState;
  /** Fresh; operations differ in the key under which they answer it. */
  readonly requestId: string;
  /** Host and port that were called. */
  readonly host: string;
  /** Placeholders of the path. */
  readonly params: Readonly<Record<string, string>>;
  readonly query: Readonly<Record<string, string>>;
  /** `{}` where nothing was sent. */
  readonly body: JsonObject;
}

/** One action of the API, in one file; served once it stands in the table. */
export interface Operation {
  /** ACK's own name for it, capitals included. */
  readonly action: string;
  readonly method: "GET" | "POST" | "PUT" | "DELETE";
  /** Hono's form: `/clusters/:cluster/nodepools/:pool`. */
  readonly path: string;
  /** Left out: always. */
  readonly served?: (assumptions: AckAssumptions) => boolean;
  /** The body of the answer; null: an empty one. Throws AckError. Must not change anything before it can no longer throw. */
  answer(call: Call): Json | null;
}
