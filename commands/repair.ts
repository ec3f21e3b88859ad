import { defineCommand } from "../src/command-kit/command.ts";
import { choice, optional, pool, repeated, words as names } from "../src/command-kit/parameters.ts";
import { planRepair } from "../src/domain/changes/repair.ts";
import { success } from "../src/domain/result.ts";
import { words } from "../src/domain/text.ts";

const components = ["kubelet", "containerd", "docker", "ntp"] as const;

export const repair = defineCommand({
  verb: "repair",
  topic: "pools",
  effect: "change",
  arguments: { pool: pool(), nodes: optional(repeated(names())) },
  options: { restart: optional(choice(components)) },
  examples: ["repair prod-pool", "repair prod-pool cn-hangzhou.10.0.3.7 --restart kubelet"],
  words: {
    en: {
      summary: "Repair nodes of a pool",
      details: [
        words("Without names, the nodes that are not ready. ACK looks for what is wrong and restarts what has to be."),
        words("Where restarting components does not help, ACK may drain the node and restart it: pods move."),
      ],
      parameters: {
        pool: "Node pool, as name or cluster/name",
        nodes: "Names or instance IDs; left out: the nodes that are not ready",
        restart: "Restart only this component",
      },
    },
    "zh-CN": {
      summary: "修复节点池中的节点",
      details: [
        words("不指定名称时修复未就绪的节点。ACK 会检查问题，并重启需要重启的部分。"),
        words("如果重启组件无效，ACK 可能对节点排水并重启，Pod 会迁移。"),
      ],
      parameters: {
        pool: "节点池名称，或 集群/节点池",
        nodes: "节点名称或实例 ID；省略则为未就绪的节点",
        restart: "只重启该组件",
      },
    },
  },
  async run({ arguments: { pool: found, nodes: named }, options: { restart } }, { cloud }) {
    const [cluster, nodes] = await Promise.all([cloud.cluster(found.cluster), cloud.nodes(found)]);
    const operations = restart === null ? null : [`restart.${restart}` as const];
    const preview = planRepair(found, cluster, { nodes: named, operations }, nodes);
    return preview.ok ? success({ kind: "change", preview: preview.value }) : preview;
  },
});
