import { defineCommand } from "../src/command-kit/command.ts";
import { pool, size } from "../src/command-kit/parameters.ts";
import { planScale } from "../src/domain/changes/scale.ts";
import { ifKnown } from "../src/domain/cloud.ts";
import { presentSize } from "../src/domain/node-pool.ts";
import { success } from "../src/domain/result.ts";
import { words } from "../src/domain/text.ts";

export const scale = defineCommand({
  verb: "scale",
  topic: "pools",
  effect: "change",
  arguments: { pool: pool(), size: size() },
  options: {},
  examples: ["scale prod-pool 6", "scale prod-pool +2", 'scale prod/prod-pool -1 --reason "night is quiet"'],
  words: {
    en: {
      summary: "Set the number of nodes of a pool",
      details: [
        words("ACK goes on until the pool has that many nodes. It adds at most 500 in one operation."),
        words("A scale-in removes nodes of ACK's choice, never those that were added by hand."),
        words("A pool that scales itself has bounds instead of a size."),
      ],
      parameters: { pool: "Node pool, as name or cluster/name", size: "Nodes: 6, or a step like +2 or -2" },
    },
    "zh-CN": {
      summary: "设置节点池的期望节点数",
      details: [
        words("ACK 会持续调整，直到达到该节点数。一次最多新增 500 个。"),
        words("缩容时由 ACK 选择要移除的节点，手动添加的节点不会被移除。"),
        words("开启自动伸缩的节点池只有上下限，没有期望节点数。"),
      ],
      parameters: { pool: "节点池名称，或 集群/节点池", size: "节点数：6，或增减量，例如 +2 或 -2" },
    },
  },
  async run({ arguments: { pool: found, size: wish } }, { cloud }) {
    const target = wish.kind === "absolute" ? wish.size : presentSize(found) + wish.step;
    const [cluster, nodes] = await Promise.all([
      cloud.cluster(found.cluster),
      // Which nodes can go is of interest only where some have to.
      target < presentSize(found) ? ifKnown(cloud.nodes(found)) : null,
    ]);
    const preview = planScale(found, cluster, wish, nodes);
    return preview.ok ? success({ kind: "change", preview: preview.value }) : preview;
  },
});
