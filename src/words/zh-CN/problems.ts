import type { Obstacle, Problem } from "../../domain/operation.ts";
import { code, dateTime, type Text, text, words } from "../../domain/text.ts";
import type { Explanation } from "../explanation.ts";
import { cloudAdvice } from "./cloud-errors.ts";
import { planProblem, planStartSentence, repairProblem } from "./initiatives.ts";
import { listed } from "./joining.ts";

/** What an operation waits for. */
export function obstacleSentence(of: Obstacle): Text {
  switch (of.kind) {
    case "operation":
      return text`${code(of.id)} 正在变更这个节点池，完成后轮到本操作。`;
    case "pool-state":
      return text`节点池状态为 ${code(of.state)}，恢复为 ${code("active")} 后开始。`;
    case "cluster-upgrade":
      return text`ACK 一次只升级集群中的一个节点池，目前正在升级 ${code(of.pool)}。`;
    case "window":
      return of.opens === null
        ? words("策略要求在集群的维护窗口内执行，但集群没有维护窗口。")
        : text`集群的维护窗口将于 ${dateTime(of.opens)} 开始。`;
    case "not-before":
      return text`按约定于 ${dateTime(of.until)} 开始。`;
    case "freeze":
      return text`变更冻结 ${code(of.name)} 持续到 ${dateTime(of.until)}。`;
    case "plan-start":
      return planStartSentence(of.at);
    case "cloud":
      return text`ACK 暂时无法受理（${code(of.code)}: ${of.detail}），会自动重试。`;
  }
}

/** What went wrong. */
export function problemSentence(of: Problem): Explanation {
  switch (of.kind) {
    case "refused":
      return {
        what: text`ACK 拒绝了调用（${code(of.code)}: ${of.detail}），未做任何变更。`,
        next: text`${cloudAdvice(of.code, "refused")}${of.requestId === null ? [] : text`请求 ID：${code(of.requestId)}`}`,
      };
    case "task-failed":
      return {
        what: text`ACK 的任务失败（${code(of.code)}: ${of.detail}）${failedNodes(of.nodes)}。`,
        next: text`${cloudAdvice(of.code, "refused")}请检查不可调度或未就绪的节点，恢复后重新申请。`,
      };
    case "nodes-failed":
      return {
        what: text`任务已结束，但有节点未成功${failedNodes(of.nodes)}。`,
        next: words("请在 ACK 控制台查看这些节点，常见原因是排水未能完成。"),
      };
    case "size-not-reached":
      return {
        what: text`任务已结束，但节点池只有 ${of.present} 个节点，期望 ${of.wanted} 个。`,
        next: words("ACK 会继续尝试。请查看节点池的伸缩活动，常见原因是库存、IP 地址或配额不足。"),
      };
    case "pool-broken":
      return {
        what: text`ACK 已放弃：节点池状态为 ${code(of.state)}。`,
        next: words("请查看节点池的活动记录了解原因。创建失败或删除失败的节点池只能删除。"),
      };
    case "not-reached":
      return {
        what: words("ACK 的任务已结束，但没有看到预期的结果。"),
        next: words("请查看节点池，如仍需要请重新申请。"),
      };
    case "pool-gone":
      return { what: words("节点池已不存在。"), next: words("它在此期间被人删除了。") };
    case "task-lost":
      return {
        what: text`ACK 已查不到任务 ${code(of.taskId ?? "?")}，从节点池也看不出结果。`,
        next: words("请先在 ACK 控制台查看节点池，再申请其他变更。"),
      };
    case "repair-failed":
      return repairProblem(of);
    case "plan-failed":
      return planProblem(of);
    case "outcome-unknown":
      return {
        what: text`无法确定 ACK 是否受理了调用：${
          of.detail === null ? words("调用期间机器人停止了") : text`应答丢失（${of.detail}）`
        }，节点池上也看不出变化。`,
        next: words("系统不会重复提交。请先在 ACK 控制台查看节点池，如仍需要请重新申请。"),
      };
  }
}

function failedNodes(names: readonly string[]): Text {
  return names.length === 0 ? [] : text`，失败节点：${listed(names.map(code))}`;
}
