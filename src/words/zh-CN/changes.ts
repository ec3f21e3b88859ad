import type { Change } from "../../domain/change.ts";
import { changedFields } from "../../domain/changes/settings.ts";
import { targetName } from "../../domain/changes/target.ts";
import type { Disruption } from "../../domain/preview.ts";
import { code, strong, type Text, text, words } from "../../domain/text.ts";
import { runtimeName } from "../differences.ts";
import { planSentence, planTitle, repairSentence, repairTitle } from "./initiatives.ts";
import { listed } from "./joining.ts";
import { planKind, planTarget } from "./operation-plans.ts";

export { differences, window } from "./differences.ts";
export { warning } from "./warnings.ts";

/** `扩容 prod/prod-pool`: what a change is, in few words. */
export function title(change: Change): string {
  if (change.kind === "approve-repair") return repairTitle(change);
  if (change.kind === "automated-plan") return planTitle(change);
  return `${kind[change.kind]} ${targetName(change.target)}`;
}

/** A change in one sentence. */
export function sentence(change: Change): Text {
  const target = code(targetName(change.target));
  const does = words(kind[change.kind]);
  switch (change.kind) {
    case "scale-out":
    case "scale-in":
      return text`${does} ${target}：${strong(change.from)} → ${strong(change.to)} 个节点`;
    case "edit":
    case "manage":
    case "autoscale":
      return text`${does} ${target}：${listed(changedFields(change).map(({ path }) => code(path)))}`;
    case "create":
      return text`${does} ${target}`;
    case "clone":
      return text`${does} ${code(change.source ?? "?")} 为 ${target}`;
    case "upgrade":
      return text`${does} ${target}：${parts(change)}`;
    case "repair":
      return text`${does} ${target} 的 ${change.nodes.length} 个节点`;
    case "cve-fix":
      return text`${does} ${target}：${change.nodes.length} 个节点上的 ${change.vulnerabilities.length} 个漏洞`;
    case "remove-nodes":
      return text`从 ${target} 移除 ${change.nodes.length} 个节点`;
    case "delete":
      return text`${does} ${target}（现有 ${change.nodes} 个节点）`;
    case "maintenance-window":
      return change.to === null ? text`关闭 ${target} 的维护窗口` : text`设置 ${target} 的维护窗口`;
    case "cancel-plan":
      return text`取消 ACK 为${planTarget(change)} 安排的计划 ${code(change.planId)}（${planKind(change.planType)}）`;
    case "approve-repair":
      return repairSentence(change);
    case "automated-plan":
      return planSentence(change);
  }
}

export const kind: Readonly<Record<Change["kind"], string>> = {
  "scale-out": "扩容",
  "scale-in": "缩容",
  edit: "编辑",
  manage: "调整托管配置",
  autoscale: "调整自动伸缩",
  create: "创建",
  clone: "克隆",
  upgrade: "升级",
  repair: "修复",
  "cve-fix": "修复漏洞",
  "remove-nodes": "移除节点",
  delete: "删除",
  "maintenance-window": "维护窗口",
  "cancel-plan": "取消运维计划",
  "approve-repair": "许可修复节点",
  "automated-plan": "ACK 运维计划",
};

/** What came of a change that worked out. */
export function result(change: Change, count: number): string {
  switch (change.kind) {
    case "scale-out":
    case "scale-in":
      return `现有 ${count} 个节点在服务`;
    case "edit":
    case "manage":
    case "autoscale":
      return `已修改 ${changedFields(change).length} 项配置`;
    case "create":
    case "clone":
      return `节点池已激活，${count} 个节点在服务`;
    case "upgrade":
      return `已升级 ${count} 个节点`;
    case "repair":
      return `已修复 ${count} 个节点`;
    case "cve-fix":
      return `已在 ${count} 个节点上修复 ${change.vulnerabilities.length} 个漏洞`;
    case "remove-nodes":
      return `已移除 ${change.nodes.length} 个节点`;
    case "delete":
      return "节点池已删除";
    case "maintenance-window":
      return change.to === null ? "维护窗口已关闭" : "维护窗口已设置";
    case "cancel-plan":
      return "计划已取消";
    case "approve-repair":
      return "节点已恢复正常";
    case "automated-plan":
      return "ACK 已执行完计划";
  }
}

function parts(change: Extract<Change, { kind: "upgrade" }>): Text {
  return listed([
    ...(change.kubernetes === null ? [] : [text`Kubernetes ${code(change.kubernetes.to)}`]),
    ...(change.image === null ? [] : [text`操作系统镜像 ${code(change.image.to)}`]),
    ...(change.runtime === null ? [] : [text`容器运行时 ${code(runtimeName(change.runtime.to))}`]),
  ]);
}

/** What workloads notice, in plain words (ACK: node pool upgrade, remove nodes, auto repair, CVE fix). */
export const disruption: Readonly<Record<Disruption, string>> = {
  "system-disk-replaced": "每个节点都会替换系统盘，盘上数据全部丢失。节点名称、实例 ID、IP 地址和数据盘不变。",
  "system-disk-kept": "系统盘保留。",
  "nodes-drained": "每个节点先设为不可调度并排水。排水超过 30 分钟，升级会停止。",
  "nodes-may-drain": "ACK 在需要时会对节点排水。排水超过 30 分钟，升级会停止。",
  "nodes-removed": "ACK 会移除节点，其上的 Pod 需要在其他节点上有余量。不要指望移除前会排水。",
  "nodes-drained-for-removal": "每个节点先在 PodDisruptionBudget 允许的范围内排水，再移除。",
  "nodes-drained-for-fix": "每个节点重启前先排水。",
  "nodes-restart": "修复需要时，节点会重启。",
  "components-restart": "节点上的组件会重启。如仍无效且节点池允许，ACK 会对节点排水并重启；即使排水失败也会继续。",
  "pods-evicted-by-taint": "效果为 NoExecute 的污点会从现有节点上驱逐不容忍它的 Pod。",
  "kubelet-restarts": "每个节点上的 kubelet 会重启。",
  "pods-restart": "这些节点上的 Pod 会停止，并在别处或稍后重新启动。",
  "connections-break": "与这些 Pod 的长连接会中断。",
  "drained-for-repair": "ACK 先对节点排水，最长 30 分钟；即使排水失败也会继续。节点已不再调度新的 Pod。",
  "instance-restarted": "随后 ACK 重启该节点的实例。",
  "hardware-repaired": "随后 ACK 安排维修实例的硬件，本地盘上的数据可能丢失。",
};

export const noDisruption = "运行中的业务不受影响。";

/** Facts that a plan rests on, for the line that tells what moved. */
export const fact: Readonly<Record<string, string>> = {
  pool: "节点池",
  "desired-size": "期望节点数",
  "auto-scaling": "自动伸缩",
  "control-plane-version": "控制面版本",
  "kubelet-version": "kubelet 版本",
  image: "操作系统镜像",
  runtime: "容器运行时",
  "node-count": "节点数",
  "pool-exists": "同名节点池",
  window: "维护窗口",
};
