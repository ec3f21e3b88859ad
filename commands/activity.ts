import { type CommandContext, defineCommand } from "../src/command-kit/command.ts";
import { lineFrom } from "../src/command-kit/line.ts";
import { flag, optional, pool, timeSpan } from "../src/command-kit/parameters.ts";
import { type CloudReader, CloudError, type ClusterEvent, type Excerpt, ifKnown } from "../src/domain/cloud.ts";
import { list, note, paragraph, type Section } from "../src/domain/document.ts";
import { readTimeSpan } from "../src/domain/grammar/time-span.ts";
import type { Instant } from "../src/domain/ids.ts";
import { type NodePool, qualifiedName } from "../src/domain/node-pool.ts";
import { success } from "../src/domain/result.ts";
import type { Task, TaskState } from "../src/domain/task.ts";
import { code, dateTime, join, type Text, text, words } from "../src/domain/text.ts";
import { type Columns, csvName, toCsv } from "../src/views/csv.ts";
import type { Words } from "../src/words/catalogue.ts";
import { counted } from "../src/words/en/plural.ts";

const mostNamed = 10;

const english = {
  summary: "What ACK did with a pool lately, with failures explained",
  details: [
    words("ACK's tasks and events of the pool, newest first. Without --since they reach 7 days back."),
    words("A message lists the first 25; where there are more, all of them come as a CSV file."),
  ],
  parameters: {
    pool: "Node pool, as name or cluster/name",
    since: "How far back: 7d, 12h, 30m or 2w",
    csv: "All of it as a CSV file",
  },
  title: (name: string): string => `Activity of ${name}`,
  /** Types of tasks and events that ACK documents; others are shown as they are. */
  kinds: {
    cluster_scaleout: "scale-out",
    cluster_attach: "adding of instances",
    cluster_node_delete: "removal of nodes",
    cluster_node_drain: "drain of nodes",
    nodepool_create: "creation",
    nodepool_update: "change of the pool",
    nodepool_upgrade: "upgrade",
    runtime_upgrade: "upgrade of the runtime",
  },
  taskStates: {
    running: "running",
    paused: "paused",
    succeeded: "done",
    failed: "failed",
    cancelled: "cancelled",
  },
  counts: (tasks: number, failed: number, events: number, since: Instant): Text =>
    text`Since ${dateTime(since)}: ${words(counted(tasks, "task", "tasks"))}, ${failed} of them failed, and ${words(
      counted(events, "event", "events"),
    )}. Newest first.`,
  none: (since: Instant): Text => text`Nothing has happened since ${dateTime(since)}.`,
  headline: (mark: string, state: string, kind: Text): Text => text`${words(`${mark} ${state}`)}: ${kind}`,
  stage: (name: string): Text => text`stage ${code(name)}`,
  nodesDone: (done: number, of: number): Text => words(`${done} of ${counted(of, "node", "nodes")} done`),
  failedNodes: (names: Text): Text => text`failed: ${names}`,
  task: (id: string): Text => text`task ${code(id)}`,
  meaning: (cause: Text, next: Text): Text => text`   ↳ ${cause}. ${next}`,
  unknownMeaning: (line: string): Text =>
    text`   ↳ ACK's code is not one that is explained here. ${code(line)} shows the nodes, and support wants the task's ID.`,
  isTask: "task",
  isEvent: "event",
  more: (count: number, file: string): Text => text`${count} more are in ${code(file)}.`,
  incomplete: words("Not everything in this time could be looked at: ask for less time."),
  unreadable: (error: CloudError): Text =>
    text`⚠️ A part could not be read, and is missing here: ${code(error.action)} ${code(error.code)} ${error.detail}`,
  columns: {
    at: "When",
    sort: "Task or event",
    type: "Type",
    kind: "What",
    state: "State or level",
    id: "ID",
    stage: "Stage or reason",
    failed: "Failed nodes",
    code: "Error code",
    message: "Message",
    cause: "What it means",
    next: "Next step",
  },
};

type Own = typeof english;

const chinese: Own = {
  summary: "ACK 最近对节点池做了什么，并说明失败原因",
  details: [
    words("列出节点池的 ACK 任务和事件，最新的在前。不指定 --since 时回溯 7 天。"),
    words("消息中列出前 25 条；更多时，全部以 CSV 文件给出。"),
  ],
  parameters: {
    pool: "节点池名称，或 集群/节点池",
    since: "回溯多久：7d、12h、30m 或 2w",
    csv: "全部以 CSV 文件给出",
  },
  title: (name: string): string => `${name} 的活动`,
  kinds: {
    cluster_scaleout: "扩容",
    cluster_attach: "添加实例",
    cluster_node_delete: "移除节点",
    cluster_node_drain: "节点排水",
    nodepool_create: "创建节点池",
    nodepool_update: "变更节点池",
    nodepool_upgrade: "升级",
    runtime_upgrade: "升级容器运行时",
  },
  taskStates: { running: "执行中", paused: "已暂停", succeeded: "已完成", failed: "失败", cancelled: "已取消" },
  counts: (tasks: number, failed: number, events: number, since: Instant): Text =>
    text`自 ${dateTime(since)} 起：${tasks} 个任务（失败 ${failed} 个），${events} 个事件，最新的在前。`,
  none: (since: Instant): Text => text`自 ${dateTime(since)} 起没有活动。`,
  headline: (mark: string, state: string, kind: Text): Text => text`${words(`${mark} ${state}`)}：${kind}`,
  stage: (name: string): Text => text`阶段 ${code(name)}`,
  nodesDone: (done: number, of: number): Text => words(`已完成 ${done}/${of} 个节点`),
  failedNodes: (names: Text): Text => text`失败节点：${names}`,
  task: (id: string): Text => text`任务 ${code(id)}`,
  meaning: (cause: Text, next: Text): Text => text`   ↳ ${cause}。${next}`,
  unknownMeaning: (line: string): Text =>
    text`   ↳ 这里没有该错误码的说明。${code(line)} 查看节点；提交工单时请附上任务 ID。`,
  isTask: "任务",
  isEvent: "事件",
  more: (count: number, file: string): Text => text`另有 ${count} 条，见 ${code(file)}。`,
  incomplete: words("这段时间的内容未能全部查看，请缩短时间范围。"),
  unreadable: (error: CloudError): Text =>
    text`⚠️ 有一部分无法读取，这里缺失：${code(error.action)} ${code(error.code)} ${error.detail}`,
  columns: {
    at: "时间",
    sort: "任务或事件",
    type: "类型",
    kind: "内容",
    state: "状态或级别",
    id: "ID",
    stage: "阶段或原因",
    failed: "失败节点",
    code: "错误码",
    message: "信息",
    cause: "含义",
    next: "下一步",
  },
};

const usualSpan = readTimeSpan("7d") ?? 0;
/** A message holds so many lines that can still be read. */
const mostShown = 25;
/** ACK's list does not tell of which pool a task is: so many are asked for one by one, and so many at once. */
const mostTasks = 60;
const tasksAtOnce = 10;

type Entry =
  | { readonly sort: "task"; readonly at: Instant | null; readonly task: Task }
  | { readonly sort: "event"; readonly at: Instant | null; readonly event: ClusterEvent };

export const activity = defineCommand({
  verb: "activity",
  topic: "pools",
  effect: "answer",
  arguments: { pool: pool() },
  options: { since: optional(timeSpan()), csv: flag() },
  examples: ["activity prod-pool", "activity prod/prod-pool --since 2d", "activity prod-pool --since 4w --csv"],
  words: { en: english, "zh-CN": chinese },
  async run({ arguments: { pool: found }, options }, context, own) {
    const { cloud, now, words: shared } = context;
    const since = now - (options.since ?? usualSpan);
    const [tasks, events] = await Promise.all([
      readable(tasksOf(cloud, found, since)),
      readable(eventsOf(cloud, found, since)),
    ]);
    // Nothing could be read: that is the answer.
    if (tasks instanceof CloudError && events instanceof CloudError) throw tasks;
    const read = [tasks, events].flatMap((each) => (each instanceof CloudError ? [] : [each]));
    const entries = read.flatMap(({ items }) => items).toSorted((one, other) => (other.at ?? now) - (one.at ?? now));
    const shown = entries.slice(0, mostShown);
    const taskList = entries.flatMap((entry) => (entry.sort === "task" ? [entry.task] : []));
    const name = qualifiedName(found);
    const file = csvName("activity", name);
    const summary =
      entries.length === 0
        ? own.none(since)
        : own.counts(
            taskList.length,
            taskList.filter(({ state }) => state === "failed").length,
            entries.length - taskList.length,
            since,
          );
    const sections: readonly Section[] = [
      paragraph(summary),
      list(shown.map((entry) => lineOf(entry, found, context, own))),
      ...(entries.length > shown.length ? [note(own.more(entries.length - shown.length, file))] : []),
      ...(read.every(({ complete }) => complete) ? [] : [note(own.incomplete)]),
      ...[tasks, events].flatMap((each) => (each instanceof CloudError ? [paragraph(own.unreadable(each))] : [])),
    ];
    const answer = { kind: "answer", document: { title: own.title(name), sections, summary } } as const;
    const wanted = entries.length > 0 && (options.csv || entries.length > shown.length);
    return success(
      wanted ? { ...answer, file: { name: file, content: toCsv(columns(own, shared), entries) } } : answer,
    );
  },
});

/** One list that cannot be read must not hide the other. */
async function readable<Value>(asked: Promise<Value>): Promise<Value | CloudError> {
  try {
    return await asked;
  } catch (error) {
    if (error instanceof CloudError) return error;
    throw error;
  }
}

async function tasksOf(cloud: CloudReader, { cluster, id }: NodePool, since: Instant): Promise<Excerpt<Entry>> {
  const { items, complete } = await cloud.tasksSince(cluster, since);
  const asked = items.slice(0, mostTasks);
  const inFull: (Task | null)[] = [];
  for (let start = 0; start < asked.length; start += tasksAtOnce) {
    const some = asked.slice(start, start + tasksAtOnce);
    inFull.push(...(await Promise.all(some.map((task) => ifKnown(cloud.task(cluster, task.id))))));
  }
  const own = inFull.filter((task) => task !== null).filter(({ targetId }) => targetId === id);
  const entries = own.map((task): Entry => ({ sort: "task", at: task.created, task }));
  return { items: entries, complete: complete && asked.length === items.length && !inFull.includes(null) };
}

async function eventsOf(cloud: CloudReader, { cluster, id }: NodePool, since: Instant): Promise<Excerpt<Entry>> {
  const { items, complete } = await cloud.eventsSince(cluster, since);
  // ACK names the subject by the pool's id, in some places with a word before it.
  const own = items.filter(({ subject, message }) => [subject, message].some((part) => part?.includes(id) === true));
  return { items: own.map((event): Entry => ({ sort: "event", at: event.at, event })), complete };
}

function failedOf(results: Task["results"]): readonly string[] {
  return results.filter(({ outcome }) => outcome === "failed").map(({ item }) => item);
}

function lineOf(entry: Entry, found: NodePool, { slash, words: shared }: CommandContext, own: Own): Text {
  const at = entry.at === null ? [] : text`${dateTime(entry.at)} `;
  const line =
    entry.sort === "task"
      ? text`${at}${taskLine(entry.task, own, shared.joining)}`
      : text`${at}${eventLine(entry.event, own)}`;
  const known = explanationOf(entry, shared);
  if (known !== null) return text`${line}\n${own.meaning(known.cause, known.next)}`;
  if (entry.sort === "event" || entry.task.state !== "failed") return line;
  return text`${line}\n${own.unknownMeaning(`${slash} ${lineFrom("nodes", qualifiedName(found))} --failed`)}`;
}

const taskMarks: Readonly<Record<TaskState, string>> = {
  running: "🔄",
  paused: "⏸️",
  succeeded: "✅",
  failed: "❌",
  cancelled: "🛑",
};
const levelMarks: ReadonlyMap<string, string> = new Map([
  ["info", "▪️"],
  ["warning", "⚠️"],
  ["error", "❌"],
]);

function kindOf(type: string, { kinds }: Own): string | null {
  return new Map(Object.entries(kinds)).get(type.toLowerCase()) ?? null;
}

function kindText(type: string, own: Own): Text {
  const known = kindOf(type, own);
  return known === null ? [code(type)] : words(known);
}

function taskLine({ id, type, state, stage, error, results }: Task, own: Own, { listed }: Words["joining"]): Text {
  const done = results.filter(({ outcome }) => outcome === "succeeded").length;
  const failed = failedOf(results);
  const named = failed.slice(0, mostNamed).map(code);
  return join(
    [
      own.headline(taskMarks[state], own.taskStates[state], kindText(type, own)),
      ...(stage === null || state === "succeeded" ? [] : [own.stage(stage)]),
      ...(results.length === 0 ? [] : [own.nodesDone(done, results.length)]),
      ...(error === null ? [] : [text`${code(error.code)}: ${error.message}`]),
      ...(failed.length === 0
        ? []
        : [own.failedNodes(text`${listed(named)}${words(failed.length > mostNamed ? " …" : "")}`)]),
      own.task(id),
    ],
    " · ",
  );
}

function eventLine({ type, level, reason, message }: ClusterEvent, own: Own): Text {
  return join(
    [
      text`${words(levelMarks.get(level) ?? "▪️")} ${kindText(type, own)}`,
      ...(reason === null ? [] : [[code(reason)]]),
      ...(message === null ? [] : [text`${message}`]),
    ],
    " · ",
  );
}

/** What went wrong in other words than ACK's; null: nothing did, or its code is not known here. */
function explanationOf(entry: Entry, { explainCloudError }: Words): ReturnType<Words["explainCloudError"]> {
  if (entry.sort === "task") {
    const { error } = entry.task;
    return error === null ? null : explainCloudError(error.code, error.message);
  }
  const { level, type, reason, message } = entry.event;
  return level === "info" ? null : explainCloudError(reason, `${type} ${message ?? ""}`);
}

function columns(own: Own, shared: Words): Columns<Entry> {
  const { columns: headings } = own;
  return [
    [headings.at, ({ at }) => (at === null ? null : { moment: at })],
    [headings.sort, ({ sort }) => (sort === "task" ? own.isTask : own.isEvent)],
    [headings.type, typeOf],
    [headings.kind, (entry) => kindOf(typeOf(entry), own)],
    [headings.state, (entry) => (entry.sort === "task" ? entry.task.state : entry.event.level)],
    [headings.id, (entry) => (entry.sort === "task" ? entry.task.id : entry.event.id)],
    [headings.stage, (entry) => (entry.sort === "task" ? entry.task.stage : entry.event.reason)],
    [headings.failed, (entry) => (entry.sort === "task" ? failedOf(entry.task.results).join(" ") : null)],
    [headings.code, (entry) => (entry.sort === "task" ? (entry.task.error?.code ?? null) : null)],
    [headings.message, (entry) => (entry.sort === "task" ? (entry.task.error?.message ?? null) : entry.event.message)],
    [headings.cause, (entry) => explanationOf(entry, shared)?.cause ?? null],
    [headings.next, (entry) => explanationOf(entry, shared)?.next ?? null],
  ];
}

const typeOf = (entry: Entry): string => (entry.sort === "task" ? entry.task.type : entry.event.type);
