import type { Refusal, RefusalCode } from "../domain/refusal.ts";
import type { Text } from "../domain/text.ts";

/** A refusal in words: what happened and why, then what to do next. */
export interface Explanation {
  readonly what: Text;
  readonly next: Text;
}

export type Explanations = {
  readonly [Code in RefusalCode]: (of: Refusal<Code>, slash: string) => Explanation;
};
