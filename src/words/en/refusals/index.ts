import type { Refusal, RefusalCode } from "../../../domain/refusal.ts";
import type { Explanation, Explanations } from "../../explanation.ts";
import { outsideRefusals } from "./outside.ts";
import { peopleRefusals } from "./people.ts";
import { planRefusals } from "./plans.ts";
import { typedRefusals } from "./typed.ts";

const explanations: Explanations = { ...typedRefusals, ...planRefusals, ...peopleRefusals, ...outsideRefusals };

/** Every refusal in words. `slash` is the slash command people type, `/pool` for example. */
export function explain<Code extends RefusalCode>(refusal: Refusal<Code>, slash: string): Explanation {
  return explanations[refusal.code](refusal, slash);
}
