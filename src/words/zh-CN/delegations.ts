import type { Delegation } from "../../domain/delegation.ts";
import type { Vote } from "../../domain/sign-off.ts";
import { dateTime, join, person, type Text, text } from "../../domain/text.ts";

/** Who voted, and in whose place. */
export function voterOf({ by, onBehalfOf }: Vote): Text {
  return onBehalfOf === null ? [person(by)] : text`${person(by)}（代 ${person(onBehalfOf)}）`;
}

export function delegated({ from, to, until, reason }: Delegation): Text {
  const why = reason === null ? [] : text`（${reason}）`;
  return text`🤝 ${person(to)} 代 ${person(from)} 审批，至 ${dateTime(until)}${why}。两人合计算一票。`;
}

export function undelegated(ended: readonly Delegation[]): Text {
  return join(
    ended.map(({ from, to }) => text`✋ ${person(to)} 不再代 ${person(from)} 审批。`),
    "\n",
  );
}
