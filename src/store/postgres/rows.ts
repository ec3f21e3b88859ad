import type * as z from "zod";
import { UnreadableState } from "../durable-json.ts";

/** What a row holds. @throws UnreadableState where it cannot be understood: nothing is guessed */
export function parseRow<Entry>(schema: z.ZodType<Entry>, document: unknown): Entry {
  const parsed = schema.safeParse(document);
  if (parsed.success) return parsed.data;
  throw new UnreadableState("a row in the database is damaged, or was written by another version", {
    cause: parsed.error,
  });
}
