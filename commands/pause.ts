import { defineCommand } from "../src/command-kit/command.ts";
import { operation } from "../src/command-kit/parameters.ts";
import { success } from "../src/domain/result.ts";
import { words } from "../src/domain/text.ts";

export const pause = defineCommand({
  verb: "pause",
  topic: "operations",
  effect: "answer",
  arguments: { id: operation() },
  options: {},
  examples: ["pause op-7f3k"],
  words: {
    en: {
      summary: "Hold an upgrade or a fix between two batches",
      details: [
        words(
          "The batch that is under way runs to its end. Who asked for the operation and who may sign it off can hold it.",
        ),
      ],
      parameters: { id: "The operation's ID, as it stands on its card" },
    },
    "zh-CN": {
      summary: "在两个批次之间暂停升级或修复",
      details: [words("当前批次会执行完。申请人和可以审批的人都能暂停。")],
      parameters: { id: "操作编号，见其卡片" },
    },
  },
  run: async ({ arguments: { id } }) => success({ kind: "steer", operation: id, action: "pause" }),
});
