import { defineCommand } from "../src/command-kit/command.ts";
import { operation } from "../src/command-kit/parameters.ts";
import { success } from "../src/domain/result.ts";
import { words } from "../src/domain/text.ts";

export const resume = defineCommand({
  verb: "resume",
  topic: "operations",
  effect: "answer",
  arguments: { id: operation() },
  options: {},
  examples: ["resume op-7f3k"],
  words: {
    en: {
      summary: "Go on with an operation that is paused",
      details: [
        words(
          "After a batch at which the plan pauses, going on is a sign-off: it has to come from an approver who did not ask for it.",
        ),
      ],
      parameters: { id: "The operation's ID, as it stands on its card" },
    },
    "zh-CN": {
      summary: "继续已暂停的操作",
      details: [words("在计划暂停的批次之后继续，等同于一次审批：必须由申请人以外的审批人完成。")],
      parameters: { id: "操作编号，见其卡片" },
    },
  },
  run: async ({ arguments: { id } }) => success({ kind: "steer", operation: id, action: "resume" }),
});
