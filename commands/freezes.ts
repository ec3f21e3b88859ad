import { defineCommand } from "../src/command-kit/command.ts";
import { list, paragraph } from "../src/domain/document.ts";
import type { Freeze } from "../src/domain/freeze.ts";
import { success } from "../src/domain/result.ts";
import { code, dateTime, type Text, text, words } from "../src/domain/text.ts";

const english = {
  summary: "Freezes that last now or are to come",
  details: [],
  parameters: {},
  title: "Freezes",
  none: "Nothing is frozen, and no freeze is to come.",
  line: ({ name, from, to }: Freeze): Text => text`${code(name)} from ${dateTime(from)} until ${dateTime(to)}`,
};

const chinese: typeof english = {
  summary: "当前和将来的变更冻结",
  details: [],
  parameters: {},
  title: "变更冻结",
  none: "目前没有变更冻结，也没有即将开始的。",
  line: ({ name, from, to }: Freeze): Text => text`${code(name)} 从 ${dateTime(from)} 到 ${dateTime(to)}`,
};

export const freezes = defineCommand({
  verb: "freezes",
  topic: "clusters",
  effect: "answer",
  arguments: {},
  options: {},
  examples: ["freezes"],
  words: { en: english, "zh-CN": chinese },
  async run(_, { rules, now }, own) {
    const lasting = rules.freezes.filter(({ to }) => to > now).toSorted((a, b) => a.from - b.from);
    return success({
      kind: "answer",
      document: {
        title: own.title,
        sections: lasting.length === 0 ? [paragraph(words(own.none))] : [list(lasting.map(own.line))],
        summary: lasting.length === 0 ? words(own.none) : words(own.title),
      },
    });
  },
});
