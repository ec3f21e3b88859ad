import type { BreakGlassGrant } from "../../domain/break-glass.ts";
import type { Operation } from "../../domain/operation.ts";
import { code, dateTime, person, strong, type Text, text, words } from "../../domain/text.ts";
import { approvers } from "./approvers.ts";
import { listed } from "./joining.ts";

/** Of the thread: everybody who was passed over is told. */
export function glassBrokenSentence({ by, groups, reviewers, freeze }: BreakGlassGrant): Text {
  const frozen = freeze === null ? [] : text`变更冻结 ${code(freeze)} 对它不生效。`;
  return text`🚨 ${strong("紧急执行")}：${person(by)} 以 ${names(groups)} 成员的身份，未经审批直接执行。${frozen}请 ${approvers(
    reviewers,
  )} 中的一位事后复核。`;
}

/** The first line of the card. */
export function cardLine({ by, groups, freeze }: BreakGlassGrant, review: Operation["review"], owed: boolean): Text {
  const frozen = freeze === null ? [] : text`，且处于变更冻结 ${code(freeze)} 期间`;
  const debt =
    review === null
      ? words(owed ? "等待他人事后复核。" : "未执行，无需复核。")
      : text`${person(review.by)} 已于 ${dateTime(review.at)} 复核。`;
  return text`🚨 ${strong("紧急执行：未经审批")}，由 ${person(by)} 以 ${names(groups)} 成员的身份发起${frozen}。${debt}`;
}

function names(groups: readonly string[]): Text {
  return listed(groups.map((name) => code(name)));
}
