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
