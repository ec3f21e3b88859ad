import { defineCommand } from "../src/command-kit/command.ts";
import { list, paragraph } from "../src/domain/document.ts";
import type { Operation } from "../src/domain/operation.ts";
import { success } from "../src/domain/result.ts";
import { code, dateTime, type Text, text, words } from "../src/domain/text.ts";

const english = {
  summary: "What ran without sign-off and waits for somebody else's review",
  details: [],
  parameters: {},
  title: "Open reviews",
  none: "Nothing waits for a review.",
  line: ({ id, requestedAt }: Operation, asker: Text, change: Text, stage: Text): Text =>
    text`🚨 ${code(id)} ${change}, by ${asker} ${dateTime(requestedAt)}: ${stage}`,
};

const chinese: typeof english = {
  summary: "免审批执行、等待他人复核的操作",
  details: [],
  parameters: {},
  title: "待复核",
  none: "没有等待复核的操作。",
  line: ({ id, requestedAt }: Operation, asker: Text, change: Text, stage: Text): Text =>
    text`🚨 ${code(id)} ${change} · 申请人：${asker}，${dateTime(requestedAt)} · ${stage}`,
};

export const reviews = defineCommand({
  verb: "reviews",
  topic: "operations",
  effect: "answer",
  arguments: {},
  options: {},
  examples: ["reviews"],
  words: { en: english, "zh-CN": chinese },
  async run(_, { operations, words: shared }, own) {
    const open = await operations.unreviewed();
    const lines = open.map((each) =>
      own.line(
        each,
        shared.initiatives.asker(each),
        shared.changes.sentence(each.plan.change),
        shared.operations.stageLine(each),
      ),
    );
    return success({
      kind: "answer",
      document: {
        title: own.title,
        sections: [open.length === 0 ? paragraph(words(own.none)) : list(lines)],
        summary: words(open.length === 0 ? own.none : own.title),
      },
    });
  },
});
