import { defineCommand } from "../src/command-kit/command.ts";
import { optional, pool, wholeNumber, word } from "../src/command-kit/parameters.ts";
import { saysSomething } from "../src/command-kit/pool-options.ts";
import { numberOrPercent, onOff } from "../src/command-kit/pool-parameters.ts";
import { planManagement } from "../src/domain/changes/managed-features.ts";
import type { FieldWish } from "../src/domain/changes/settings.ts";
import { failure, success } from "../src/domain/result.ts";
import { code, text, words } from "../src/domain/text.ts";

/** Where in ACK's `management` each option stands. */
const paths: Readonly<Record<string, string>> = {
  "auto-repair": "auto_repair",
  "approval-required": "auto_repair_policy.approval_required",
  "restart-node": "auto_repair_policy.restart_node",
  "max-parallel-repairs": "auto_repair_policy.max_parallel_repairing_nodes",
  "max-unhealthy": "auto_repair_policy.max_unhealthy_nodes_threshold",
  "repair-policy": "auto_repair_policy.auto_repair_policy_id",
  "auto-upgrade": "auto_upgrade",
  "upgrade-kubelet": "auto_upgrade_policy.auto_upgrade_kubelet",
  "upgrade-runtime": "auto_upgrade_policy.auto_upgrade_runtime",
  "upgrade-os": "auto_upgrade_policy.auto_upgrade_os",
  cve: "auto_vul_fix",
  "cve-level": "auto_vul_fix_policy.vul_level",
  "cve-restart": "auto_vul_fix_policy.restart_node",
  "cve-exclude": "auto_vul_fix_policy.exclude_packages",
  "max-unavailable": "upgrade_config.max_unavailable",
  diagnosis: "auto_fault_diagnosis",
};

export const manage = defineCommand({
  verb: "manage",
  topic: "pools",
  effect: "change",
  arguments: { pool: pool(), state: optional(onOff()) },
  options: {
    "auto-repair": optional(onOff()),
    "approval-required": optional(onOff()),
    "restart-node": optional(onOff()),
    "max-parallel-repairs": optional(numberOrPercent()),
    "max-unhealthy": optional(numberOrPercent()),
    "repair-policy": optional(word()),
    cve: optional(onOff()),
    "cve-level": optional(word()),
    "cve-restart": optional(onOff()),
    "cve-exclude": optional(word()),
    "auto-upgrade": optional(onOff()),
    "upgrade-kubelet": optional(onOff()),
    "upgrade-runtime": optional(onOff()),
    "upgrade-os": optional(onOff()),
    surge: optional(numberOrPercent()),
    "max-unavailable": optional(wholeNumber(1, 1000)),
    diagnosis: optional(onOff()),
  },
  examples: [
    "manage prod-pool --approval-required on",
    "manage web-pool on --auto-repair on --restart-node on --max-parallel-repairs 2",
    "manage prod-pool --cve on --cve-level asap,later --cve-restart off",
    "manage prod-pool off",
  ],
  steps: [
    {
      name: "repairs",
      asks: [
        "pool",
        "state",
        "auto-repair",
        "approval-required",
        "restart-node",
        "max-parallel-repairs",
        "max-unhealthy",
        "repair-policy",
        "diagnosis",
      ],
    },
    {
      name: "upgrades",
      asks: [
        "cve",
        "cve-level",
        "cve-restart",
        "cve-exclude",
        "auto-upgrade",
        "upgrade-kubelet",
        "upgrade-runtime",
        "upgrade-os",
        "surge",
        "max-unavailable",
      ],
    },
  ],
  words: {
    en: {
      steps: { repairs: "managing and repairs", upgrades: "CVE fixes and upgrades" },
      summary: "Managed features: automatic repair, upgrades and CVE fixes",
      details: [
        words(
          "Switched on, every switch that you do not name is sent as it was, or off: ACK's own defaults have changed.",
        ),
        words("Switched off, the pool becomes what it was before, and ACK's automatic work on it stops."),
        text`The cluster has to be an ACK Pro cluster and needs the add-on ${code("ack-node-problem-detector")}.`,
        text`Automatic upgrades and fixes keep to the cluster's maintenance window.`,
      ],
      parameters: {
        pool: "Node pool, as name or cluster/name",
        state: "Whether ACK manages the pool; left out: as it is",
        "auto-repair": "Whether ACK repairs nodes by itself",
        "approval-required": "Whether repairs of node instances wait for somebody's permission",
        "restart-node": "Whether a repair may restart nodes; their pods restart, too",
        "max-parallel-repairs": "Nodes repaired at once, as a number or a share",
        "max-unhealthy": "Above this number or share of unhealthy nodes nothing is repaired",
        "repair-policy": "ID of a repair policy of the cluster",
        cve: "Whether ACK fixes vulnerabilities by itself",
        "cve-level": "Which: asap, later, nntf (high, medium, low), with commas",
        "cve-restart": "Whether a fix may restart nodes",
        "cve-exclude": "Packages that are left alone, with commas",
        "auto-upgrade": "Whether ACK upgrades nodes by itself",
        "upgrade-kubelet": "Whether that upgrades the kubelet",
        "upgrade-runtime": "Whether that upgrades the container runtime",
        "upgrade-os": "Whether that upgrades the OS image",
        surge: "Extra nodes while an upgrade runs, as a number or a share",
        "max-unavailable": "Nodes that may be out of service while an upgrade runs",
        diagnosis: "Whether ACK diagnoses faults of nodes by itself",
      },
    },
    "zh-CN": {
      steps: { repairs: "托管和自愈", upgrades: "漏洞修复和升级" },
      summary: "托管配置：节点自愈、自动升级和漏洞修复",
      details: [
        words("开启时，未指定的开关按原值提交，没有原值则为关闭：ACK 的默认值曾经变化。"),
        words("关闭后，节点池恢复为原来的类型，ACK 停止对它自动运维。"),
        text`集群须为 ACK Pro 集群，并已安装 ${code("ack-node-problem-detector")} 组件。`,
        words("自动升级和自动修复在集群的维护窗口内进行。"),
      ],
      parameters: {
        pool: "节点池名称，或 集群/节点池",
        state: "是否由 ACK 托管；省略则不变",
        "auto-repair": "是否开启节点自愈",
        "approval-required": "修复节点实例前是否需要许可",
        "restart-node": "修复时是否可以重启节点；其上的 Pod 也会重启",
        "max-parallel-repairs": "同时修复的节点数，数字或百分比",
        "max-unhealthy": "不健康节点超过该数字或百分比时，不再修复",
        "repair-policy": "集群的自愈策略 ID",
        cve: "是否自动修复漏洞",
        "cve-level": "修复级别：asap、later、nntf（高、中、低），用逗号分隔",
        "cve-restart": "修复漏洞时是否可以重启节点",
        "cve-exclude": "不更新的软件包，用逗号分隔",
        "auto-upgrade": "是否自动升级节点",
        "upgrade-kubelet": "是否自动升级 kubelet",
        "upgrade-runtime": "是否自动升级容器运行时",
        "upgrade-os": "是否自动升级操作系统镜像",
        surge: "升级时的额外节点数，数字或百分比",
        "max-unavailable": "升级时的最大不可用节点数",
        diagnosis: "是否自动诊断节点故障",
      },
    },
  },
  async run({ arguments: { pool: found, state: on }, options }, { cloud }) {
    const fields = fieldsOf(options);
    if (on === null && !saysSomething(options)) return failure({ code: "nothing-asked", verb: "manage" });
    const [named] = Object.entries(options).find(([, value]) => value !== null) ?? [];
    if (on === false && named !== undefined) {
      return failure({ code: "option-not-with", verb: "manage", option: `--${named}`, other: "off" });
    }
    const [full, cluster] = await Promise.all([cloud.nodePool(found), cloud.cluster(found.cluster)]);
    const preview = planManagement(full, cluster, { on, fields });
    return preview.ok ? success({ kind: "change", preview: preview.value }) : preview;
  },
});

function fieldsOf(
  options: Readonly<Record<string, unknown>> & { readonly surge: string | null },
): readonly FieldWish[] {
  const plain = Object.entries(paths).flatMap(([name, path]): readonly FieldWish[] => {
    const value = options[name] ?? null;
    return value === null ? [] : [{ path: `management.${path}`, to: value }];
  });
  if (options.surge === null) return plain;
  // ACK takes one of the two: a number or a share.
  const share = options.surge.endsWith("%");
  const number = Number.parseInt(options.surge, 10);
  return [
    ...plain,
    { path: "management.upgrade_config.surge", to: share ? 0 : number },
    { path: "management.upgrade_config.surge_percentage", to: share ? number : 0 },
  ];
}
