import type { Fact } from "../../domain/document.ts";
import type { Operation, Proposal } from "../../domain/operation.ts";
import type { Plan, Terms } from "../../domain/plan.ts";
import { channel, code, dateTime, person, type Text, text, words } from "../../domain/text.ts";
import { sentence } from "./changes.ts";
import { facts } from "./labels.ts";
import { nodes } from "./plural.ts";

/** A smaller plan in a line. */
export function narrowedSentence({ change, effect: { nodes: count, batches }, notBefore }: Plan): Text {
  const atOnce = batches.length === 0 ? "" : `, ${Math.max(...batches)} at most at once`;
  const size = count === 0 ? "" : `, on ${nodes(count)}${atOnce}`;
  return text`${sentence(change)}${words(size)}${notBefore === null ? [] : text`, not before ${dateTime(notBefore)}`}`;
}

/** For who proposed it. */
export function proposed({ id, cardChannel }: Pick<Operation, "id" | "cardChannel">): Text {
  return text`Proposed. The card of ${code(id)} in ${channel(cardChannel)} asks who wanted it whether they take that.`;
}

/** What waits for an answer of who asked. */
export function proposalSentence({ by, plan }: Proposal): Text {
  return text`✂️ ${person(by)} would rather sign off less: ${narrowedSentence(plan)}. Who asked for it can take that; votes then begin anew.`;
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
            value: text`proposed by ${person(narrowed.by)}, taken by ${person(narrowed.acceptedBy)}`,
          },
        ]),
  ];
}
