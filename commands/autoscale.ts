import { defineCommand } from "../src/command-kit/command.ts";
import { optional, pool, wholeNumber } from "../src/command-kit/parameters.ts";
import { onOff } from "../src/command-kit/pool-parameters.ts";
import { planAutoScaling } from "../src/domain/changes/auto-scaling.ts";
import { largestPool } from "../src/domain/changes/scale.ts";
import { ifKnown } from "../src/domain/cloud.ts";
import { failure, success } from "../src/domain/result.ts";
import { words } from "../src/domain/text.ts";

export const autoscale = defineCommand({
  verb: "autoscale",
  topic: "pools",
  effect: "change",
  arguments: { pool: pool(), state: onOff() },
  options: { min: optional(wholeNumber(0, largestPool)), max: optional(wholeNumber(0, largestPool)) },
  examples: ["autoscale prod-pool on --min 2 --max 10", "autoscale batch-pool on --max 40", "autoscale batch-pool off"],
  words: {
    en: {
      summary: "Let a pool scale itself between bounds, or stop it",
      details: [
        words(
          "Switched on, the pool has bounds instead of a size. Nodes that were added by hand do not count for them.",
        ),
        words("Bounds act at once: a pool that is outside them gets nodes or loses some."),
        words(
          "Switched off, ACK sets the bounds to 0 and 2,000 and keeps the nodes that there are. ACK takes no size in the same call.",
        ),
        words("For what a pool scales (cpu, gpu, gpushare, spot) is fixed when it is made."),
      ],
      parameters: {
        pool: "Node pool, as name or cluster/name",
        state: "Whether the pool scales itself",
        min: "Fewest nodes",
        max: "Most nodes, up to 2000",
      },
    },
    "zh-CN": {
      summary: "开启节点池的自动伸缩并设置上下限，或关闭",
      details: [
        words("开启后，节点池只有上下限，没有期望节点数。手动添加的节点不计入。"),
        words("上下限立即生效：超出范围的节点池会增加或减少节点。"),
        words("关闭后，ACK 把上下限设为 0 和 2000，并保留现有节点。ACK 不支持在同一次调用中设置节点数。"),
        words("自动伸缩的类型（cpu、gpu、gpushare、spot）在创建节点池时确定。"),
      ],
      parameters: {
        pool: "节点池名称，或 集群/节点池",
        state: "开启（on）或关闭（off）自动伸缩",
        min: "最小节点数",
        max: "最大节点数，不超过 2000",
      },
    },
  },
  async run({ arguments: { pool: found, state: on }, options: { min, max } }, { cloud }) {
    if (!on && (min ?? max) !== null) {
      return failure({
        code: "option-not-with",
        verb: "autoscale",
        option: min === null ? "--max" : "--min",
        other: "off",
      });
    }
    const [full, cluster, nodes] = await Promise.all([
      cloud.nodePool(found),
      cloud.cluster(found.cluster),
      // Which nodes count for the bounds is of interest only where there are some.
      on ? ifKnown(cloud.nodes(found)) : null,
    ]);
    const preview = planAutoScaling(full, cluster, { on, minimum: min, maximum: max }, nodes);
    return preview.ok ? success({ kind: "change", preview: preview.value }) : preview;
  },
});
