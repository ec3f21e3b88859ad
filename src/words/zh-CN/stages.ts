import type { Stage } from "../../domain/operation.ts";

const names: Readonly<Record<Stage, string>> = {
  requested: "登记中",
  "awaiting-sign-off": "待审批",
  approved: "已批准",
  waiting: "已批准，等待中",
  submitting: "正在提交给 ACK",
  unknown: "结果不明",
  running: "执行中",
  paused: "已暂停",
  succeeded: "已完成",
  failed: "失败",
  cancelled: "已取消",
  rejected: "已拒绝",
  withdrawn: "已撤回",
  expired: "已过期",
  stale: "已失效",
};

export function stageName(stage: Stage): string {
  return names[stage];
}
