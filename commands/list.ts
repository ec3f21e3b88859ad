import { defineCommand } from "../src/command-kit/command.ts";
import { cluster, optional } from "../src/command-kit/parameters.ts";
import { poolIdOf } from "../src/domain/changes/target.ts";
import { type CloudReader, CloudError } from "../src/domain/cloud.ts";
import type { ClusterReference } from "../src/domain/cluster.ts";
import { list as listed, note, paragraph, type Section } from "../src/domain/document.ts";
import type { NodePool } from "../src/domain/node-pool.ts";
import type { Operation } from "../src/domain/operation.ts";
import { success } from "../src/domain/result.ts";
import { code, join, strong, type Text, text, words } from "../src/domain/text.ts";
import type { Words } from "../src/words/catalogue.ts";

const english = {
  summary: "Node pools, how they are, and what is under way",
  details: [],
  parameters: { cluster: "Only this cluster" },
  title: "Node pools",
  none: "No node pools.",
  counts: ({ nodes, sizing }: NodePool): Text =>
    text`${strong(`${nodes.serving}/${nodes.total}`)} serving${
      sizing.mode === "automatic"
        ? text`, scales itself ${sizing.minimum}–${sizing.maximum}`
        : sizing.desiredSize === null
          ? words(", no desired size")
          : text`, desired ${sizing.desiredSize}`
    }`,
  isDefault: "default pool",
  unmanaged: "not managed",
  managed: "managed",
  autoRepair: "auto repair",
  repairNeedsApproval: "repairs need approval",
  autoUpgrade: "auto upgrade",
  autoVulnerabilityFix: "CVE fixes",
  underWay: (operation: Operation, stage: string): Text => text`${code(operation.id)} ${words(stage)}`,
  unreachable: (name: string, error: CloudError): Text =>
    text`⚠️ ${code(name)} could not be read: ${code(error.code)} ${error.detail}`,
  summaryOf: (pools: number, clusters: number): Text => words(`${pools} node pools in ${clusters} clusters`),
};

type Own = typeof english;

const chinese: Own = {
  summary: "节点池及其状态，以及正在进行的操作",
  details: [],
  parameters: { cluster: "只看该集群" },
  title: "节点池",
  none: "没有节点池。",
  counts: ({ nodes, sizing }: NodePool): Text =>
    text`服务中 ${strong(`${nodes.serving}/${nodes.total}`)}${
      sizing.mode === "automatic"
        ? text`，自动伸缩 ${sizing.minimum}–${sizing.maximum}`
        : sizing.desiredSize === null
          ? words("，无期望节点数")
          : text`，期望 ${sizing.desiredSize}`
    }`,
  isDefault: "默认节点池",
  unmanaged: "未托管",
  managed: "托管",
  autoRepair: "节点自愈",
  repairNeedsApproval: "修复需审批",
  autoUpgrade: "自动升级",
  autoVulnerabilityFix: "漏洞修复",
  underWay: (operation: Operation, stage: string): Text => text`${code(operation.id)} ${words(stage)}`,
  unreachable: (name: string, error: CloudError): Text =>
    text`⚠️ 无法读取 ${code(name)}：${code(error.code)} ${error.detail}`,
  summaryOf: (pools: number, clusters: number): Text => words(`${clusters} 个集群，共 ${pools} 个节点池`),
};

export const list = defineCommand({
  verb: "list",
  topic: "pools",
  effect: "answer",
  arguments: { cluster: optional(cluster()) },
  options: {},
  examples: ["list", "list prod"],
  words: { en: english, "zh-CN": chinese },
  async run({ arguments: { cluster: only } }, { cloud, operations, words: shared }, own) {
    const clusters = only === null ? await cloud.clusters() : [only];
    const live = await operations.live();
    const read = await Promise.all(clusters.map((each) => poolsOf(cloud, each)));
    const underWay = (pool: NodePool): readonly Text[] =>
      live
        .filter((operation) => poolIdOf(operation.plan.change.target) === pool.id)
        .map((operation) => own.underWay(operation, shared.stageName(operation.state.stage)));
    const sections = clusters.flatMap((each, index): readonly Section[] => {
      const pools = read[index] ?? [];
      const heading = paragraph(text`${strong(each.name)} ${code(each.region)}`);
      if (pools instanceof CloudError) return [heading, paragraph(own.unreachable(each.name, pools))];
      if (pools.length === 0) return [heading, note(words(own.none))];
      return [heading, listed(pools.map((pool) => line(pool, underWay(pool), own, shared)))];
    });
    const count = read.reduce((sum, pools) => sum + (pools instanceof CloudError ? 0 : pools.length), 0);
    return success({
      kind: "answer",
      document: { title: own.title, sections, summary: own.summaryOf(count, clusters.length) },
    });
  },
});

/** One cluster that cannot be read must not hide the others. */
async function poolsOf(cloud: CloudReader, each: ClusterReference): Promise<readonly NodePool[] | CloudError> {
  try {
    return await cloud.nodePools(each);
  } catch (error) {
    if (error instanceof CloudError) return error;
    throw error;
  }
}

function line(pool: NodePool, underWay: readonly Text[], own: Own, { joining, poolState }: Words): Text {
  return join(
    [
      text`${code(pool.name)} ${words(poolState(pool.state))}`,
      own.counts(pool),
      joining.listed(flags(pool, own).map(words)),
      ...underWay,
    ],
    " · ",
  );
}

function flags({ management, isDefault }: NodePool, own: Own): readonly string[] {
  const { enabled, autoRepair, approvalRequired, autoUpgrade, autoVulnerabilityFix } = management;
  return [
    ...(isDefault ? [own.isDefault] : []),
    ...(enabled ? [own.managed] : [own.unmanaged]),
    ...(enabled && autoRepair ? [own.autoRepair] : []),
    ...(enabled && approvalRequired ? [own.repairNeedsApproval] : []),
    ...(enabled && autoUpgrade ? [own.autoUpgrade] : []),
    ...(enabled && autoVulnerabilityFix ? [own.autoVulnerabilityFix] : []),
  ];
}
