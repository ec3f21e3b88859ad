import { defineCommand } from "../src/command-kit/command.ts";
import { flag, pool, word } from "../src/command-kit/parameters.ts";
import { planDeletion } from "../src/domain/changes/deletion.ts";
import { ifKnown } from "../src/domain/cloud.ts";
import { success } from "../src/domain/result.ts";
import { words } from "../src/domain/text.ts";

export const deletePool = defineCommand({
  verb: "delete",
  topic: "pools",
  effect: "change",
  // The name is typed twice: whoever leaves the second one out is asked for it.
  arguments: { pool: pool(), confirmation: word() },
  options: { force: flag() },
  examples: ["delete old-pool old-pool", "delete staging/old-pool old-pool --force"],
  words: {
    en: {
      summary: "Delete a node pool",
      details: [
        words("A pool that has nodes is deleted only with --force. The default pool cannot be deleted."),
        words("Pay-as-you-go instances are released, subscriptions stay and go on costing; the plan counts both."),
      ],
      parameters: {
        pool: "Node pool, as name or cluster/name",
        confirmation: "The pool's name once more, to confirm",
        force: "Also while it has nodes",
      },
    },
    "zh-CN": {
      summary: "删除节点池",
      details: [
        words("还有节点的节点池只能用 --force 删除。默认节点池不能删除。"),
        words("按量付费实例会释放，包年包月实例会保留并继续计费；计划中会列出两者的数量。"),
      ],
      parameters: {
        pool: "节点池名称，或 集群/节点池",
        confirmation: "再输入一次节点池名称以确认",
        force: "有节点时也删除",
      },
    },
  },
  async run({ arguments: { pool: found, confirmation }, options: { force } }, { cloud }) {
    const [cluster, nodes] = await Promise.all([cloud.cluster(found.cluster), ifKnown(cloud.nodes(found))]);
    const preview = planDeletion(found, cluster, { force, confirmation }, nodes);
    return preview.ok ? success({ kind: "change", preview: preview.value }) : preview;
  },
});
