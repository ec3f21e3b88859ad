import type { Text } from "../domain/text.ts";

/** What the doctor found, and how to mend it; null where nothing has to be. */
export interface Diagnosed {
  readonly what: Text;
  readonly mend: Text | null;
}
