import { type Weekday, weekdays } from "../../domain/cluster.ts";
import type { UserId } from "../../domain/ids.ts";
import type { ConfigurationDifference, News, Severity, StoryKind } from "../../domain/watching/news.ts";
import { lastOf, placeOf, type Story } from "../../domain/watching/story.ts";
import type { Subscription } from "../../domain/watching/subscription.ts";
import { code, dateTime, person, strong, type Text, text, words } from "../../domain/text.ts";
import { clock, zone } from "../clock.ts";
import { storyMark } from "../story-marks.ts";
import { explainCloudError } from "./cloud-errors.ts";
import { listed } from "./joining.ts";
import { planKind } from "./operation-plans.ts";
import { daysNamed } from "./weekdays.ts";

export { newsAdvice } from "./story-advice.ts";

const kindNames: Readonly<Record<StoryKind, string>> = {
  upgrade: "升级",
  repair: "节点自愈",
  scaling: "节点数",
  cve: "漏洞",
  creation: "创建",
  deletion: "删除",
  degraded: "健康状况",
  configuration: "配置",
  alert: "报警",
};

/** `升级 · prod/prod-pool`, as plain text. */
export function storyTitle(story: Story): string {
  return `${storyMark(story)} ${kindNames[story.kind]} · ${placeOf(story)}`;
}

/** All of it in a line, for notifications. */
export function summary(story: Story, sentence: Text): Text {
  return text`${words(storyTitle(story))}：${sentence}`;
}

/** What happened, in a sentence. */
export function newsSentence(of: News): Text {
  switch (of.kind) {
    case "plan-made":
      return text`ACK 已安排运维计划：${planKind(of.plan)}${of.starts === null ? [] : text`，${dateTime(of.starts)} 开始`}${
        of.ends === null ? [] : text`，预计 ${dateTime(of.ends)} 结束`
      }。`;
    case "plan-soon":
      return text`ACK 即将执行运维计划：${planKind(of.plan)}，${dateTime(of.starts)} 开始。`;
    case "plan-cancelled":
      return text`运维计划已取消，不会执行：${planKind(of.plan)}${because(of.reason)}。`;
    case "plan-refused":
      return text`运维计划未开始：${planKind(of.plan)}，ACK 的前置检查未通过${because(of.reason)}。`;
    case "started": {
      const where = of.total === 0 ? [] : words(`，涉及 ${of.total} 个节点`);
      if (of.plan !== null) return text`已按 ACK 的运维计划开始：${planKind(of.plan)}${where}。`;
      return text`有人在 Lifeguard 之外开始了这项变更${where}。`;
    }
    case "batch":
      return text`已完成 ${strong(`${of.done}/${of.total}`)} 个节点${of.failed === 0 ? [] : words(`，其中 ${of.failed} 个失败`)}。`;
    case "paused":
      return words(`已暂停，完成 ${of.done}/${of.total} 个节点。`);
    case "resumed":
      return words("已继续。");
    case "finished":
      if (of.failed.length > 0) return text`已结束，但有节点失败：${named(of.failed)}。`;
      return words(of.total === 0 ? "已完成。" : `已完成，共 ${of.total} 个节点。`);
    case "failed":
      return text`失败（${code(of.code)}${of.detail === "" ? [] : text`: ${of.detail}`}）。${
        of.nodes.length === 0 ? [] : text`涉及节点：${named(of.nodes)}。`
      }`;
    case "cancelled":
      return words(`已取消，完成 ${of.done}/${of.total} 个节点。`);
    case "lost":
      return words("ACK 已查不到这个任务，无法得知结果。");
    case "resizing":
      return of.by === "autoscaling"
        ? text`自动伸缩将节点数从 ${of.from} 调整为 ${strong(of.to)}。`
        : text`有人在 Lifeguard 之外将节点数从 ${of.from} 调整为 ${strong(of.to)}。`;
    case "resized":
      return text`现有 ${strong(of.nodes)} 个节点。`;
    case "repairing":
      return words(of.unwell === 0 ? "ACK 已开始修复。" : `ACK 已开始修复 ${of.unwell} 个节点。`);
    case "repaired":
      return words("ACK 的修复已结束，所有节点正常。");
    case "not-repaired":
      return words(`ACK 的修复已结束，仍有 ${of.unwell} 个节点异常。`);
    case "creating":
      return words("有人正在 Lifeguard 之外创建节点池。");
    case "created":
      return words(`节点池已激活，共 ${of.nodes} 个节点。`);
    case "creation-failed":
      return text`节点池创建失败${because(of.reason)}。`;
    case "deleting":
      return words(`有人正在 Lifeguard 之外删除节点池及其 ${of.nodes} 个节点。`);
    case "deleted":
      return words("节点池已删除。");
    case "deletion-failed":
      return text`节点池删除失败${because(of.reason)}。`;
    case "degraded":
      if (of.unwell === 0) return text`ACK 上的节点池状态为 ${code(of.state)}。`;
      return text`${of.total} 个节点中有 ${strong(of.unwell)} 个异常${
        of.nodes.length === 0 ? [] : text`：${named(of.nodes)}`
      }。`;
    case "well":
      return words(`全部 ${of.nodes} 个节点已恢复正常。`);
    case "changed": {
      const lines = of.differences.map((each) => text`\n• ${difference(each)}`);
      const more = of.more === 0 ? [] : text`\n• 另有 ${of.more} 项`;
      return text`有人在 Lifeguard 之外修改了配置：${lines.flat()}${more}`;
    }
    case "cve-found":
      return text`在 ${of.nodes} 个节点上发现漏洞：${named(of.names)}${of.urgent === 0 ? [] : words(`，其中 ${of.urgent} 个需尽快修复`)}。`;
    case "cve-fixed":
      return text`已修复漏洞：${named(of.names)}。${words(of.left === 0 ? "没有遗留的漏洞。" : `还有 ${of.left} 个未修复。`)}`;
    case "alert": {
      const cause = explainCloudError(of.rule, null)?.cause ?? words("ACK 报警");
      return text`${cause}（${code(of.rule)}）${of.message === null ? [] : text`：${of.message}`}。`;
    }
  }
}

function because(reason: string | null): Text {
  return reason === null || reason === "" ? [] : text`（${reason}）`;
}

const mostNamed = 10;

function named(all: readonly string[]): Text {
  const first = listed(all.slice(0, mostNamed).map(code));
  return all.length <= mostNamed ? first : text`${first} 等，另有 ${all.length - mostNamed} 个`;
}

function difference({ path, from, to }: ConfigurationDifference): Text {
  const side = (value: string | null): Text => (value === null ? words("无") : [code(value)]);
  return text`${code(path)}：${side(from)} → ${side(to)}`;
}

/** How a story began, below what happened last. */
export function beginning(at: number, news: News): Text {
  return text`始于 ${dateTime(at)}：${newsSentence(news)}`;
}

/** A line of a story's thread. */
export function entryLine(at: number, news: News): Text {
  return text`${dateTime(at)} · ${newsSentence(news)}`;
}

/** A line of a digest. */
export function digestLine(story: Story): Text {
  const { length } = story.entries;
  const more = length === 1 ? [] : words(`（共 ${length} 条）`);
  const { at, news } = lastOf(story);
  return text`${words(storyMark(story))} ${strong(placeOf(story))} · ${dateTime(at)} · ${newsSentence(news)}${more}`;
}

export function digestTitle(count: number, why: "quiet" | "many"): string {
  return why === "quiet" ? `静默时段内的动态：${count} 件` : `短时间内的多件动态：${count} 件`;
}

export const labels = {
  meaning: "影响",
  next: "下一步",
  show: "查看节点池",
  activity: "活动记录",
} as const;

export function toldLate(at: number): Text {
  return text`⏱️ 补发：发生于 ${dateTime(at)}。`;
}

export function attention(who: Text): Text {
  return text`${who} 请关注。`;
}

const severityNames: Readonly<Record<Severity, string>> = {
  info: "全部动态",
  warning: "警告及以上",
  critical: "仅严重",
};

/** What a channel is told of. */
export function subscriptionSentence({ clusters, pools, kinds, severity, quiet }: Subscription): Text {
  const where =
    pools === null
      ? clusters === null
        ? words("所有集群")
        : listed(clusters.map(code))
      : listed(pools.map((pool) => code(clusters === null ? pool : `${clusters.join(",")}/${pool}`)));
  const what = kinds === null ? [] : text`，仅 ${listed(kinds.map(code))}`;
  const hours =
    quiet === null
      ? []
      : words(`，静默时段为${quietDays(quiet.days)} ${clock(quiet.from)} 至 ${clock(quiet.to)} ${zone(quiet.zone)}`);
  return text`${where}（${words(severityNames[severity])}${what}${hours}）`;
}

function quietDays(days: readonly Weekday[]): string {
  return days.length === weekdays.length ? "每天" : daysNamed(days);
}

export function subscribed(subscription: Subscription, by: UserId): Text {
  return text`👀 ${person(by)} 让本频道关注：${subscriptionSentence(subscription)}。`;
}

/** For who asked: the channel itself reads what it follows. */
export function subscriptionDone(slash: string): Text {
  return text`已完成，并已通知本频道。${code(`${slash} watches`)} 查看本频道关注的内容。`;
}

export function unsubscribed(subscription: Subscription, by: UserId): Text {
  return text`🙈 ${person(by)} 让本频道不再关注：${subscriptionSentence(subscription)}。`;
}
