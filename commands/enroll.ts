import { defineCommand } from "../src/command-kit/command.ts";
import { success } from "../src/domain/result.ts";
import { code, text, words } from "../src/domain/text.ts";

export const enroll = defineCommand({
  verb: "enroll",
  topic: "about",
  effect: "answer",
  arguments: {},
  options: {},
  examples: ["enroll"],
  words: {
    en: {
      summary: "Set up the authenticator whose codes confirm your approvals",
      details: [
        text`Approving the kinds of change that ${code("step_up")} lists takes a code. The key is shown once, to you alone.`,
        words(
          "Another authenticator needs a code of the present one; where that is lost, the owner of the bot resets it.",
        ),
      ],
      parameters: {},
    },
  },
  run: () => Promise.resolve(success({ kind: "enroll" })),
});
