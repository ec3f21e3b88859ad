import type { Change } from "../../domain/change.ts";
import { approvingCommand, type ApproveRepairChange } from "../../domain/changes/approve-repair.ts";
import type { AutomatedPlanChange } from "../../domain/changes/automated-plan.ts";
import type { CancellationCause } from "../../domain/changes/plan-cancellation.ts";
import { targetName } from "../../domain/changes/target.ts";
import type { Operation, OperationEvent, Problem } from "../../domain/operation.ts";
import type { Difference } from "../../domain/plan.ts";
import { code, dateTime, join, person, type Text, text, words } from "../../domain/text.ts";
import type { Explanation } from "../explanation.ts";
import { momentIn } from "../own-facts.ts";
import { planKind, planState } from "./operation-plans.ts";

/** Who asked for an operation; what nobody asked for was begun by ACK, or by Lifeguard itself. */
export function asker({ requester, plan }: Pick<Operation, "requester" | "plan">): Text {
  if (requester !== null) return [person(requester)];
  const { change } = plan;
  if (change.kind === "cancel-plan") return words("Lifeguard（按规则自动发起）");
  // Without a look at the node nobody knows that ACK asks.
  const byLifeguard = change.kind === "approve-repair" && change.access === "by-hand";
  return words(byLifeguard ? "Lifeguard（自动发起）" : "ACK（自动发起）");
}

export const askerName = {
  nobody: "ACK 或 Lifeguard（自动发起）",
  withdrawal: "这项操作没有申请人，无法撤回。",
  withdrawalNext: "请在待审批时拒绝它。",
} as const;

// Repairs that wait for permission.

export function repairTitle({ node }: ApproveRepairChange): string {
  return `修复节点 ${node}`;
}

export function repairSentence({ node, target, access }: ApproveRepairChange): Text {
  const pool = code(targetName(target));
  return access === "kubernetes"
    ? text`ACK 修复 ${pool} 的节点 ${code(node)}（须经许可）`
    : text`ACK 修复 ${pool} 的未就绪节点 ${code(node)}（须经许可）`;
}

const repairProblems: Readonly<
  Record<Extract<Problem, { kind: "repair-failed" }>["why"], { what: string; next: string }>
> = {
  "node-gone": {
    what: "已不在集群中：修复结束前，它已被移除或替换。",
    next: "请查看节点池的节点：如果已被替换，无需再做什么。",
  },
  "asks-again": {
    what: "又在等待许可：故障仍然存在。",
    next: "ACK 的修复没有效果。请将节点移出节点池，或就该实例提交工单。",
  },
  "not-healed": {
    what: "已处理过，但仍未恢复正常。",
    next: "ACK 不会自动重试；在它恢复之前，也不会修复该节点池的其他节点。请移除节点，或就该实例提交工单。",
  },
  overtime: {
    what: "三小时后仍未恢复正常。",
    next: "请在 ACK 控制台查看节点，常见原因是排水无法完成，或集群中另一项修复排在前面。",
  },
};

export function repairProblem({ node, why }: Extract<Problem, { kind: "repair-failed" }>): Explanation {
  const { what, next } = repairProblems[why];
  return { what: text`节点 ${code(node)} ${words(what)}`, next: words(next) };
}

export function planProblem({ state, detail }: Extract<Problem, { kind: "plan-failed" }>): Explanation {
  return {
    what: text`ACK 的计划状态为 ${planState(state)}${detail === null ? [] : text`（${detail}）`}。`,
    next: words("请在 ACK 控制台查看节点池。ACK 以后会再安排，也可以随时申请同样的变更。"),
  };
}

// Plans of ACK's own.

export function planTitle({ target }: AutomatedPlanChange): string {
  return `ACK 运维计划 ${targetName(target)}`;
}

export function planSentence({ planType, target, startsAt }: AutomatedPlanChange): Text {
  const when = startsAt === null ? [] : text`，${dateTime(startsAt)} 开始`;
  return text`ACK 为 ${code(targetName(target))} 安排的运维计划（${planKind(planType)}${when}）`;
}

export function cancellationCause(cause: CancellationCause): Text {
  switch (cause.kind) {
    case "no-sign-off":
      return text`${code(cause.operation)} 未按时获得批准`;
    case "rejected":
      return text`${person(cause.by)} 拒绝了 ${code(cause.operation)}`;
    case "no-time":
      return words("发现得太晚，来不及审批");
    case "freeze":
      return text`会在变更冻结 ${code(cause.name)} 期间开始`;
  }
}

/** What waits for ACK's own time. */
export function planStartSentence(at: number | null): Text {
  return at === null ? words("ACK 会自行开始，未说明时间。") : text`ACK 将于 ${dateTime(at)} 自行开始。`;
}

/** Its card stands, and the next look finds out how far ACK is. */
export const begunByAck = "ACK 自行执行";

export function plannedStage(at: number | null, signedOff: boolean): Text {
  return text`${words(signedOff ? "已批准" : "无需处理")}，${planStartSentence(at)}`;
}

// What of it stands on a card beside the ordinary.

/** What it means at this point, and what becomes of it when people do not agree; null: the card tells enough. */
export function meaning({ plan: { change }, state }: Pick<Operation, "plan" | "state">): Text | null {
  const refused = state.stage === "rejected" || state.stage === "expired";
  if (change.kind === "automated-plan") {
    if (state.stage === "awaiting-sign-off") {
      return words("ACK 计划自行执行这项运维，但策略要求先审批：按时批准才会执行。");
    }
    if (!refused) return null;
    const why = state.stage === "expired" ? "未按时获得批准，" : "";
    return words(`${why}Lifeguard 会让 ACK 取消这个计划，结果见另一张卡片。ACK 以后可能再次安排。`);
  }
  if (change.kind !== "approve-repair") return null;
  switch (state.stage) {
    case "awaiting-sign-off":
      return change.access === "kubernetes"
        ? words("ACK 发现该节点有故障，可以修复，但节点池要求先获得许可。在此之前，节点不再调度新的 Pod。")
        : words("该节点未就绪，节点池要求 ACK 修复前先获得许可。");
    case "rejected":
      return text`ACK 仍在等待：标签 ${code(change.labels.inquiring.key)} 会保留，节点不再调度新的 Pod，ACK 也不会修复它。Lifeguard 不会就这个故障再次询问。如需改变决定，请执行 ${code(approvingCommand(change))}`;
    case "expired":
      return words("ACK 仍在等待，不会修复该节点。只要它还在等待，Lifeguard 就会再次询问。");
    case "running":
      return change.access === "by-hand"
        ? text`现在需要有人执行 ${code(approvingCommand(change))}`
        : words("ACK 会对节点排水、修复，然后恢复调度。一次只修复一个节点。");
    case "failed":
      return state.since === null ? text`如需手动许可，请执行 ${code(approvingCommand(change))}` : null;
    default:
      return null;
  }
}

/** What to do after a failure, where it is not what one does after others; null: it is. */
export function nextAfterFailure(change: Change): Text | null {
  if (change.kind !== "cancel-plan" || change.cause === null) return null;
  return words(
    "在计划开始之前，Lifeguard 每十分钟重试一次。已开始的计划无法取消，会在未经审批的情况下执行，由一张卡片跟踪。如需提前阻止，请到 ACK 控制台尝试。",
  );
}

export const cancelThisPlan = "取消这个计划";

/** What happened, where it reads otherwise than of a change that a person asked for; null: it does not. */
export function ownEvent(event: OperationEvent, change: ApproveRepairChange | AutomatedPlanChange): Text | null {
  switch (event.kind) {
    case "submission-began":
      if (change.kind === "automated-plan") return words("🗓️ 计划的时间已到。");
      return change.access === "kubernetes"
        ? words("🛫 正在设置允许 ACK 修复节点的标签。")
        : text`🧑‍🔧 已许可。现在需要有人执行 ${code(approvingCommand(change))}`;
    case "started":
      if (change.kind === "automated-plan")
        return text`🔄 ACK 已开始执行${event.taskId === null ? [] : text`：任务 ${code(event.taskId)}`}。`;
      return change.access === "kubernetes"
        ? words("🔄 标签已设置。轮到该节点时，ACK 会修复它。")
        : words("👀 正在关注该节点，直到它就绪。");
    case "expired":
      return change.kind === "automated-plan"
        ? words("⌛ 未按时获得批准，Lifeguard 将取消这个计划。")
        : words("⌛ 已过期：未按时做出决定。ACK 仍在等待，Lifeguard 会再次询问。");
    case "drifted":
      return text`⚠️ 已结束：${join(event.differences.map(differenceSentence), "；")}。`;
    default:
      return null;
  }
}

const inquiries: Readonly<Record<string, string>> = {
  asking: "ACK 再次请求许可",
  answered: "已有人在控制台或用 kubectl 许可了 ACK",
  over: "ACK 不再请求许可：节点已恢复，或有人移除了标签",
  "node-gone": "节点已不在集群中",
};

export function differenceSentence({ fact, planned, present }: Difference): Text {
  switch (fact) {
    case "inquiry":
      return words(inquiries[present] ?? present);
    case "fault":
      return text`节点的故障已不同：询问时为 ${code(planned)}，现在为 ${code(present)}`;
    case "fault-since":
      return words("此后节点恢复过，又再次发生故障");
    case "plan-start":
      return text`ACK 调整了计划时间：之前为 ${momentIn(planned)}，现在为 ${momentIn(present)}`;
    case "plan-state":
      return planChange(present);
    case "plan-mode":
      return words("策略现在要求这个计划先审批");
    case "plan-freeze":
      return text`计划会在变更冻结 ${code(present)} 期间开始`;
    default:
      return text`${words(fact)}：${code(planned)}，现在为 ${code(present)}`;
  }
}

function planChange(state: string): Text {
  switch (state) {
    case "gone":
      return words("ACK 已不再列出这个计划");
    case "canceled":
      return words("计划已在控制台或用命令取消");
    case "executing":
      return words("批准之前 ACK 已开始执行");
    default:
      return text`ACK 的计划状态为 ${planState(state)}`;
  }
}
