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
  },
  run: async ({ arguments: { id } }) => success({ kind: "steer", operation: id, action: "resume" }),
});
