import { defineCommand } from "../src/command-kit/command.ts";
import { helpFor, helpOverview } from "../src/command-kit/help.ts";
import { optional, verb } from "../src/command-kit/parameters.ts";
import { nearest } from "../src/domain/grammar/nearest.ts";
import { failure, success } from "../src/domain/result.ts";

export const help = defineCommand({
  verb: "help",
  topic: "about",
  effect: "answer",
  arguments: { verb: optional(verb()) },
  options: {},
  examples: ["help", "help scale"],
  words: {
    en: {
      summary: "What there is, and how it is written",
      details: [],
      parameters: { verb: "A command, to be told all about it" },
    },
    "zh-CN": {
      summary: "有哪些命令，怎么写",
      details: [],
      parameters: { verb: "要详细了解的命令" },
    },
  },
  async run({ arguments: { verb: wanted } }, { commands, words, slash }) {
    if (wanted === null) return success({ kind: "answer", document: helpOverview(commands, words, slash) });
    const command = commands.find((candidate) => candidate.verb === wanted);
    if (command !== undefined) return success({ kind: "answer", document: helpFor(command, words, slash) });
    const known = commands.map((candidate) => candidate.verb);
    return failure({ code: "unknown-verb", typed: wanted, nearest: nearest(wanted, known) });
  },
});
