import { defineCommand } from "../src/command-kit/command.ts";
import { lineFrom } from "../src/command-kit/line.ts";
import { flag, pool } from "../src/command-kit/parameters.ts";
import { lineButton, list, note, paragraph, type Section } from "../src/domain/document.ts";
import type { Instant } from "../src/domain/ids.ts";
import { addedByHand, isReady, type Node } from "../src/domain/node.ts";
import { type NodePool, qualifiedName } from "../src/domain/node-pool.ts";
import { success } from "../src/domain/result.ts";
import { code, join, strong, type Text, text, words } from "../src/domain/text.ts";
import { type Columns, csvName, toCsv } from "../src/views/csv.ts";
import type { Words } from "../src/words/catalogue.ts";

const english = {
  summary: "The nodes of a pool, one by one",
  details: [
    words("A message lists the first 25; where there are more, all of them come as a CSV file."),
    words("A node that has not registered with the cluster yet is not listed by ACK."),
  ],
  parameters: {
    pool: "Node pool, as name or cluster/name",
    failed: "Only nodes that are not ready, with what is wrong",
    csv: "All of them as a CSV file",
  },
  none: "The pool has no nodes.",
  noneFailed: "Every node is ready.",
  counts: (name: string, total: number, ready: number): Text =>
    text`${code(name)}: ${strong(`${ready}/${total}`)} nodes ready`,
  billing: { PostPaid: "pay-as-you-go", PrePaid: "subscription" },
  billingUnknown: "billing unknown",
  addedByHand: "added by hand",
  addedByGroup: "by the scaling group",
  old: (age: string): string => `${age} old`,
  error: (detail: string): Text => text`error: ${detail}`,
  meanings: {
    NotReady: "Its kubelet reports a problem, or has stopped reporting.",
    Unknown: "It has not told the cluster how it is for a while.",
    Offline: "It is not in the cluster: it never registered, or its instance is stopped or gone.",
  },
  otherMeaning: "It takes no workloads.",
  known: (cause: Text, next: Text): Text => text`This means: ${cause}. ${next}`,
  more: (count: number, file: string): Text => text`${count} more are in ${code(file)}.`,
  autoRepair: ({ management }: NodePool): Text =>
    management.enabled && management.autoRepair
      ? words(
          management.approvalRequired
            ? "Auto repair is on: after 10 minutes without a sign of life ACK asks for approval, then repairs the node, and its pods restart."
            : "Auto repair is on: after 10 minutes without a sign of life ACK repairs the node itself, and its pods restart.",
        )
      : words("Auto repair is off: nothing is repaired unless somebody asks for it."),
  repair: "Repair what is not ready",
  columns: {
    name: "Node",
    status: "Status",
    instance: "Instance ID",
    type: "Instance type",
    billing: "Billing",
    source: "Source",
    created: "Created",
    age: "Age in days",
    addresses: "IP addresses",
    error: "Error",
  },
};

type Own = typeof english;

const chinese: Own = {
  summary: "逐个列出节点池的节点",
  details: [words("消息中列出前 25 个；更多时，全部以 CSV 文件给出。"), words("尚未注册到集群的节点，ACK 不会列出。")],
  parameters: {
    pool: "节点池名称，或 集群/节点池",
    failed: "只看未就绪的节点及其问题",
    csv: "全部以 CSV 文件给出",
  },
  none: "节点池没有节点。",
  noneFailed: "所有节点都已就绪。",
  counts: (name: string, total: number, ready: number): Text =>
    text`${code(name)}：${strong(`${ready}/${total}`)} 个节点就绪`,
  billing: { PostPaid: "按量付费", PrePaid: "包年包月" },
  billingUnknown: "付费类型未知",
  addedByHand: "手动添加",
  addedByGroup: "由伸缩组创建",
  old: (age: string): string => `已运行 ${age}`,
  error: (detail: string): Text => text`错误：${detail}`,
  meanings: {
    NotReady: "kubelet 报告异常，或已停止上报。",
    Unknown: "节点已有一段时间没有上报状态。",
    Offline: "节点不在集群中：从未注册，或实例已停止、已释放。",
  },
  otherMeaning: "不接受调度。",
  known: (cause: Text, next: Text): Text => text`含义：${cause}。${next}`,
  more: (count: number, file: string): Text => text`另有 ${count} 个，见 ${code(file)}。`,
  autoRepair: ({ management }: NodePool): Text =>
    management.enabled && management.autoRepair
      ? words(
          management.approvalRequired
            ? "已开启节点自愈：节点失联 10 分钟后，ACK 会请求许可，然后修复节点，其上的 Pod 会重启。"
            : "已开启节点自愈：节点失联 10 分钟后，ACK 会自动修复节点，其上的 Pod 会重启。",
        )
      : words("未开启节点自愈：只有人工申请才会修复。"),
  repair: "修复未就绪的节点",
  columns: {
    name: "节点",
    status: "状态",
    instance: "实例 ID",
    type: "实例规格",
    billing: "付费类型",
    source: "来源",
    created: "创建时间",
    age: "已运行天数",
    addresses: "IP 地址",
    error: "错误",
  },
};

/** A message holds so many lines that can still be read. */
const mostShown = 25;

export const nodes = defineCommand({
  verb: "nodes",
  topic: "pools",
  effect: "answer",
  arguments: { pool: pool() },
  options: { failed: flag(), csv: flag() },
  examples: ["nodes prod-pool", "nodes prod-pool --failed", "nodes prod/prod-pool --csv"],
  words: { en: english, "zh-CN": chinese },
  async run({ arguments: { pool: found }, options }, { cloud, now, words: shared }, own) {
    const all = await cloud.nodes(found);
    // What is wrong comes first: it must not be what a message leaves out.
    const sorted = all.toSorted((one, other) => Number(isReady(one)) - Number(isReady(other)));
    const listed = options.failed ? sorted.filter((node) => !isReady(node)) : sorted;
    const file = csvName("nodes", ...(options.failed ? ["failed"] : []), qualifiedName(found));
    const shown = listed.slice(0, mostShown);
    const summary = own.counts(qualifiedName(found), all.length, all.filter(isReady).length);
    const sections: readonly Section[] = [
      paragraph(summary),
      ...(listed.length === 0 ? [note(words(all.length === 0 ? own.none : own.noneFailed))] : []),
      ...(options.failed
        ? shown.map((node) => paragraph(trouble(node, now, own, shared)))
        : [list(shown.map((node) => lineOf(node, now, own, shared)))]),
      ...(listed.length > shown.length ? [note(own.more(listed.length - shown.length, file))] : []),
      ...(options.failed && listed.length > 0 ? [note(own.autoRepair(found)), repairButton(found, own)] : []),
    ];
    const answer = { kind: "answer", document: { title: null, sections, summary } } as const;
    const wanted = listed.length > 0 && (options.csv || listed.length > shown.length);
    return success(wanted ? { ...answer, file: { name: file, content: toCsv(columns(now, own), listed) } } : answer);
  },
});

function ageOf({ created }: Node, now: Instant, { durations }: Words): string | null {
  return created === null ? null : durations.age(now - created);
}

function billingOf({ chargeType }: Node, own: Own): string {
  if (chargeType === "PostPaid" || chargeType === "PrePaid") return own.billing[chargeType];
  return chargeType ?? own.billingUnknown;
}

function sourceOf(node: Node, own: Own): string {
  return addedByHand(node) ? own.addedByHand : own.addedByGroup;
}

function lineOf(node: Node, now: Instant, own: Own, shared: Words): Text {
  const age = ageOf(node, now, shared);
  return join(
    [
      text`${words(isReady(node) ? "✅" : "❌")} ${code(node.name)} ${node.status}`,
      [code(node.instanceId)],
      ...(node.instanceType === null ? [] : [[code(node.instanceType)]]),
      words(billingOf(node, own)),
      words(sourceOf(node, own)),
      ...(age === null ? [] : [words(own.old(age))]),
      ...(node.addresses.length === 0 ? [] : [shared.joining.listed(node.addresses.map(code))]),
      ...(node.error === null ? [] : [own.error(node.error)]),
    ],
    " · ",
  );
}

function meaningOf({ status }: Node, own: Own): string {
  const known = status === "NotReady" || status === "Unknown" || status === "Offline";
  return known ? own.meanings[status] : own.otherMeaning;
}

/** A node that is not ready, what that means, and what helps against its error. */
function trouble(node: Node, now: Instant, own: Own, shared: Words): Text {
  const known = shared.explainCloudError(null, node.error);
  return join(
    [
      lineOf(node, now, own, shared),
      words(meaningOf(node, own)),
      ...(known === null ? [] : [own.known(known.cause, known.next)]),
    ],
    "\n",
  );
}

function repairButton(found: NodePool, own: Own): Section {
  return { kind: "buttons", buttons: [lineButton(0, own.repair, lineFrom("repair", qualifiedName(found)))] };
}

function columns(now: Instant, own: Own): Columns<Node> {
  const { columns: headings } = own;
  return [
    [headings.name, (node) => node.name],
    [headings.status, (node) => node.status],
    [headings.instance, (node) => node.instanceId],
    [headings.type, (node) => node.instanceType],
    [headings.billing, (node) => billingOf(node, own)],
    [headings.source, (node) => sourceOf(node, own)],
    [headings.created, ({ created }) => (created === null ? null : { moment: created })],
    [headings.age, ({ created }) => (created === null ? null : Math.max(0, Math.floor((now - created) / 86_400_000)))],
    [headings.addresses, (node) => node.addresses.join(" ")],
    [headings.error, (node) => node.error],
  ];
}
