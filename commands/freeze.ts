import { defineCommand } from "../src/command-kit/command.ts";
import { place, word } from "../src/command-kit/parameters.ts";
import { futureMoment, momentOf } from "../src/command-kit/time-parameters.ts";
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
    "zh-CN": {
      summary: "在一段时间内冻结集群或节点池的所有变更",
      details: [
        words("无论谁审批过，变更都要等到冻结结束。执行中的继续。"),
        words("频道里的所有人都会看到谁冻结了什么、到何时、为什么。"),
      ],
      parameters: {
        target: "集群、节点池或 集群/节点池",
        until: "时长（例如 2d 或 12h），或带时区的截止时间（例如 2027-01-04T09:00+08:00）",
        reason: "原因，所有人都会看到",
      },
    },
  },
  async run({ arguments: { target, until, reason } }, { asker, now }) {
    const to = momentOf(until, now);
    if (to <= now) return failure({ code: "freeze-in-the-past", until: to });
    return success({ kind: "freeze", freeze: { ...target, from: now, to, by: asker.id, reason } });
  },
});
