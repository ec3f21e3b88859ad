import type { Fact } from "../../domain/document.ts";
import type { Operation, Proposal } from "../../domain/operation.ts";
import type { Plan, Terms } from "../../domain/plan.ts";
import { channel, code, dateTime, person, type Text, text, words } from "../../domain/text.ts";
import { sentence } from "./changes.ts";
import { facts } from "./labels.ts";

/** A smaller plan in a line. */
export function narrowedSentence({ change, effect: { nodes: count, batches }, notBefore }: Plan): Text {
  const atOnce = batches.length === 0 ? "" : `，同时最多 ${Math.max(...batches)} 个`;
  const size = count === 0 ? "" : `，涉及 ${count} 个节点${atOnce}`;
  return text`${sentence(change)}${words(size)}${notBefore === null ? [] : text`，不早于 ${dateTime(notBefore)}`}`;
}

/** For who proposed it. */
export function proposed({ id, cardChannel }: Pick<Operation, "id" | "cardChannel">): Text {
  return text`已提交建议。${channel(cardChannel)} 中 ${code(id)} 的卡片会询问申请人是否接受。`;
}

/** What waits for an answer of who asked. */
export function proposalSentence({ by, plan }: Proposal): Text {
  return text`✂️ ${person(by)} 建议缩小范围：${narrowedSentence(plan)}。申请人可以接受，接受后重新审批。`;
}

/** What was agreed on beside the change itself. */
export function agreed({ notBefore, narrowed }: Terms): readonly Fact[] {
  return [
    ...(notBefore === null ? [] : [{ label: facts.notBefore, value: text`${dateTime(notBefore)}` }]),
    ...(narrowed === null
      ? []
      : [
          {
            label: facts.narrowed,
            value: text`${person(narrowed.by)} 建议，${person(narrowed.acceptedBy)} 接受`,
          },
        ]),
  ];
}
