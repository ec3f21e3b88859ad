import { defineCommand } from "../src/command-kit/command.ts";
import { operation } from "../src/command-kit/parameters.ts";
import { list } from "../src/domain/document.ts";
import { failure, success } from "../src/domain/result.ts";
import { text, time } from "../src/domain/text.ts";
import { operationDocument } from "../src/views/operation.ts";

export const op = defineCommand({
  verb: "op",
  topic: "operations",
  effect: "answer",
  arguments: { id: operation() },
  options: {},
  examples: ["op op-7f3k", "op 7f3k"],
  words: {
    en: {
      summary: "One operation in full, with its log",
      details: [],
      parameters: { id: "The operation's ID, as it stands on its card" },
    },
    "zh-CN": {
      summary: "查看一个操作的详情和日志",
      details: [],
      parameters: { id: "操作编号，见其卡片" },
    },
  },
  async run({ arguments: { id } }, { operations, words, now }) {
    const found = await operations.find(id);
    if (found === null) return failure({ code: "unknown-operation", typed: id });
    const document = operationDocument(found, words, now);
    const log = found.journal.flatMap(({ at, event }) => {
      const sentence = words.operations.eventSentence(event, found.plan.change);
      return sentence === null ? [] : [text`${time(at)} ${sentence}`];
    });
    return success({
      kind: "answer",
      document: {
        ...document,
        sections: [...document.sections, ...(log.length === 0 ? [] : [list(log, words.labels.facts.log)])],
      },
    });
  },
});
