import { defineCommand } from "../src/command-kit/command.ts";
import { choice, optional, place, words as list } from "../src/command-kit/parameters.ts";
import { quietHours } from "../src/command-kit/time-parameters.ts";
import { failure, success } from "../src/domain/result.ts";
import { code, text, words } from "../src/domain/text.ts";
import { severities, storyKind, storyKinds } from "../src/domain/watching/news.ts";

export const watch = defineCommand({
  verb: "watch",
  topic: "clusters",
  effect: "answer",
  arguments: { target: place() },
  options: { kinds: optional(list()), severity: optional(choice(severities)), quiet: optional(quietHours()) },
  examples: [
    "watch prod/prod-pool",
    "watch prod --severity warning --quiet 22:00-07:00+08:00",
    "watch prod --kinds upgrade,degraded,alert",
  ],
  words: {
    en: {
      summary: "Have this channel told what happens to a cluster or pool",
      details: [
        text`Upgrades, repairs, sizes, vulnerabilities, failures and changes that somebody made elsewhere: one message for each, kept current.`,
        text`Kinds: ${code(storyKinds.join(", "))}.`,
        words(
          "Watching the same again replaces what was asked for before. In quiet hours only what is critical is told; the rest comes after them.",
        ),
      ],
      parameters: {
        target: "Cluster, pool or cluster/pool",
        kinds: "Only these kinds, with commas between them",
        severity: "The least that is told",
        quiet: "Quiet hours with their zone, like 22:00-07:00+08:00",
      },
    },
    "zh-CN": {
      summary: "让本频道关注某个集群或节点池的动态",
      details: [
        words("升级、修复、节点数、漏洞、故障，以及他人在别处做的变更：每件事一条消息，并持续更新。"),
        text`类别：${code(storyKinds.join(", "))}。`,
        words("再次关注同一对象会取代之前的设置。静默时段内只通知严重动态，其余在静默时段后通知。"),
      ],
      parameters: {
        target: "集群、节点池，或“集群/节点池”",
        kinds: "只关注这些类别，用逗号分隔",
        severity: "最低级别",
        quiet: "带时区的静默时段，例如 22:00-07:00+08:00",
      },
    },
  },
  async run({ arguments: { target }, options }, { channel, asker, now }) {
    const kinds = options.kinds?.map((typed) => storyKind.safeParse(typed.toLowerCase())) ?? null;
    const wrong = kinds?.findIndex((kind) => !kind.success) ?? -1;
    if (wrong >= 0) {
      const typed = options.kinds?.[wrong] ?? "";
      const expected = { kind: "choice", choices: storyKinds } as const;
      return failure({ code: "bad-value", verb: "watch", parameter: "kinds", typed, expected });
    }
    return success({
      kind: "watch",
      subscription: {
        channel,
        clusters: [target.cluster],
        pools: target.pool === null ? null : [target.pool],
        kinds: kinds?.flatMap((kind) => (kind.success ? [kind.data] : [])) ?? null,
        severity: options.severity ?? "info",
        quiet: options.quiet,
        since: now,
        by: asker.id,
      },
    });
  },
});
