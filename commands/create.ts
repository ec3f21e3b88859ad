import { type CommandContext, defineCommand } from "../src/command-kit/command.ts";
import { cluster, optional } from "../src/command-kit/parameters.ts";
import { creationOptions, creationSteps, settingOptions, withCreation } from "../src/command-kit/pool-options.ts";
import { newPool, type NewPoolName } from "../src/command-kit/pool-parameters.ts";
import { planCreation } from "../src/domain/changes/creation.ts";
import type { ClusterReference } from "../src/domain/cluster.ts";
import { type JsonObject, valueAt } from "../src/domain/json.ts";
import { withOverrides } from "../src/domain/node-pool-request/overrides.ts";
import type { Refusal } from "../src/domain/refusal.ts";
import { failure, type Result, success } from "../src/domain/result.ts";
import { code, text, words } from "../src/domain/text.ts";
import { wordsOf } from "../src/words/catalogue.ts";

const { poolOptions: english } = wordsOf("en");
const { poolOptions: chinese } = wordsOf("zh-CN");

export const create = defineCommand({
  verb: "create",
  topic: "pools",
  effect: "change",
  arguments: { name: newPool() },
  options: { cluster: optional(cluster()), ...creationOptions, ...settingOptions },
  examples: [
    "create prod/web --instance-types ecs.g7.xlarge,ecs.g7.2xlarge --vswitches vsw-a,vsw-b --size 2 --key-pair sre",
    "create prod/batch --instance-types ecs.c7.xlarge --vswitches vsw-a --min 0 --max 20 --taint workload=batch:NoSchedule",
    "create prod/web --instance-types ecs.g7.xlarge --vswitches vsw-a --set scaling_group.system_disk_encrypted=true --dry-run",
  ],
  steps: creationSteps("name", "cluster"),
  words: {
    en: {
      steps: english.steps,
      summary: "Make a new node pool",
      details: [
        words(
          "The whole request is checked before ACK is asked. The plan shows what will be made, and what ACK decides itself.",
        ),
        words("Left out: instances are paid as they are used, and the pool begins with no nodes."),
        text`${code("--file")} takes ACK's own document (CreateClusterNodePool), in YAML or JSON; the form has room for it.`,
        words("Passwords are not taken: they do not belong into a chat. Name a key pair."),
      ],
      parameters: {
        name: "Its name, or cluster/name: letters, digits, Chinese characters and hyphens",
        cluster: "Cluster, where the name does not say it",
        ...english.creationOptions,
        ...english.settingOptions,
      },
    },
    "zh-CN": {
      steps: chinese.steps,
      summary: "创建节点池",
      details: [
        words("提交给 ACK 之前会校验整个请求。计划会显示将要创建的内容，以及由 ACK 决定的部分。"),
        words("未指定时，实例按量付费，节点池初始没有节点。"),
        text`${code("--file")} 接受 ACK 的请求文档（CreateClusterNodePool），YAML 或 JSON 格式；可以在表单中粘贴。`,
        words("不接受密码，密码不应出现在聊天中。请指定密钥对。"),
      ],
      parameters: {
        name: "名称，或 集群/名称：字母、数字、汉字和连字符",
        cluster: "集群，名称中未指明时填写",
        ...chinese.creationOptions,
        ...chinese.settingOptions,
      },
    },
  },
  async run({ arguments: { name: named }, options }, context) {
    const place = await clusterFor(named, options.cluster, context);
    if (!place.ok) return place;
    const { name } = named;
    const [known, pools] = await Promise.all([
      context.cloud.cluster(place.value),
      context.cloud.nodePools(place.value),
    ]);
    const asked = withOverrides(withCreation(beginning, options), { "nodepool_info.name": name });
    const preview = planCreation(known, pools, { source: null, name, request: withSize(asked), leftOut: [] });
    return preview.ok ? success({ kind: "change", preview: preview.value }) : preview;
  },
});

/** What is said where nobody says anything: how nodes are paid must not be left to a default. */
const beginning: JsonObject = { scaling_group: { instance_charge_type: "PostPaid" } };

/** Without any size a pool could never be scaled (ACK: `desired_size` left out is not 0). */
function withSize(request: JsonObject): JsonObject {
  const size = valueAt(request, ["scaling_group", "desired_size"]);
  const scalesItself = valueAt(request, ["auto_scaling", "enable"]) === true;
  return scalesItself || size !== undefined ? request : withOverrides(request, { "scaling_group.desired_size": 0 });
}

/** The cluster that was named, or the only one that there is. */
async function clusterFor(
  { cluster: byName, name }: NewPoolName,
  byOption: ClusterReference | null,
  { cloud }: CommandContext,
): Promise<Result<ClusterReference, Refusal>> {
  if (byName !== null && byOption !== null && byName.id !== byOption.id) {
    const other = `${byName.name}/${name}`;
    return failure({ code: "option-not-with", verb: "create", option: "--cluster", other });
  }
  const named = byName ?? byOption;
  if (named !== null) return success(named);
  const clusters = await cloud.clusters();
  const [only, another] = clusters;
  if (only !== undefined && another === undefined) return success(only);
  return failure({ code: "cluster-needed", name, known: clusters.map((each) => each.name) });
}
