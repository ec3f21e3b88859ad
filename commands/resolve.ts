import { defineCommand } from "../src/command-kit/command.ts";
import { choice, operation } from "../src/command-kit/parameters.ts";
import { resolutions } from "../src/domain/operation.ts";
import { success } from "../src/domain/result.ts";
import { code, text, words } from "../src/domain/text.ts";

export const resolve = defineCommand({
  verb: "resolve",
  topic: "operations",
  effect: "answer",
  arguments: { id: operation(), resolution: choice(resolutions) },
  options: {},
  examples: ["resolve op-7f3k look-again", "resolve op-7f3k adopt"],
  words: {
    en: {
      summary: "Say what becomes of an operation whose outcome nobody knows",
      details: [
        words("ACK's answer was lost, and the pool shows nothing of it. Lifeguard never sends such a call again."),
        words(
          "Look at the pool in the ACK console first: adopt follows it as taken by ACK, give-up ends it as failed.",
        ),
        words("For who asked for the operation, and for who may sign it off."),
      ],
      parameters: {
        id: "The operation's ID, as it stands on its card",
        resolution: "look-again, adopt or give-up",
      },
    },
    "zh-CN": {
      summary: "决定如何处理结果不明的操作",
      details: [
        words("ACK 的应答丢失，节点池上也看不出变化。Lifeguard 不会重复提交这样的调用。"),
        text`请先在 ACK 控制台查看节点池：${code("adopt")} 按已受理继续跟踪，${code("give-up")} 按失败结束，${code("look-again")} 重新核实。`,
        words("仅限申请人和可以审批该操作的人。"),
      ],
      parameters: {
        id: "操作编号，见卡片",
        resolution: "look-again、adopt 或 give-up",
      },
    },
  },
  run: async ({ arguments: { id, resolution } }) => success({ kind: "resolve", operation: id, resolution }),
});
