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
    "zh-CN": {
      summary: "绑定身份验证器，用验证码确认你的审批",
      details: [
        text`批准 ${code("step_up")} 中列出的变更需要验证码。密钥只显示一次，且只对你可见。`,
        words("更换身份验证器需要原来的验证码；如已丢失，请机器人的负责人重置。"),
      ],
      parameters: {},
    },
  },
  run: () => Promise.resolve(success({ kind: "enroll" })),
});
