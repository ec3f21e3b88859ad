import type { Change } from "../../domain/change.ts";
import type { ControlAction } from "../../domain/control.ts";
import { isOnlyTold } from "../../domain/initiatives.ts";
import type { Operation, State, StateOf, Trouble } from "../../domain/operation.ts";
import type { Escalation, Requirement } from "../../domain/policy.ts";
import { type Progress, type Range, remaining } from "../../domain/progress.ts";
import { code, dateTime, person, strong, type Text, text, time, words } from "../../domain/text.ts";
import { bar, stageMark } from "../marks.ts";
import { approvers } from "./approvers.ts";
import { result } from "./changes.ts";
import { duration, span } from "./durations.ts";
import { begunByAck, plannedStage } from "./initiatives.ts";
import { listed } from "./joining.ts";
import { obstacleSentence, problemSentence } from "./problems.ts";
import { stageName } from "./stages.ts";

export { differenceSentence, eventSentence } from "./events.ts";
export { obstacleSentence, problemSentence } from "./problems.ts";

/** What a change needs before it may run. */
export function requirementSentence(requirement: Requirement): Text {
  const { approvals, from, eachOf, rejections, policy, escalations, selfApproval, veto } = requirement;
  const rule = policy === null ? words("依据内置规则") : text`依据策略 ${code(policy)}`;
  if (veto) return text`除非 ${approvers([...from, ...eachOf])} 拒绝，到期自动执行（${rule}）。`;
  if (approvals === 0) return text`无需审批（${rule}）。`;
  const anyOf = from.length === 0 ? [] : text`，审批人：${approvers(from)}`;
  const allOf = eachOf.length === 0 ? [] : text`，且 ${everyGroup(eachOf)} 各至少 1 人`;
  const why = escalations.flatMap((each) => text`另加 ${each.more} 人：${escalationSentence(each)}`);
  return text`需 ${approvals} 人批准${anyOf}${allOf}（${rule}）。${why}${words(
    (rejections > 1 ? `满 ${rejections} 人拒绝即为拒绝。` : "") + (selfApproval ? "申请人也可以审批。" : ""),
  )}`;
}

/** Why it is two and not one. */
function escalationSentence(of: Escalation): Text {
  switch (of.code) {
    case "share":
      return words(`涉及节点池 ${of.share}% 的节点。`);
    case "disk-replaced":
      return words("会替换系统盘。");
    case "frozen":
      return text`处于变更冻结 ${code(of.freeze)} 期间。`;
    case "changed-lately":
      return words(`节点池在最近 ${of.hours} 小时内有过变更。`);
  }
}

function everyGroup(groups: Requirement["eachOf"]): Text {
  return listed(groups.map((group) => approvers([group])));
}

/** How an operation stands, in one line with its mark. */
export function stageLine({ state, plan, requirement }: Pick<Operation, "state" | "plan" | "requirement">): Text {
  if (state.stage === "awaiting-sign-off" && requirement.veto) {
    return text`${words(stageMark(state.stage))} ${strong("到期自动执行")}：${dateTime(state.until)}，除非被拒绝`;
  }
  if (state.stage === "waiting" && state.for.kind === "plan-start") {
    return text`${words("🗓️")} ${strong("ACK 已安排")}：${plannedStage(state.for.at, requirement.approvals > 0)}`;
  }
  if (plan.change.kind === "automated-plan" && state.stage === "approved" && requirement.approvals === 0) {
    return text`${words("🗓️")} ${strong(begunByAck)}`;
  }
  const detail = stageDetail(state, plan.change);
  return text`${words(stageMark(state.stage))} ${strong(stageName(state.stage))}${detail}`;
}

function stageDetail(state: State, change: Change): Text {
  switch (state.stage) {
    case "awaiting-sign-off":
      return text`，截止 ${dateTime(state.until)}`;
    case "waiting":
      return text`：${obstacleSentence(state.for)}`;
    case "submitting":
      return state.unclear === null ? [] : words("：ACK 的应答丢失，正在核实它是否已受理");
    case "unknown":
      return words("：无法确定 ACK 是否受理了调用");
    case "succeeded":
      return text`，用时 ${words(duration(state.at - state.since))}：${words(result(change, state.nodes))}`;
    case "failed":
      return text`：${problemSentence(state.problem).what}`;
    case "cancelled":
      return text`，已完成 ${state.done}/${state.total} 个节点`;
    case "rejected":
      return text`，拒绝人 ${person(state.by)}`;
    case "withdrawn":
      return state.by === null ? [] : text`，撤回人 ${person(state.by)}`;
    case "stale":
      return words("：计划所依据的状态已变化，因此未执行");
    default:
      return [];
  }
}

/** What is known where nobody knows the outcome, and what one can do. */
export function unknownSentence({ since, detail }: StateOf<"unknown">): Text {
  const lost = detail === null ? words("期间机器人停止了") : text`应答丢失（${detail}）`;
  return text`调用发出于 ${dateTime(since)}，${lost}，节点池上也看不出变化。请在 ACK 控制台查看节点池：如果正在执行，请点击“${strong("按已受理跟踪")}”；如果确定不会执行，请点击“${strong("放弃")}”，然后重新申请。系统会继续核实，一天后自动放弃；在此之前，该节点池不执行其他变更。`;
}

/** What somebody asked of a task that does not show it yet. */
export const controlPending: Readonly<Record<ControlAction, string>> = {
  pause: "⏸️ 正在暂停：当前批次会执行完。",
  resume: "▶️ 正在继续。",
  cancel: "🛑 正在取消：当前批次会执行完，已完成的保持不变。",
};

/** What a pause means for nodes, and what becomes of it when nobody goes on. */
export function pauseSentence({ needsGoAhead, pausedAt }: StateOf<"paused">): Text {
  const why = needsGoAhead ? "本批已完成，等待放行。" : "等待有人继续。";
  return text`${words(why)}已完成的节点保持不变。ACK 会清理停滞 15 天的任务，这个任务自 ${dateTime(pausedAt)} 起停滞。`;
}

/** Evidence of what was done so far, for who gives the go-ahead. */
export function evidenceSentence({ progress, since, pausedAt }: StateOf<"paused">): Text {
  const pace = progress.done === 0 ? "" : `，平均每个节点 ${duration((pausedAt - since) / progress.done)}`;
  return words(`已完成 ${progress.done}/${progress.total} 个节点，失败 ${progress.failed} 个${pace}。`);
}

export function progressLine({ progress, since }: StateOf<"running" | "paused">, planned: Range, now: number): Text {
  if (progress.total === 0) return words(`已用时 ${duration(now - since)}`);
  const failed = progress.failed === 0 ? "" : `，失败 ${progress.failed} 个`;
  return text`${words(bar(progress))} 已完成 ${strong(`${progress.done}/${progress.total}`)} 个节点${words(failed)}${
    progress.stage === null ? [] : text` · ${code(progress.stage)}`
  } · ${words(`已用时 ${duration(now - since)}`)} · ${words(restOf(progress, planned, now - since))}`;
}

function restOf(progress: Progress, planned: Range, elapsed: number): string {
  if (progress.settlingSince !== null || progress.done >= progress.total) return "ACK 正在收尾";
  return `预计还需：${span(remaining(planned, elapsed / 60_000, progress))}`;
}

export function troubleSentence(of: Trouble): Text {
  return text`⚠️ 自 ${time(of.since)} 起无法向 ACK 查询进度（${code(of.code)}: ${of.detail}）。任务仍在进行，会继续查询。`;
}

/** All of it in a line, for notifications. */
export function summary({ id, grant }: Operation, change: Text, stage: Text): Text {
  return text`${grant === null ? [] : words("🚨 紧急执行 · ")}${code(id)} ${change} · ${stage}`;
}

/** On a card that shows something long after it happened. */
export function lateSentence(since: number): Text {
  return text`🕰️ 补发：发生于 ${dateTime(since)}，此后无法连接 Slack，或待更新的内容过多。`;
}

/** A line where the operation was asked for, when its card lives elsewhere. */
export function pointerSentence(operation: Operation, change: Text, cardUrl: Text): Text {
  const {
    id,
    state: { stage },
    grant,
  } = operation;
  const shout = grant === null ? [] : text`${words("🚨")} ${strong("紧急执行")} `;
  return text`${shout}${words(stageMark(stage))} ${code(id)} ${change} · ${words(isOnlyTold(operation) ? "由 ACK 安排" : stageName(stage))}。${cardUrl}`;
}
