import { defineCommand } from "../src/command-kit/command.ts";
import { pool, word } from "../src/command-kit/parameters.ts";
import { creationOptions, creationSteps, settingOptions, withCreation } from "../src/command-kit/pool-options.ts";
import { planCreation } from "../src/domain/changes/creation.ts";
import { qualifiedName } from "../src/domain/node-pool.ts";
import { cloneRequest, lackingIn } from "../src/domain/node-pool-request/clone.ts";
import { withOverrides } from "../src/domain/node-pool-request/overrides.ts";
import { success } from "../src/domain/result.ts";
import { words } from "../src/domain/text.ts";
import { wordsOf } from "../src/words/catalogue.ts";

const { poolOptions: english } = wordsOf("en");
const { poolOptions: chinese } = wordsOf("zh-CN");

export const clone = defineCommand({
  verb: "clone",
  topic: "pools",
  effect: "change",
  arguments: { pool: pool(), name: word() },
  options: { ...creationOptions, ...settingOptions },
  examples: [
    "clone prod-pool prod-pool-b",
    "clone prod-pool prod-pool-b --size 0 --instance-types ecs.g8i.2xlarge,ecs.g8i.4xlarge",
    "clone batch-pool gpu-batch --label workload=gpu,tier- --max 4",
  ],
  steps: creationSteps("pool", "name"),
  words: {
    en: {
      steps: english.steps,
      summary: "Make a new node pool like another one",
      details: [
        words(
          "The clone has every setting of the other pool, and what you name goes on top. It begins with as many nodes, unless you say otherwise.",
        ),
        words("The plan tells what cannot be copied, a password for example, and what to do about it."),
        words("It is made in the same cluster."),
      ],
      parameters: {
        pool: "The pool to clone, as name or cluster/name",
        name: "Name of the new pool",
        ...english.creationOptions,
        ...english.settingOptions,
      },
    },
    "zh-CN": {
      steps: chinese.steps,
      summary: "克隆节点池",
      details: [
        words("新节点池沿用原节点池的全部配置，你指定的选项会覆盖。除非另行指定，初始节点数与原节点池相同。"),
        words("计划会说明哪些内容无法复制（例如密码），以及如何处理。"),
        words("在同一集群中创建。"),
      ],
      parameters: {
        pool: "要克隆的节点池名称，或 集群/节点池",
        name: "新节点池的名称",
        ...chinese.creationOptions,
        ...chinese.settingOptions,
      },
    },
  },
  async run({ arguments: { pool: found, name }, options }, { cloud }) {
    const [source, cluster, pools] = await Promise.all([
      cloud.nodePool(found),
      cloud.cluster(found.cluster),
      cloud.nodePools(found.cluster),
    ]);
    const cloned = cloneRequest(source.settings, name);
    const preview = planCreation(cluster, pools, {
      source: { name: qualifiedName(source), request: cloned.request },
      name,
      request: withOverrides(withCreation(cloned.request, options), { "nodepool_info.name": name }),
      leftOut: lackingIn(cloned),
    });
    return preview.ok ? success({ kind: "change", preview: preview.value }) : preview;
  },
});
