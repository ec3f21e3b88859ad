import type { Refusal, RefusalCode } from "../../../domain/refusal.ts";
import type { Explanation, Explanations } from "./explanation.ts";
import { outside } from "./outside.ts";
import { people } from "./people.ts";
import { plans } from "./plans.ts";
import { typed } from "./typed.ts";

const explanations: Explanations = { ...typed, ...plans, ...people, ...outside };

/** Every refusal in words. `slash` is the slash command people type, `/pool` for example. */
export function explain<Code extends RefusalCode>(refusal: Refusal<Code>, slash: string): Explanation {
  return explanations[refusal.code](refusal, slash);
}
