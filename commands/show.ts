import { defineCommand } from "../src/command-kit/command.ts";
import { pool } from "../src/command-kit/parameters.ts";
import { poolIdOf } from "../src/domain/changes/target.ts";
import { type Fact, facts, list, note, paragraph } from "../src/domain/document.ts";
import { addedByHand, type Node } from "../src/domain/node.ts";
import { type NodePool, qualifiedName } from "../src/domain/node-pool.ts";
import type { Operation } from "../src/domain/operation.ts";
import { success } from "../src/domain/result.ts";
import { code, join, strong, type Text, text, words } from "../src/domain/text.ts";

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
  summaryOf: (found: NodePool): Text =>
    text`${code(qualifiedName(found))} is ${found.state}, ${found.nodes.serving} of ${found.nodes.total} nodes serve`,
};

type Own = typeof english;

/** A message holds 50 blocks: the whole list of a big pool does not belong in one. */
const mostNodes = 20;

export const show = defineCommand({
  verb: "show",
  topic: "pools",
  effect: "answer",
  arguments: { pool: pool() },
  options: {},
  examples: ["show prod-pool", "show prod/default-nodepool"],
  words: { en: english },
  async run({ arguments: { pool: found } }, { cloud, operations, words: { stageName } }, own) {
    const [full, nodes, live] = await Promise.all([cloud.nodePool(found), cloud.nodes(found), operations.live()]);
    const under = live.filter((operation) => poolIdOf(operation.plan.change.target) === found.id);
    return success({
      kind: "answer",
      document: {
        title: qualifiedName(full),
        sections: [
          paragraph(own.summaryOf(full)),
          facts(basics(full, own)),
          facts(configuration(full, own)),
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
                  under.map((each) => lineOf(each, stageName)),
                  own.labels.underWay,
                ),
              ]),
          ...(full.isDefault ? [note(words(own.isDefault))] : []),
        ],
        summary: own.summaryOf(full),
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

function configuration(found: NodePool, own: Own): readonly Fact[] {
  const { labels } = own;
  const { runtime, systemDisk, chargeType } = found;
  const codes = (values: readonly string[]): Text =>
    values.length === 0 ? words(own.none) : join(values.map(code), ", ");
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

function lineOf(operation: Operation, stageName: (stage: Operation["state"]["stage"]) => string): Text {
  return text`${code(operation.id)} ${words(stageName(operation.state.stage))}`;
}
