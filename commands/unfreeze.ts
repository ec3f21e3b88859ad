import { defineCommand } from "../src/command-kit/command.ts";
import { place } from "../src/command-kit/parameters.ts";
import { freezeName } from "../src/domain/freeze.ts";
import { success } from "../src/domain/result.ts";
import { words } from "../src/domain/text.ts";

export const unfreeze = defineCommand({
  verb: "unfreeze",
  topic: "clusters",
  effect: "answer",
  arguments: { target: place() },
  options: {},
  examples: ["unfreeze prod", "unfreeze prod/prod-pool"],
  words: {
    en: {
      summary: "End a freeze that somebody typed",
      details: [words("Freezes of the configuration file end there.")],
      parameters: { target: "Cluster, pool or cluster/pool" },
    },
    "zh-CN": {
      summary: "解除用命令设置的变更冻结",
      details: [words("配置文件中的冻结需要在配置文件中解除。")],
      parameters: { target: "集群、节点池或 集群/节点池" },
    },
  },
  run: async ({ arguments: { target } }) => success({ kind: "unfreeze", name: freezeName(target) }),
});
