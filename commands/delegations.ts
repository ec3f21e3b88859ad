import { defineCommand } from "../src/command-kit/command.ts";
import { list, paragraph } from "../src/domain/document.ts";
import { success } from "../src/domain/result.ts";
import { words } from "../src/domain/text.ts";

const english = {
  summary: "Who votes in whose place, and until when",
  details: [],
  parameters: {},
  title: "Delegations",
  none: "Nobody votes in the place of anybody else.",
};

const chinese: typeof english = {
  summary: "谁代谁审批，到何时为止",
  details: [],
  parameters: {},
  title: "审批委托",
  none: "目前没有审批委托。",
};

export const delegations = defineCommand({
  verb: "delegations",
  topic: "about",
  effect: "answer",
  arguments: {},
  options: {},
  examples: ["delegations"],
  words: { en: english, "zh-CN": chinese },
  async run(_, { rules, words: shared }, own) {
    const held = rules.delegations.toSorted((one, other) => one.until - other.until);
    return success({
      kind: "answer",
      document: {
        title: own.title,
        sections: [
          held.length === 0 ? paragraph(words(own.none)) : list(held.map((each) => shared.delegations.delegated(each))),
        ],
        summary: words(held.length === 0 ? own.none : own.title),
      },
    });
  },
});
