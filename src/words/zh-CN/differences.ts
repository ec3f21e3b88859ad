import type { MaintenanceWindow } from "../../domain/cluster.ts";
import { code, dateTime, join, text, words } from "../../domain/text.ts";
import { differencesIn, opening } from "../differences.ts";
import { cancellationCause } from "./initiatives.ts";
import { listed, sentences } from "./joining.ts";
import { planKind, planTarget } from "./operation-plans.ts";
import { leftOut, tab } from "./request-problems.ts";
import { daysNamed } from "./weekdays.ts";

const pause = {
  never: "中间不暂停",
  first: "第一批后暂停，等待放行",
  every: "每批后暂停，等待放行",
} as const;

const billing = { spot: "抢占式实例", subscription: "包年包月", "pay-as-you-go": "按量付费" } as const;

const atOnce = (count: number): string => `同时最多 ${count} 个节点`;

/** What differs, field by field. */
export const differences = differencesIn({
  labels: {
    desiredSize: "期望节点数",
    nodes: "节点",
    operations: "操作",
    vulnerabilities: "漏洞",
    pace: "节奏",
    restarts: "重启",
    drainFirst: "先排水",
    nodesItHas: "现有节点数",
    withItsNodes: "连同节点删除",
    window: "维护窗口",
    plan: "计划",
    plannedFor: "对象",
    wouldStart: "计划开始",
    why: "取消原因",
    node: "节点",
    nodePool: "节点池",
    fault: "故障",
    approving: "批准后",
    command: "批准后执行的命令",
    ackWill: "ACK 将执行",
    when: "时间",
    ackPlan: "ACK 计划",
    kubernetes: "Kubernetes",
    image: "操作系统镜像",
    runtime: "容器运行时",
    how: "方式",
    clonedFrom: "克隆自",
    everythingElse: "其余配置",
    differentFromIt: "与源节点池不同",
    newNodes: "新增节点",
    notCopied: "未复制",
  },
  yes: "是",
  no: "否",
  nothing: "无",
  all: "全部",
  whateverIsWrong: "由 ACK 检查并修复",
  restartsWhereNeeded: "修复需要时重启",
  noRestarts: "不重启",
  released: "（释放）",
  kept: "（保留实例）",
  replacingDisks: "替换系统盘",
  inPlace: "原地升级",
  reach: { "all-nodes": "（存量和新增节点）", "new-nodes": "（仅新增节点）" },
  tab,
  resized: (from, to, step) => text`${from} → ${to} 个节点（${words(step)}）`,
  atOnce,
  pace: (count, pausing, most) =>
    `${atOnce(count)}，${pause[pausing]}，${most === 0 ? "一有节点失败即停止" : `失败超过 ${most} 个节点时停止`}`,
  listed,
  andMore: (first, more) => text`${first} 等，另有 ${more} 个`,
  asIn: (source) => text`与 ${code(source)} 相同`,
  newNodes: (count, paid) => text`${count} 个，${words(billing[paid])}`,
  field: (name, value) => text`${name}：${value}`,
  window,
  planKind,
  planTarget,
  cancellationCause,
  instance: (node, id) => text`${node}，实例 ${code(id)}`,
  faultUntold: "节点状况中已看不到故障，但 ACK 仍在请求许可。",
  faults: (all, since) => text`${join(all, "；")}${since === null ? [] : text`，自 ${dateTime(since)} 起`}`,
  fault: (condition, message) => text`${condition}${message === null ? [] : text`：${message}`}`,
  setsLabel: (label) => text`在节点上设置标签 ${code(label)}，随后由 ACK 修复`,
  startUntold: "ACK 未说明",
  between: (from, to) => text`${dateTime(from)} 至 ${dateTime(to)}`,
  leftOut,
  sentences,
});

/** `周二、周四 03:00 UTC 起 3 小时`. */
export function window(of: MaintenanceWindow | null): string {
  if (of === null) return "无";
  return `${daysNamed(of.days)} ${opening(of)} 起 ${of.hours} 小时`;
}
