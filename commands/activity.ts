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

/** Types of tasks and events that ACK documents; others are shown as they are. */
const kinds: Readonly<Record<string, string>> = {
  cluster_scaleout: "scale-out",
  cluster_attach: "adding of instances",
  cluster_node_delete: "removal of nodes",
  cluster_node_drain: "drain of nodes",
  nodepool_create: "creation",
  nodepool_update: "change of the pool",
  nodepool_upgrade: "upgrade",
  runtime_upgrade: "upgrade of the runtime",
};
const taskStates: Readonly<Record<TaskState, string>> = {
  running: "🔄 running",
  paused: "⏸️ paused",
  succeeded: "✅ done",
  failed: "❌ failed",
  cancelled: "🛑 cancelled",
};
const levelMarks: Readonly<Record<string, string>> = { info: "▪️", warning: "⚠️", error: "❌" };
const kindOf = (type: string): string | null => kinds[type.toLowerCase()] ?? null;
const kindText = (type: string): Text => {
  const known = kindOf(type);
  return known === null ? [code(type)] : words(known);
};
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
  counts: (tasks: readonly Task[], events: number, since: Instant): Text =>
    text`Since ${dateTime(since)}: ${words(counted(tasks.length, "task", "tasks"))}, ${
      tasks.filter(({ state }) => state === "failed").length
    } of them failed, and ${words(counted(events, "event", "events"))}. Newest first.`,
  none: (since: Instant): Text => text`Nothing has happened since ${dateTime(since)}.`,
  task: ({ id, type, state, stage, error, results }: Task, at: Text): Text => {
    const done = results.filter(({ outcome }) => outcome === "succeeded").length;
    const failed = failedOf(results);
    return join(
      [
        text`${at}${words(taskStates[state])}: ${kindText(type)}`,
        ...(stage === null || state === "succeeded" ? [] : [text`stage ${code(stage)}`]),
        ...(results.length === 0 ? [] : [words(`${done} of ${counted(results.length, "node", "nodes")} done`)]),
        ...(error === null ? [] : [text`${code(error.code)}: ${error.message}`]),
        ...(failed.length === 0
          ? []
          : [
              text`failed: ${join(failed.slice(0, mostNamed).map(code), ", ")}${words(failed.length > mostNamed ? " …" : "")}`,
            ]),
        text`task ${code(id)}`,
      ],
      " · ",
    );
  },
  event: ({ type, level, reason, message }: ClusterEvent, at: Text): Text =>
    join(
      [
        text`${at}${words(levelMarks[level] ?? "▪️")} ${kindText(type)}`,
        ...(reason === null ? [] : [[code(reason)]]),
        ...(message === null ? [] : [text`${message}`]),
      ],
      " · ",
    ),
  meaning: (cause: Text, next: Text): Text => text`   ↳ ${cause}. ${next}`,
  unknownMeaning: (line: string): Text =>
    text`   ↳ ACK's code is not one that is explained here. ${code(line)} shows the nodes, and support wants the task's ID.`,
  kindOf,
  taskStates,
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
  words: { en: english },
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
      entries.length === 0 ? own.none(since) : own.counts(taskList, entries.length - taskList.length, since);
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
  const line = entry.sort === "task" ? own.task(entry.task, at) : own.event(entry.event, at);
  const known = explanationOf(entry, shared);
  if (known !== null) return text`${line}\n${own.meaning(known.cause, known.next)}`;
  if (entry.sort === "event" || entry.task.state !== "failed") return line;
  return text`${line}\n${own.unknownMeaning(`${slash} ${lineFrom("nodes", qualifiedName(found))} --failed`)}`;
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
    [headings.kind, (entry) => own.kindOf(typeOf(entry))],
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
