import { defineCommand } from "../src/command-kit/command.ts";
import { place, word } from "../src/command-kit/parameters.ts";
import { futureMoment } from "../src/command-kit/time-parameters.ts";
import { failure, success } from "../src/domain/result.ts";
import { words } from "../src/domain/text.ts";

export const freeze = defineCommand({
  verb: "freeze",
  topic: "clusters",
  effect: "answer",
  arguments: { target: place(), until: futureMoment(), reason: word() },
  options: {},
  examples: ['freeze prod 2d "Double Eleven"', 'freeze prod/prod-pool 2027-01-04T09:00+08:00 "quiet days"'],
  words: {
    en: {
      summary: "Hold every change of a cluster or pool for a time",
      details: [
        words("Whoever signed a change off: it waits until the freeze is over. What runs already goes on."),
        words("Everybody in the channel reads who froze what, until when and why."),
      ],
      parameters: {
        target: "Cluster, pool or cluster/pool",
        until: "For how long, like 2d or 12h, or until when with its zone, like 2027-01-04T09:00+08:00",
        reason: "Why; everybody reads it",
      },
    },
  },
  async run({ arguments: { target, until, reason } }, { asker, now }) {
    const to = until.kind === "span" ? now + until.milliseconds : until.at;
    if (to <= now) return failure({ code: "freeze-in-the-past", until: to });
    return success({ kind: "freeze", freeze: { ...target, from: now, to, by: asker.id, reason } });
  },
});
