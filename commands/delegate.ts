import { defineCommand } from "../src/command-kit/command.ts";
import { optional, person, word } from "../src/command-kit/parameters.ts";
import { futureMoment } from "../src/command-kit/time-parameters.ts";
import { success } from "../src/domain/result.ts";
import { words } from "../src/domain/text.ts";

export const delegate = defineCommand({
  verb: "delegate",
  topic: "about",
  effect: "answer",
  arguments: { person: person(), until: futureMoment(), reason: optional(word()) },
  options: {},
  examples: ['delegate @dave 2d "on leave"', "delegate @dave 2027-01-04T09:00+08:00"],
  words: {
    en: {
      summary: "Let somebody vote in your place for a time",
      details: [
        words("They vote where you may at that moment, and nowhere else; together you count once."),
        words("Never on what either of you asked for. What was delegated to you is not yours to hand on."),
      ],
      parameters: {
        person: "Who votes in your place: an active full member",
        until: "For how long, like 2d or 12h, or until when with its zone, like 2027-01-04T09:00+08:00",
        reason: "Why; everybody reads it",
      },
    },
  },
  async run({ arguments: { person: to, until, reason } }, { asker, now }) {
    const end = until.kind === "span" ? now + until.milliseconds : until.at;
    return success({ kind: "delegate", delegation: { from: asker.id, to, since: now, until: end, reason } });
  },
});
