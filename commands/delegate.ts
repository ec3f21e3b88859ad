import { defineCommand } from "../src/command-kit/command.ts";
import { optional, person, word } from "../src/command-kit/parameters.ts";
import { futureMoment, momentOf } from "../src/command-kit/time-parameters.ts";
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
    "zh-CN": {
      summary: "委托他人在一段时间内代你审批",
      details: [
        words("对方只能审批你当时有权审批的操作；两人合计算一票。"),
        words("不能用于你或对方申请的操作。别人委托给你的审批权不能再转委托。"),
      ],
      parameters: {
        person: "代你审批的人，须为正式成员",
        until: "时长（例如 2d 或 12h），或带时区的截止时间（例如 2027-01-04T09:00+08:00）",
        reason: "原因，所有人都会看到",
      },
    },
  },
  async run({ arguments: { person: to, until, reason } }, { asker, now }) {
    const delegation = { from: asker.id, to, since: now, until: momentOf(until, now), reason };
    return success({ kind: "delegate", delegation });
  },
});
