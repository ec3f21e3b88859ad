import type { PlanCancellationChange } from "../../domain/changes/plan-cancellation.ts";
import { code, type Text, text } from "../../domain/text.ts";
import { planNamesIn } from "../plan-names.ts";

export const { planKind, planState } = planNamesIn({
  kinds: {
    CVE_FIX: "漏洞修复",
    CONTAINERD_UPGRADE: "containerd 升级",
    CLUSTER_UPGRADE_MASTER: "控制面升级",
    CLUSTER_UPGRADE_ADDON: "组件升级",
    NODEPOOL_CONFIG: "节点配置变更",
    KUBELET_UPGRADE: "kubelet 升级",
    NODEPOOL_UPDATE_OS: "操作系统更新",
    IMAGE_UPGRADE: "操作系统镜像升级",
  },
  states: {
    scheduled: "已安排",
    executing: "执行中",
    executed: "已完成",
    failed: "失败",
    validatingfailed: "未开始：ACK 的前置检查未通过",
    canceled: "已取消",
  },
});

/** Whose plan it is: a pool's, or the cluster's. */
export function planTarget({ target, pool }: Pick<PlanCancellationChange, "target" | "pool">): Text {
  return pool === null
    ? text`集群 ${code(target.cluster.name)}`
    : text`节点池 ${code(`${target.cluster.name}/${pool}`)}`;
}
