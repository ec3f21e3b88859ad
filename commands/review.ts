import { defineCommand } from "../src/command-kit/command.ts";
import { operation } from "../src/command-kit/parameters.ts";
import { success } from "../src/domain/result.ts";
import { words } from "../src/domain/text.ts";

export const review = defineCommand({
  verb: "review",
  topic: "operations",
  effect: "answer",
  arguments: { id: operation() },
  options: {},
  examples: ["review op-7f3k"],
  words: {
    en: {
      summary: "Say that you have looked at what ran without sign-off",
      details: [
        words("For approvers of its policy, and never for who ran it. Until then they can run nothing else so."),
      ],
      parameters: { id: "The operation's ID, as it stands on its card" },
    },
    "zh-CN": {
      summary: "确认你已复核免审批执行的操作",
      details: [words("由其策略的审批人复核，执行人自己不能复核。复核之前，执行人不能再次免审批执行。")],
      parameters: { id: "操作编号，见其卡片" },
    },
  },
  run: async ({ arguments: { id } }) => success({ kind: "review", operation: id }),
});
