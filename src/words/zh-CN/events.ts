import type { Change } from "../../domain/change.ts";
import type { ControlAction } from "../../domain/control.ts";
import type { OperationEvent, Resolution } from "../../domain/operation.ts";
import type { Difference } from "../../domain/plan.ts";
import { code, join, person, type Text, text, words } from "../../domain/text.ts";
import { isOwnFact } from "../own-facts.ts";
import { glassBrokenSentence } from "./break-glass.ts";
import { fact, result } from "./changes.ts";
import { voterOf } from "./delegations.ts";
import { differenceSentence as ownDifference, nextAfterFailure, ownEvent } from "./initiatives.ts";
import { narrowedSentence } from "./narrowing.ts";
import { obstacleSentence, problemSentence } from "./problems.ts";

export function differenceSentence(of: Difference): Text {
  if (isOwnFact(of)) return ownDifference(of);
  const { fact: name, planned, present } = of;
  return text`${words(fact[name] ?? name)}：计划时为 ${factState(planned)}，现在为 ${factState(present)}`;
}

/** The domain says `none` where there is nothing. */
function factState(value: string): Text {
  return value === "none" ? words("空") : [code(value)];
}

/** Lines of the card's thread: what happened, for every kind of event that the thread tells. null: the card tells enough. */
export function eventSentence(event: OperationEvent, change: Change): Text | null {
  if (change.kind === "approve-repair" || change.kind === "automated-plan") {
    const own = ownEvent(event, change);
    if (own !== null) return own;
  }
  switch (event.kind) {
    case "requested":
    case "card-posted":
    case "card-refused":
      return null;
    case "glass-broken":
      return glassBrokenSentence(event.grant);
    case "reviewed":
      return text`🔎 ${person(event.by)} 已复核这次未经审批的执行。`;
    case "voted":
      return event.vote.verdict === "approve"
        ? text`👍 ${voterOf(event.vote)} 已批准${words(event.vote.steppedUp ? "（已验证身份）。" : "。")}`
        : text`🚫 ${voterOf(event.vote)} 已拒绝${event.vote.reason === null ? words("。") : text`：${event.vote.reason}`}`;
    case "narrowing-proposed":
      return text`✂️ ${person(event.proposal.by)} 建议缩小范围：${narrowedSentence(event.proposal.plan)}。`;
    case "narrowing-accepted":
      return text`🤝 ${person(event.by)} 接受了缩小的计划，之前的审批不再计入。`;
    case "narrowing-declined":
      return text`↔️ ${person(event.by)} 保留原计划。`;
    case "withdrawn":
      return text`↩️ ${person(event.by)} 已撤回。`;
    case "agreed":
      return words("🤝 到期无人拒绝，继续执行。");
    case "reminded":
      return words("⏰ 审批时间已过半。");
    case "escalated":
      return words("📣 尚未审批：按策略，从现在起更多人可以审批。");
    case "expired":
      return words("⌛ 已过期：未按时获得足够的批准，未做任何变更。");
    case "held-up":
      if (event.by.kind === "plan-start") return null;
      return text`⏳ 等待：${obstacleSentence(event.by)}`;
    case "drifted":
      return text`⚠️ 未执行：${join(event.differences.map(differenceSentence), "；")}。已有的审批不再有效。`;
    case "submission-began":
      return words("🛫 正在提交给 ACK。");
    case "submission-unclear":
      return text`❓ ACK 的应答丢失（${event.detail}），正在核实它是否已受理，不会重复提交。`;
    case "not-submitted":
      return text`↪️ ACK 尚未执行${event.detail === null ? [] : text`（${event.detail}）`}，会自动重试。`;
    case "outcome-unknown":
      return text`❓ 无法确定 ACK 是否受理了调用${event.detail === null ? [] : text`（${event.detail}）`}，节点池上也看不出变化。系统不会重复提交，需要有人决定如何处理。`;
    case "resolved":
      return event.by === null
        ? words("⌛ 一天内无人处理，已放弃。")
        : text`${words(resolvedBy[event.resolution])}${person(event.by)}。`;
    case "started":
      return text`🔄 ACK 已开始执行${event.taskId === null ? [] : text`：任务 ${code(event.taskId)}`}${
        event.requestId === null ? [] : text`，请求 ID ${code(event.requestId)}`
      }。`;
    case "progressed":
      return text`▪️ 已完成 ${event.progress.done}/${event.progress.total} 个节点。`;
    case "lost-sight":
      return text`🌫️ 暂时无法向 ACK 查询进度（${code(event.code)}: ${event.detail}）。任务仍在进行，会继续查询。`;
    case "control-asked":
      return text`${words(controlAsked[event.action])}${person(event.by)}。`;
    case "control-sent":
      return null;
    case "control-refused":
      return text`⚠️ ACK 未受理（${code(event.code)}: ${event.detail}），任务照常继续。`;
    case "paused":
      return words("⏸️ ACK 已暂停任务。");
    case "resumed":
      return words("▶️ ACK 已继续任务。");
    case "succeeded":
      return text`✅ 已完成：${words(result(change, event.nodes))}。`;
    case "failed": {
      const { what, next } = problemSentence(event.problem);
      return text`❌ 失败：${what}${nextAfterFailure(change) ?? next}`;
    }
    case "cancelled":
      return words("🛑 已在 ACK 取消。已完成的节点保持不变。");
  }
}

const controlAsked: Readonly<Record<ControlAction, string>> = {
  pause: "⏸️ 请求暂停：",
  resume: "▶️ 放行：",
  cancel: "🛑 请求取消：",
};

const resolvedBy: Readonly<Record<Resolution, string>> = {
  "look-again": "🔎 请求重新核实：",
  adopt: "🤝 按 ACK 已受理继续跟踪：",
  "give-up": "🏳️ 放弃：",
};
