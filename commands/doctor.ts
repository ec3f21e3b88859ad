import { defineCommand } from "../src/command-kit/command.ts";
import { failure, success } from "../src/domain/result.ts";
import { words } from "../src/domain/text.ts";
import { diagnosisDocument } from "../src/views/diagnosis.ts";

const english = {
  summary: "Whether all that the bot needs is in order, and how to mend it",
  details: [
    words(
      "Looks at tokens, scopes, the clock, the connection to Slack, rights to read every cluster, the disk, the audit log, policies and channels. Changes nothing.",
    ),
    words("For who may ask for changes, and shown to them alone."),
  ],
  parameters: {},
};

const chinese = {
  summary: "检查机器人所需的一切是否正常，以及如何解决",
  details: [
    words("检查令牌、权限、时钟、与 Slack 的连接、各集群的读取权限、磁盘、审计日志、策略和频道，不做任何变更。"),
    words("仅限可以申请变更的人，结果只有本人可见。"),
  ],
  parameters: {},
};

export const doctor = defineCommand({
  verb: "doctor",
  topic: "about",
  effect: "answer",
  arguments: {},
  options: {},
  examples: ["doctor"],
  words: { en: english, "zh-CN": chinese },
  async run(_, { rules: { requesters }, directory, asker, diagnose, words: shared }) {
    const may = requesters === null || (await directory.members(requesters)).has(asker.id);
    if (!may) return failure({ code: "not-a-requester" });
    return success({ kind: "answer", document: diagnosisDocument(await diagnose(), shared), confidential: true });
  },
});
