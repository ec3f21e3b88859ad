import type { Delegation } from "../../domain/delegation.ts";
import type { Freeze } from "../../domain/freeze.ts";
import type { Instant, OperationId } from "../../domain/ids.ts";
import type { NodePool } from "../../domain/node-pool.ts";
import { qualifiedName } from "../../domain/node-pool.ts";
import type { Operation } from "../../domain/operation.ts";
import { healthOf } from "../../domain/pool-health.ts";
import { channel, code, dateTime, join, person, strong, type Text, text, time, words } from "../../domain/text.ts";
import { healthMarks } from "../marks.ts";
import { asker } from "./initiatives.ts";
import { listed } from "./joining.ts";
import { poolState } from "./states.ts";

/** Headings of the Home, from what is most urgent on. */
export const headings = {
  waiting: "待你处理",
  proposals: "审批人建议缩小范围，请你答复",
  asked: "你的申请",
  ended: "近几天的申请结果",
  running: "执行中",
  others: "其他等待中",
  pools: "节点池（问题优先）",
  freezes: "变更冻结",
  windows: "维护窗口",
  subscriptions: "你设置的频道关注",
} as const;

export const buttons = {
  refresh: "刷新",
  pools: "全部节点池",
  history: "历史",
  rights: "我的权限",
  help: "帮助",
} as const;

/** What the Home of somebody without rights says, and nothing else. */
export const notForYou = words(
  "👋 Lifeguard 只向本工作区的正式成员显示执行中的操作。如果你应当是正式成员，请联系工作区管理员。",
);

/** Where Slack does not say who somebody is, nothing is shown. */
export const notKnownWho = words("👋 无法向 Slack 确认你的身份，因此这里没有内容。请一分钟后重新打开此页。");

export const quiet = words("🏖️ 没有待你处理的操作，也没有执行中的操作。");
export const nothingForYou = words("🏖️ 没有待你处理的操作。");

/** What somebody may do, in a line. */
export function rightsLine(asks: boolean, groups: readonly string[], standsInFor: readonly Delegation[]): Text {
  const decides = groups.length === 0 ? null : text`作为 ${listed(groups.map((group) => [code(group)]))} 的成员审批`;
  const own =
    decides === null
      ? words(asks ? "你可以申请变更。" : "你可以查看全部内容，变更须由他人申请。")
      : asks
        ? text`你可以申请变更，也可以${decides}。`
        : text`你可以${decides}。`;
  const lent = standsInFor.map(({ from, until }) => text`你代 ${person(from)} 审批，至 ${dateTime(until)}。`);
  return join([own, ...lent], "");
}

/** Where changes are asked for: what is asked for in a channel is seen by those whom it concerns. */
export function askInChannels(slash: string): Text {
  return text`请在频道中使用 ${code(slash)} 申请变更，以便相关人员看到。`;
}

/** An operation, for who has to decide on it. */
export function request(asked: Operation, sentence: Text): Text {
  const { id, requestedAt, reason, cardChannel } = asked;
  const why = reason === null ? [] : text`原因：${reason}`;
  return text`${sentence} · ${code(id)}\n申请人：${asker(asked)}，${dateTime(requestedAt)}，卡片在 ${channel(cardChannel)}。${why}`;
}

/** An operation in a line or two. */
export function operation(id: OperationId, sentence: Text, stage: Text): Text {
  return text`${sentence} · ${code(id)}\n${stage}`;
}

/** How many approvals an operation has of those that it needs. */
export function approvalsSoFar(given: number, needed: number): Text {
  return words(`已有 ${given} 人批准，共需 ${needed} 人。`);
}

export function more(count: number, line: string): Text {
  return text`另有 ${count} 项：${code(line)}`;
}

/** A pool in a line. @param underWay ids of the operations that are about it */
export function pool(of: NodePool, underWay: readonly OperationId[]): Text {
  const { nodes, state, management } = of;
  const parts: readonly Text[] = [
    text`${words(healthMarks[healthOf(of)])} ${code(qualifiedName(of))} ${state === "active" ? words(poolState(state)) : [code(poolState(state))]}`,
    text`服务中 ${strong(`${nodes.serving}/${nodes.total}`)}`,
    ...[
      nodes.failed === 0 ? null : `失败 ${nodes.failed}`,
      nodes.offline === 0 ? null : `离线 ${nodes.offline}`,
      nodes.initial === 0 ? null : `初始化中 ${nodes.initial}`,
      nodes.removing === 0 ? null : `移除中 ${nodes.removing}`,
      management.enabled ? "托管" : "非托管",
    ].flatMap((part) => (part === null ? [] : [words(part)])),
    ...(underWay.length === 0 ? [] : [join(underWay.map(code), "、")]),
  ];
  return join(parts, " · ");
}

export function poolsInAll(count: number, well: number): Text {
  return words(`共 ${count} 个节点池，其中 ${well} 个正常。`);
}

export const readingPools = words("正在查询 ACK……");
export const noPools = words("没有节点池。");

export function poolsNotKnown(clusters: readonly string[]): Text {
  return text`⚪ 未知：ACK 未及时返回 ${listed(clusters.map((cluster) => [code(cluster)]))} 的信息。`;
}

/** Not even the list of clusters could be read. */
export const nothingKnown = words("⚪ 未知：ACK 未及时响应。");

export function clustersLeftOut(count: number): Text {
  return words(`另有 ${count} 个集群未在此显示。`);
}

export function freeze({ name, from, to }: Freeze, now: Instant): Text {
  return from <= now
    ? text`🧊 ${code(name)}，至 ${dateTime(to)}`
    : text`${code(name)}，${dateTime(from)} 至 ${dateTime(to)}`;
}

/** @param opening the next one, or the one that lasts; null: its days or time cannot be understood */
export function window(
  cluster: string,
  schedule: string,
  opening: { readonly from: Instant; readonly to: Instant } | null,
  now: Instant,
): Text {
  const next =
    opening === null
      ? []
      : opening.from <= now
        ? text` · 开放至 ${time(opening.to)}`
        : text` · ${dateTime(opening.from)} 开放`;
  return text`${code(cluster)} ${words(schedule)}${next}`;
}

export function asOf(at: Instant): Text {
  return text`数据时间：${dateTime(at)}。打开后十分钟内会自动更新。`;
}

export function summary(waiting: number): Text {
  return words(waiting === 0 ? "没有待你处理的操作。" : `有 ${waiting} 项操作待你处理。`);
}
