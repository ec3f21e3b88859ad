import { defineCommand } from "../src/command-kit/command.ts";
import { optional, pool, word } from "../src/command-kit/parameters.ts";
import { saysSomething, settingOptions, settingSteps, withSettings } from "../src/command-kit/pool-options.ts";
import { planEdit } from "../src/domain/changes/edit.ts";
import { presentRequest } from "../src/domain/node-pool-request/present-request.ts";
import { failure, success } from "../src/domain/result.ts";
import { code, text, words } from "../src/domain/text.ts";
import { wordsOf } from "../src/words/catalogue.ts";

const { poolOptions: english } = wordsOf("en");
const { poolOptions: chinese } = wordsOf("zh-CN");

export const edit = defineCommand({
  verb: "edit",
  topic: "pools",
  effect: "change",
  arguments: { pool: pool() },
  options: { name: optional(word()), ...settingOptions },
  examples: [
    "edit prod-pool --label tier=web,old- --taint workload=web:NoSchedule",
    "edit prod-pool --instance-types ecs.g8i.2xlarge,ecs.g7.2xlarge --vswitches vsw-a,vsw-b",
    "edit prod-pool --system-disk-size 200 --unschedulable on",
    "edit prod-pool --set kubernetes_config.cpu_policy=static --set scaling_group.rds_instances=[rm-1]",
  ],
  steps: settingSteps("pool", "name"),
  words: {
    en: {
      steps: english.steps,
      summary: "Change a pool's settings: labels, taints, instances, disks and more",
      details: [
        words(
          "Labels, taints and ECS tags reach nodes that are there; labels and taints that a node has of its own stay. All else reaches new nodes only.",
        ),
        words(
          "Values are held to the same rules as those of a new pool. What is fixed when a pool is made is refused, with what to do instead.",
        ),
        text`Sizes, bounds and managed features have commands of their own: ${code("scale")}, ${code("autoscale")}, ${code("manage")}.`,
        text`${code("--file")} takes the fields that change, as a JSON merge patch over ACK's document; an empty list takes all of its entries away.`,
      ],
      parameters: {
        pool: "Node pool, as name or cluster/name",
        name: "Another name",
        ...english.settingOptions,
      },
    },
    "zh-CN": {
      steps: chinese.steps,
      summary: "编辑节点池配置：标签、污点、实例规格、磁盘、镜像等",
      details: [
        words("标签、污点和 ECS 标签会作用于现有节点，节点自有的标签和污点会保留。其余配置只作用于新增节点。"),
        words("取值规则与创建节点池相同。创建后不可修改的配置会被拒绝，并说明替代办法。"),
        text`节点数、上下限和托管配置有单独的命令：${code("scale")}、${code("autoscale")}、${code("manage")}。`,
        text`${code("--file")} 接受要修改的字段，作为 JSON merge patch 应用到 ACK 的文档；空列表会清除所有项。`,
      ],
      parameters: {
        pool: "节点池名称，或 集群/节点池",
        name: "新名称",
        ...chinese.settingOptions,
      },
    },
  },
  async run({ arguments: { pool: found }, options }, { cloud }) {
    if (!saysSomething(options)) return failure({ code: "nothing-asked", verb: "edit" });
    const [full, cluster, pools] = await Promise.all([
      cloud.nodePool(found),
      cloud.cluster(found.cluster),
      cloud.nodePools(found.cluster),
    ]);
    const renamed = options.name === null ? {} : { "nodepool_info.name": options.name };
    const wanted = withSettings(presentRequest(full), options, renamed);
    const others = pools.filter(({ id }) => id !== full.id).map(({ name }) => name);
    const preview = planEdit(full, cluster, wanted, others);
    return preview.ok ? success({ kind: "change", preview: preview.value }) : preview;
  },
});
