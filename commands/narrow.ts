import { defineCommand } from "../src/command-kit/command.ts";
import { operation, optional, wholeNumber } from "../src/command-kit/parameters.ts";
import { futureMoment, momentOf } from "../src/command-kit/time-parameters.ts";
import { largestPool } from "../src/domain/changes/scale.ts";
import { largestParallelism } from "../src/domain/changes/upgrade.ts";
import { failure, success } from "../src/domain/result.ts";
import { words } from "../src/domain/text.ts";

export const narrow = defineCommand({
  verb: "narrow",
  topic: "operations",
  effect: "answer",
  arguments: { id: operation() },
  options: {
    nodes: optional(wholeNumber(1, largestPool)),
    batch: optional(wholeNumber(1, largestParallelism)),
    "not-before": optional(futureMoment()),
  },
  examples: ["narrow op-7f3k --nodes 2", "narrow op-7f3k --batch 1 --not-before 6h"],
  words: {
    en: {
      summary: "Propose less: fewer nodes, fewer at once, or later",
      details: [
        words("For who may sign the operation off. Who asked for it takes the smaller plan or keeps theirs."),
        words("A smaller plan is another plan: it carries both names, and everybody votes on it anew."),
      ],
      parameters: {
        id: "The operation's ID, as it stands on its card",
        nodes: "On so many nodes at most",
        batch: "So many nodes at once at most",
        "not-before": "Not before, like 6h or 2027-01-04T09:00+08:00",
      },
    },
    "zh-CN": {
      summary: "建议缩小范围：更少的节点、更小的批次，或更晚开始",
      details: [
        words("仅限可以审批该操作的人。由申请人决定接受缩小的计划，还是保留原计划。"),
        words("缩小后是另一个计划：写有双方的名字，并重新审批。"),
      ],
      parameters: {
        id: "操作编号，见卡片",
        nodes: "最多处理多少个节点",
        batch: "同时最多处理多少个节点",
        "not-before": "最早开始时间，例如 6h 或 2027-01-04T09:00+08:00",
      },
    },
  },
  async run({ arguments: { id }, options }, { now }) {
    const { nodes, batch: parallelism, "not-before": later } = options;
    const notBefore = later === null ? null : momentOf(later, now);
    if (nodes === null && parallelism === null && notBefore === null) {
      return failure({ code: "nothing-asked", verb: "narrow" });
    }
    return success({ kind: "narrow", operation: id, wish: { nodes, parallelism, notBefore } });
  },
});
