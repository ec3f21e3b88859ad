import type { Difference } from "../domain/plan.ts";
import { code, dateTime, type Text } from "../domain/text.ts";

/** Facts that only what ACK begins by itself rests on. */
const ownFacts: ReadonlySet<string> = new Set([
  "inquiry",
  "fault",
  "fault-since",
  "plan-state",
  "plan-start",
  "plan-mode",
  "plan-freeze",
]);

export function isOwnFact({ fact }: Difference): boolean {
  return ownFacts.has(fact);
}

/** A moment that stands in a fact as milliseconds. */
export function momentIn(value: string): Text {
  const at = Number(value);
  return Number.isFinite(at) && at > 0 ? [dateTime(at)] : [code(value)];
}
