import type { Course, Span } from "../../domain/node-history.ts";
import { code, type Text, text } from "../../domain/text.ts";
import { describedIn } from "../chart-descriptions.ts";

const outcomes: Readonly<Record<Span["outcome"], string>> = {
  well: "已完成",
  badly: "未完成",
  "under-way": "执行中",
};

const described = describedIn({
  range: (what, from, to) => `${what}，${from} 至 ${to}（UTC）。`,
  nothing: "没有已知的节点数。",
  count: (value, at) => `${at} ${value} 个`,
  counts: (all) => `${all.join("，")}。`,
  span: (operation, from, to, outcome) => `${operation} ${from}${to === null ? "" : ` 至 ${to}`}，${outcomes[outcome]}`,
  spans: (all) => `操作：${all.join("；")}。`,
  paused: (from, to) => `${from} 至 ${to} 暂停。`,
  between: "",
});

export function poolTitle(name: string): string {
  return `${name} 的节点数（UTC）· 操作：绿色为已完成，红色为未完成，橙色为执行中`;
}

export function upgradeTitle(id: string): string {
  return `${id} 已完成的节点数（UTC）`;
}

/** The numbers of a chart in words, and what they rest on. */
export function poolDescription(name: string, course: Course): string {
  const rests =
    "圆点是 Lifeguard 的操作开始时、每个批次之后和结束时看到的节点数，以及当前的节点数。其间由他人所做的改动，在下一个圆点体现。";
  return described(`${name} 的节点数`, course, rests);
}

export function upgradeDescription(id: string, total: number, course: Course): string {
  const rests = "圆点是 ACK 在开始时、每个批次之后和结束时给出的节点数。";
  return described(`${id} 已完成的节点数，共 ${total}`, course, rests);
}

/** Above a picture in a direct message. */
export function introduction(line: string): Text {
  return text`${code(line)} 的图表：`;
}
export const inDirectMessage = text`🖼️ 图表已发到你与本应用的私信中。`;
export const inChannel = text`🖼️ 图表已发到本频道。`;
export const notDrawn = text`⚠️ 图表无法生成或发送，数据如下。`;
