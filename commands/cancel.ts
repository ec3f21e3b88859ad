import { defineCommand } from "../src/command-kit/command.ts";
import { operation } from "../src/command-kit/parameters.ts";
import { success } from "../src/domain/result.ts";
import { words } from "../src/domain/text.ts";

export const cancel = defineCommand({
  verb: "cancel",
  topic: "operations",
  effect: "answer",
  arguments: { id: operation() },
  options: {},
  examples: ["cancel op-7f3k"],
  words: {
    en: {
      summary: "Stop the rest of an operation that runs",
      details: [
        words("The batch that is under way runs to its end, and what is done stays done: nothing is rolled back."),
      ],
      parameters: { id: "The operation's ID, as it stands on its card" },
    },
    "zh-CN": {
      summary: "停止执行中操作的剩余部分",
      details: [words("当前批次会执行完，已完成的部分保持不变，不会回滚。")],
      parameters: { id: "操作编号，见其卡片" },
    },
  },
  run: async ({ arguments: { id } }) => success({ kind: "steer", operation: id, action: "cancel" }),
});
