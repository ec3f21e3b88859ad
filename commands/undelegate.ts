import { defineCommand } from "../src/command-kit/command.ts";
import { optional, person } from "../src/command-kit/parameters.ts";
import { success } from "../src/domain/result.ts";
import { words } from "../src/domain/text.ts";

export const undelegate = defineCommand({
  verb: "undelegate",
  topic: "about",
  effect: "answer",
  arguments: { person: optional(person()) },
  options: {},
  examples: ["undelegate", "undelegate @dave"],
  words: {
    en: {
      summary: "Let nobody vote in your place any more",
      details: [words("Votes that were given stay given, and count as yours.")],
      parameters: { person: "Who shall not vote in your place any more; left out: everybody" },
    },
    "zh-CN": {
      summary: "取消他人代你审批",
      details: [words("已经给出的审批仍然有效，算作你的。")],
      parameters: { person: "不再代你审批的人；省略则为所有人" },
    },
  },
  run: async ({ arguments: { person: to } }) => success({ kind: "undelegate", to }),
});
