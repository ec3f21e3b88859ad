import { freezeName, type TypedFreeze } from "../../domain/freeze.ts";
import type { ChannelId, Instant, UserId } from "../../domain/ids.ts";
import { channel, code, dateTime, person, type Text, text, words } from "../../domain/text.ts";

/** Names of facts on cards and in answers. */
export const facts = {
  requester: "申请人",
  reason: "原因",
  signOff: "审批要求",
  votes: "审批记录",
  rejection: "拒绝原因",
  touches: "涉及",
  disruption: "对业务的影响",
  warnings: "注意",
  next: "下一步",
  narrowed: "缩小范围",
  notBefore: "最早开始",
  moved: "变化",
  task: "ACK 任务",
  until: "审批截止",
  log: "日志",
} as const;

export const buttons = {
  approve: "批准",
  reject: "拒绝",
  withdraw: "撤回",
  planAgain: "重新计划",
  pause: "暂停",
  resume: "继续",
  goAhead: "放行",
  cancel: "取消剩余部分",
  review: "已复核",
  "look-again": "重新核实",
  adopt: "按已受理跟踪",
  "give-up": "放弃",
  narrow: "建议缩小范围",
  takeProposal: "接受",
  declineProposal: "保留原计划",
} as const;

export const forms = {
  submit: "提交",
  cancel: "取消",
  reject: "拒绝",
  rejectTitle: "拒绝",
  rejectReason: "为什么拒绝？",
  rejectHint: "申请人和频道里的所有人都会看到。",
  upload: "或者上传 YAML 或 JSON 文件",
  optional: "更多",
  choosePool: "选择节点池",
  chooseCluster: "选择集群",
  chooseOperation: "选择操作",
  chooseVerb: "你想做什么？",
  next: "下一步",
  step: (number: number, count: number, title: string): string => `第 ${number} 步（共 ${count} 步）：${title}`,
  finish: "其余保持不变",
  finishHere: "跳过后面的步骤，直接提交",
  tooMuch: "内容超出了表单能带到下一步的长度。请缩短，其余内容在最后一步以文档粘贴。",
} as const;

export function frozen(freeze: TypedFreeze): Text {
  return text`🧊 ${person(freeze.by)} 冻结了 ${code(freezeName(freeze))} 的变更，至 ${dateTime(freeze.to)}：${freeze.reason}。变更会等待，执行中的继续。`;
}

export function unfrozen(freeze: TypedFreeze, by: UserId): Text {
  return text`☀️ ${person(by)} 解除了 ${code(freezeName(freeze))} 的变更冻结，等待中的变更将继续。`;
}

/** Where the audit log ends. */
export function auditAnchor(count: number, seal: string): Text {
  return text`🔏 审计日志共 ${count} 条记录，末尾为 ${code(`${count}:${seal}`)}`;
}

export const dryRun = "试运行：未做任何变更，也未通知任何人。";

export function dryRunOf(change: Text): Text {
  return text`${change}。${words(dryRun)}`;
}

/** Of a link to an operation's card. */
export const card = "查看卡片";

export function cardElsewhere(id: string, where: ChannelId): Text {
  return text`${code(id)} 等待审批，卡片在 ${channel(where)}。`;
}

/** The card's own channel is told by the card. */
export function glassBrokenElsewhere(id: string, where: ChannelId): Text {
  return text`🚨 ${code(id)} 未经审批正在执行，卡片在 ${channel(where)}。`;
}

export function breakGlassTitle(title: string): string {
  return `🚨 紧急执行 · ${title}`;
}

export const noVotes = { yet: "暂无", ended: "无" } as const;

/** How many nodes a plan touches, and in which steps. */
export function touched(count: number, batches: readonly number[]): string {
  const steps = `${batches.slice(0, 8).join("、")}${batches.length > 8 ? "……" : ""}`;
  return `${count} 个节点${batches.length < 2 ? "" : `，分 ${batches.length} 批（${steps}）`}`;
}

export function takesAbout(span: string): string {
  return `预计耗时：${span}`;
}

export function askedBy(asker: Text, at: Instant): Text {
  return text`${asker}，${dateTime(at)}`;
}

export function cardTitle(id: string, title: string): string {
  return `${title} · ${id}`;
}

export const help = {
  title: "Lifeguard",
  introduction: (slash: string): Text =>
    text`管理你的 ACK 集群的节点池。任何可能影响业务的变更，都要先经过审批才会执行。${code(`${slash} help VERB`)} 查看某个命令的详细说明。`,
  topics: { pools: "节点池", clusters: "集群", operations: "操作", about: "你和机器人" },
  usage: "用法",
  parameters: "参数",
  options: "选项",
  examples: "示例",
  needsSignOff: words("会产生变更：先生成计划，满足策略要求的审批后才执行。"),
  verbInMenu: (verb: string, summary: string): string => `${verb}：${summary}`,
} as const;

/** What the documentation of the commands says around them, in Markdown. */
export const reference = {
  title: "命令",
  introduction: (slash: string): string =>
    `由 \`npm run docs\` 根据 \`commands/\` 中的文件生成。在 Slack 中输入 \`${slash} help VERB\` 可以看到同样的内容。`,
  item: (name: string, summary: string): string => `\`${name}\`：${summary}`,
  examples: "示例：",
} as const;

/** Options that every change takes, and every answer. */
export const commonOptions = {
  reason: "原因，审批人会看到",
  "dry-run": "只显示计划，不执行",
  "break-glass": "策略允许时，免审批立即执行；必须填写原因，并由他人事后复核",
  public: "让整个频道看到回复",
} as const;
