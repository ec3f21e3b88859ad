import { defineCommand } from "../src/command-kit/command.ts";
import { operation, optional } from "../src/command-kit/parameters.ts";
import type { AuditRecord } from "../src/domain/audit.ts";
import { list, note, paragraph } from "../src/domain/document.ts";
import { failure, success } from "../src/domain/result.ts";
import { code, dateTime, person, type Text, text, words } from "../src/domain/text.ts";

const english = {
  summary: "What the audit log has of an operation, or where it ends",
  details: [
    words("Each record is sealed together with the one before it; npm run audit verify finds what was changed or cut."),
  ],
  parameters: { id: "The operation's ID; left out: where the log ends" },
  title: (id: string): string => `Audit log of ${id}`,
  line: ({ sequence, entry }: AuditRecord): Text =>
    text`${dateTime(entry.at)} ${code(entry.kind)} ${entry.by === null ? words("by the bot") : text`by ${person(entry.by)}`} · ${code(`#${sequence}`)}`,
  plan: (fingerprint: string): Text => text`Plan ${code(fingerprint)}`,
};

const chinese: typeof english = {
  summary: "查看某个操作的审计日志，或日志的末尾",
  details: [words("每条记录都与前一条连在一起签封；npm run audit verify 可以发现篡改或截断。")],
  parameters: { id: "操作编号；省略则显示日志的末尾" },
  title: (id: string): string => `${id} 的审计日志`,
  line: ({ sequence, entry }: AuditRecord): Text =>
    text`${dateTime(entry.at)} ${code(entry.kind)} ${entry.by === null ? words("机器人") : person(entry.by)} · ${code(`#${sequence}`)}`,
  plan: (fingerprint: string): Text => text`计划 ${code(fingerprint)}`,
};

/** More lines than these are in the files: `npm run audit export`. */
const mostShown = 40;

export const audit = defineCommand({
  verb: "audit",
  topic: "operations",
  effect: "answer",
  arguments: { id: optional(operation()) },
  options: {},
  examples: ["audit", "audit op-7f3k"],
  words: { en: english, "zh-CN": chinese },
  async run({ arguments: { id } }, { audit: log, words: shared }, own) {
    if (id === null) {
      const { count, seal } = await log.head();
      const sentence = shared.labels.auditAnchor(count, seal);
      return success({ kind: "answer", document: { title: null, sections: [paragraph(sentence)], summary: sentence } });
    }
    const records = await log.of(id);
    if (records.length === 0) return failure({ code: "unknown-operation", typed: id });
    const fingerprint = records.findLast(({ entry }) => entry.fingerprint !== null)?.entry.fingerprint ?? "";
    return success({
      kind: "answer",
      document: {
        title: own.title(id),
        sections: [list(records.slice(-mostShown).map(own.line)), note(own.plan(fingerprint))],
        summary: words(own.title(id)),
      },
    });
  },
});
