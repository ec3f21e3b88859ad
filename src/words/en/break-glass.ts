import type { BreakGlassGrant } from "../../domain/break-glass.ts";
import type { Operation } from "../../domain/operation.ts";
import { code, dateTime, join, person, strong, type Text, text, words } from "../../domain/text.ts";
import { approvers } from "./approvers.ts";

/** Of the thread: everybody who was passed over is told. */
export function glassBrokenSentence({ by, groups, reviewers, freeze }: BreakGlassGrant): Text {
  const frozen = freeze === null ? [] : text` The change freeze ${code(freeze)} does not hold it.`;
  return text`🚨 ${strong("Break-glass")} by ${person(by)}, as a member of ${names(groups)}: it runs without sign-off.${frozen} ${approvers(
    reviewers,
  )}: one of you has to review it.`;
}

/** The first line of the card. */
export function cardLine({ by, groups, freeze }: BreakGlassGrant, review: Operation["review"], owed: boolean): Text {
  const frozen = freeze === null ? [] : text`, in spite of the change freeze ${code(freeze)}`;
  const debt =
    review === null
      ? words(owed ? "Open for review by somebody else." : "It was not carried out: there is nothing to review.")
      : text`Reviewed by ${person(review.by)} ${dateTime(review.at)}.`;
  return text`🚨 ${strong("BREAK-GLASS: without sign-off")}, by ${person(by)} as a member of ${names(groups)}${frozen}. ${debt}`;
}

function names(groups: readonly string[]): Text {
  return join(
    groups.map((name) => code(name)),
    ", ",
  );
}
