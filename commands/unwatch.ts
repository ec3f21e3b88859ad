import { defineCommand } from "../src/command-kit/command.ts";
import { word } from "../src/command-kit/parameters.ts";
import { success } from "../src/domain/result.ts";
import { code, text, words } from "../src/domain/text.ts";

export const unwatch = defineCommand({
  verb: "unwatch",
  topic: "clusters",
  effect: "answer",
  // As `watches` shows it: what is watched may be gone from the cloud.
  arguments: { target: word() },
  options: {},
  examples: ["unwatch prod", "unwatch prod/prod-pool"],
  words: {
    en: {
      summary: "Have this channel no longer told of a cluster or pool",
      details: [
        words("Channels that the configuration file lists are taken out there."),
        text`${code("watches")} shows what there is to take back.`,
      ],
      parameters: { target: "As it was typed to watch: cluster or cluster/pool" },
    },
    "zh-CN": {
      summary: "本频道不再关注某个集群或节点池",
      details: [words("配置文件中列出的频道，需要在配置文件中去掉。"), text`${code("watches")} 列出可以取消的关注。`],
      parameters: { target: "与关注时输入的相同：集群，或“集群/节点池”" },
    },
  },
  run: async ({ arguments: { target } }, { channel }) => success({ kind: "unwatch", channel, name: target }),
});
