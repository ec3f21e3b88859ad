import { defineCommand } from "../src/command-kit/command.ts";
import { list, paragraph } from "../src/domain/document.ts";
import type { Operation } from "../src/domain/operation.ts";
import { success } from "../src/domain/result.ts";
import { code, type Text, text, words } from "../src/domain/text.ts";
import type { Words } from "../src/words/catalogue.ts";

const english = {
  summary: "Operations that wait and run",
  details: [],
  parameters: {},
  title: "Operations",
  none: "Nothing waits and nothing runs.",
  waiting: "Waiting for sign-off",
  underWay: "Under way",
  line: (operation: Operation, shared: Words): Text =>
    text`${code(operation.id)} ${shared.changes.sentence(operation.plan.change)}, asked by ${shared.initiatives.asker(operation)}: ${shared.operations.stageLine(operation)}`,
  summaryOf: (count: number): Text => words(count === 1 ? "1 operation" : `${count} operations`),
  more: (count: number): Text => words(`and ${count} more`),
};

const chinese: typeof english = {
  summary: "等待和执行中的操作",
  details: [],
  parameters: {},
  title: "操作",
  none: "没有等待或执行中的操作。",
  waiting: "待审批",
  underWay: "执行中",
  line: (operation: Operation, shared: Words): Text =>
    text`${code(operation.id)} ${shared.changes.sentence(operation.plan.change)} · 申请人：${shared.initiatives.asker(operation)} · ${shared.operations.stageLine(operation)}`,
  summaryOf: (count: number): Text => words(`${count} 个操作`),
  more: (count: number): Text => words(`另有 ${count} 个`),
};

const mostListed = 30;

export const ops = defineCommand({
  verb: "ops",
  topic: "operations",
  effect: "answer",
  arguments: {},
  options: {},
  examples: ["ops"],
  words: { en: english, "zh-CN": chinese },
  async run(_, { operations, words: shared }, own) {
    const live = await operations.live();
    const section = (label: string, some: readonly Operation[]): readonly ReturnType<typeof list>[] =>
      some.length === 0
        ? []
        : [
            list(
              [
                ...some.slice(0, mostListed).map((operation) => own.line(operation, shared)),
                ...(some.length > mostListed ? [own.more(some.length - mostListed)] : []),
              ],
              label,
            ),
          ];
    const waiting = live.filter(({ state }) => state.stage === "awaiting-sign-off");
    const underWay = live.filter(({ state }) => state.stage !== "awaiting-sign-off");
    return success({
      kind: "answer",
      document: {
        title: own.title,
        sections:
          live.length === 0
            ? [paragraph(words(own.none))]
            : [...section(own.waiting, waiting), ...section(own.underWay, underWay)],
        summary: live.length === 0 ? words(own.none) : own.summaryOf(live.length),
      },
    });
  },
});
