import type { Delegation } from "../../domain/delegation.ts";
import type { Vote } from "../../domain/sign-off.ts";
import { dateTime, join, person, type Text, text } from "../../domain/text.ts";

/** Who voted, and in whose place. */
export function voterOf({ by, onBehalfOf }: Vote): Text {
  return onBehalfOf === null ? [person(by)] : text`${person(by)} on behalf of ${person(onBehalfOf)}`;
}

export function delegated({ from, to, until, reason }: Delegation): Text {
  const why = reason === null ? [] : text` (${reason})`;
  return text`🤝 ${person(to)} votes on behalf of ${person(from)} until ${dateTime(until)}${why}. Together they count once.`;
}

export function undelegated(ended: readonly Delegation[]): Text {
  return join(
    ended.map(({ from, to }) => text`✋ ${person(to)} does not vote on behalf of ${person(from)} any more.`),
    "\n",
  );
}
