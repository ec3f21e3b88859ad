import { defineCommand } from "../src/command-kit/command.ts";
import { flag, pool, repeated, words as names } from "../src/command-kit/parameters.ts";
import { planRemoval } from "../src/domain/changes/removal.ts";
import { success } from "../src/domain/result.ts";
import { words } from "../src/domain/text.ts";

export const remove = defineCommand({
  verb: "remove",
  topic: "pools",
  effect: "change",
  arguments: { pool: pool(), nodes: repeated(names()) },
  options: { drain: flag(), release: flag() },
  examples: [
    "remove prod-pool cn-hangzhou.10.0.3.7 --drain",
    "remove prod-pool i-bp1a2b3c4d5e6f7g8h9i --drain --release",
  ],
  words: {
    en: {
      summary: "Take nodes out of a pool and its cluster",
      details: [
        words("The desired size goes down with them, so that ACK makes none in their place."),
        words(
          "With --release pay-as-you-go instances are released. Subscriptions stay and go on costing until their term ends.",
        ),
        words("Do not delete nodes by kubectl: such a node cannot join another cluster."),
      ],
      parameters: {
        pool: "Node pool, as name or cluster/name",
        nodes: "Names or instance IDs of the nodes",
        drain: "Move the pods away first",
        release: "Release the ECS instances, too",
      },
    },
    "zh-CN": {
      summary: "从节点池和集群中移除节点",
      details: [
        words("期望节点数会相应减少，ACK 不会补充新节点。"),
        words("使用 --release 会释放按量付费实例。包年包月实例会保留，到期前继续计费。"),
        words("不要用 kubectl 删除节点，否则该节点无法再加入其他集群。"),
      ],
      parameters: {
        pool: "节点池名称，或 集群/节点池",
        nodes: "节点名称或实例 ID",
        drain: "先对节点排水",
        release: "同时释放 ECS",
      },
    },
  },
  async run({ arguments: { pool: found, nodes: named }, options: { drain, release } }, { cloud }) {
    const [cluster, nodes] = await Promise.all([cloud.cluster(found.cluster), cloud.nodes(found)]);
    const preview = planRemoval(found, cluster, { nodes: named, drain, release }, nodes);
    return preview.ok ? success({ kind: "change", preview: preview.value }) : preview;
  },
});
