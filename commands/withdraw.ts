import { defineCommand } from "../src/command-kit/command.ts";
import { operation } from "../src/command-kit/parameters.ts";
import { success } from "../src/domain/result.ts";
import { words } from "../src/domain/text.ts";

export const withdraw = defineCommand({
  verb: "withdraw",
  topic: "operations",
  effect: "answer",
  arguments: { id: operation() },
  options: {},
  examples: ["withdraw op-7f3k"],
  words: {
    en: {
      summary: "Take back what you asked for, before it is sent to ACK",
      details: [words("Only who asked can withdraw; an approver can reject.")],
      parameters: { id: "The operation's ID, as it stands on its card" },
    },
    "zh-CN": {
      summary: "在提交给 ACK 之前撤回你的申请",
      details: [words("只有申请人可以撤回；审批人可以拒绝。")],
      parameters: { id: "操作编号，见其卡片" },
    },
  },
  run: async ({ arguments: { id } }) => success({ kind: "steer", operation: id, action: "withdraw" }),
});
