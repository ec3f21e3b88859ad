import { defineCommand } from "../src/command-kit/command.ts";
import { pool } from "../src/command-kit/parameters.ts";
import { poolIdOf } from "../src/domain/changes/target.ts";
import { type Fact, facts, list, note, paragraph } from "../src/domain/document.ts";
import { addedByHand, type Node } from "../src/domain/node.ts";
import { type NodePool, qualifiedName } from "../src/domain/node-pool.ts";
import type { Operation } from "../src/domain/operation.ts";
import { success } from "../src/domain/result.ts";
import { code, strong, type Text, text, words } from "../src/domain/text.ts";
import type { Words } from "../src/words/catalogue.ts";

const english = {
  summary: "Everything about one node pool",
  details: [],
  parameters: { pool: "Node pool, as name or cluster/name" },
  labels: {
    state: "State",
    nodes: "Nodes",
    size: "Size",
    managed: "Managed",
    autoRepair: "Auto repair",
    autoUpgrade: "Auto upgrade",
    cve: "CVE fixes",
    instances: "Instance types",
    billing: "Billing",
    image: "OS image",
    runtime: "Runtime",
    kubelet: "Kubelet",
    disk: "System disk",
    vSwitches: "vSwitches",
    scaling: "Scaling",
    labels: "Node labels",
    taints: "Taints",
    tags: "ECS tags",
    nodeList: "Nodes",
    underWay: "Under way",
    id: "ID",
  },
  counts: ({ nodes }: NodePool): Text =>
    words(
      [
        `${nodes.total} in all`,
        `${nodes.serving} serving`,
        ...(nodes.initial > 0 ? [`${nodes.initial} being made`] : []),
        ...(nodes.removing > 0 ? [`${nodes.removing} being removed`] : []),
        ...(nodes.failed > 0 ? [`${nodes.failed} failed`] : []),
        ...(nodes.offline > 0 ? [`${nodes.offline} offline`] : []),
      ].join(", "),
    ),
  size: ({ sizing }: NodePool): Text => {
    if (sizing.mode === "automatic") return text`scales itself between ${sizing.minimum} and ${sizing.maximum} nodes`;
    return sizing.desiredSize === null
      ? words("no desired size (old kind of pool)")
      : text`desired size ${strong(sizing.desiredSize)}`;
  },
  on: "on",
  off: "off",
  onWithApproval: "on; repairs of node instances wait for approval",
  none: "none",
  billing: { PostPaid: "pay-as-you-go", PrePaid: "subscription" },
  node: (node: Node): Text =>
    text`${code(node.name)} ${node.status}${node.instanceType === null ? [] : text` ${node.instanceType}`}${
      addedByHand(node) ? words(", added by hand") : []
    }`,
  moreNodes: (count: number): Text => words(`and ${count} more`),
  isDefault: "This is the default pool: system components run on it, and it cannot be deleted.",
  summaryOf: (found: NodePool, state: string): Text =>
    text`${code(qualifiedName(found))} is ${code(state)}, ${found.nodes.serving} of ${found.nodes.total} nodes serve`,
};

type Own = typeof english;

const chinese: Own = {
  summary: "查看一个节点池的全部信息",
  details: [],
  parameters: { pool: "节点池名称，或 集群/节点池" },
  labels: {
    state: "状态",
    nodes: "节点",
    size: "节点数",
    managed: "托管",
    autoRepair: "节点自愈",
    autoUpgrade: "自动升级",
    cve: "漏洞修复",
    instances: "实例规格",
    billing: "付费类型",
    image: "操作系统镜像",
    runtime: "容器运行时",
    kubelet: "kubelet",
    disk: "系统盘",
    vSwitches: "交换机",
    scaling: "伸缩策略",
    labels: "节点标签",
    taints: "污点",
    tags: "ECS 标签",
    nodeList: "节点列表",
    underWay: "进行中",
    id: "ID",
  },
  counts: ({ nodes }: NodePool): Text =>
    words(
      [
        `共 ${nodes.total} 个`,
        `服务中 ${nodes.serving}`,
        ...(nodes.initial > 0 ? [`创建中 ${nodes.initial}`] : []),
        ...(nodes.removing > 0 ? [`移除中 ${nodes.removing}`] : []),
        ...(nodes.failed > 0 ? [`失败 ${nodes.failed}`] : []),
        ...(nodes.offline > 0 ? [`离线 ${nodes.offline}`] : []),
      ].join("，"),
    ),
  size: ({ sizing }: NodePool): Text => {
    if (sizing.mode === "automatic") return text`自动伸缩，${sizing.minimum} 到 ${sizing.maximum} 个节点`;
    return sizing.desiredSize === null
      ? words("无期望节点数（旧类型）")
      : text`期望节点数 ${strong(sizing.desiredSize)}`;
  },
  on: "开启",
  off: "关闭",
  onWithApproval: "开启；修复节点实例前需审批",
  none: "无",
  billing: { PostPaid: "按量付费", PrePaid: "包年包月" },
  node: (node: Node): Text =>
    text`${code(node.name)} ${node.status}${node.instanceType === null ? [] : text` ${node.instanceType}`}${
      addedByHand(node) ? words("，手动添加") : []
    }`,
  moreNodes: (count: number): Text => words(`另有 ${count} 个`),
  isDefault: "这是默认节点池：系统组件运行在其中，不能删除。",
  summaryOf: (found: NodePool, state: string): Text =>
    text`${code(qualifiedName(found))} ${words(state)}，${found.nodes.serving}/${found.nodes.total} 个节点在服务`,
};

/** A message holds 50 blocks: the whole list of a big pool does not belong in one. */
const mostNodes = 20;

export const show = defineCommand({
  verb: "show",
  topic: "pools",
  effect: "answer",
  arguments: { pool: pool() },
  options: {},
  examples: ["show prod-pool", "show prod/default-nodepool"],
  words: { en: english, "zh-CN": chinese },
  async run({ arguments: { pool: found } }, { cloud, operations, words: shared }, own) {
    const [full, nodes, live] = await Promise.all([cloud.nodePool(found), cloud.nodes(found), operations.live()]);
    const under = live.filter((operation) => poolIdOf(operation.plan.change.target) === found.id);
    const summary = own.summaryOf(full, shared.poolState(full.state));
    return success({
      kind: "answer",
      document: {
        title: qualifiedName(full),
        sections: [
          paragraph(summary),
          facts(basics(full, own)),
          facts(configuration(full, own, shared)),
          list(
            [
              ...nodes.slice(0, mostNodes).map(own.node),
              ...(nodes.length > mostNodes ? [own.moreNodes(nodes.length - mostNodes)] : []),
            ],
            own.labels.nodeList,
          ),
          ...(under.length === 0
            ? []
            : [
                list(
                  under.map((each) => lineOf(each, shared)),
                  own.labels.underWay,
                ),
              ]),
          ...(full.isDefault ? [note(words(own.isDefault))] : []),
        ],
        summary,
      },
    });
  },
});

function basics(found: NodePool, own: Own): readonly Fact[] {
  const { management } = found;
  const onOff = (on: boolean): Text => words(management.enabled && on ? own.on : own.off);
  return [
    { label: own.labels.state, value: [code(found.state)] },
    { label: own.labels.nodes, value: own.counts(found) },
    { label: own.labels.size, value: own.size(found) },
    { label: own.labels.managed, value: words(management.enabled ? own.on : own.off) },
    {
      label: own.labels.autoRepair,
      value:
        management.enabled && management.autoRepair && management.approvalRequired
          ? words(own.onWithApproval)
          : onOff(management.autoRepair),
    },
    { label: own.labels.autoUpgrade, value: onOff(management.autoUpgrade) },
    { label: own.labels.cve, value: onOff(management.autoVulnerabilityFix) },
  ];
}

function configuration(found: NodePool, own: Own, { joining }: Words): readonly Fact[] {
  const { labels } = own;
  const { runtime, systemDisk, chargeType } = found;
  const codes = (values: readonly string[]): Text =>
    values.length === 0 ? words(own.none) : joining.listed(values.map(code));
  const billing = chargeType === "PrePaid" || chargeType === "PostPaid" ? own.billing[chargeType] : own.none;
  return [
    { label: labels.id, value: [code(found.id)] },
    { label: labels.instances, value: codes(found.instanceTypes) },
    { label: labels.billing, value: words(billing) },
    { label: labels.image, value: codes([found.imageType, found.imageId].filter((each) => each !== null)) },
    { label: labels.kubelet, value: codes(found.kubeletVersion === null ? [] : [found.kubeletVersion]) },
    { label: labels.runtime, value: codes(runtime === null ? [] : [`${runtime.name} ${runtime.version}`]) },
    {
      label: labels.disk,
      value: codes(systemDisk === null ? [] : [`${systemDisk.category ?? "?"} ${systemDisk.sizeGiB ?? "?"} GiB`]),
    },
    { label: labels.vSwitches, value: codes(found.vSwitchIds) },
    {
      label: labels.scaling,
      value: codes([found.scalingPolicy, found.multiZonePolicy].filter((each) => each !== null)),
    },
    { label: labels.labels, value: codes(found.labels.map(({ key, value }) => `${key}=${value}`)) },
    { label: labels.taints, value: codes(found.taints.map(({ key, value, effect }) => `${key}=${value}:${effect}`)) },
    { label: labels.tags, value: codes(found.tags.map(({ key, value }) => `${key}=${value}`)) },
  ];
}

function lineOf(operation: Operation, { stageName }: Words): Text {
  return text`${code(operation.id)} ${words(stageName(operation.state.stage))}`;
}
