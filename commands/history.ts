import { type CommandContext, defineCommand } from "../src/command-kit/command.ts";
import { lineFrom } from "../src/command-kit/line.ts";
import { flag, optional, poolName, timeSpan, wholeNumber } from "../src/command-kit/parameters.ts";
import { poolNameOf, targetName } from "../src/domain/changes/target.ts";
import { ifKnown } from "../src/domain/cloud.ts";
import { type Button, lineButton, list, note, paragraph, type Picture, type Section } from "../src/domain/document.ts";
import type { Instant, UserId } from "../src/domain/ids.ts";
import { readTimeSpan, writeTimeSpan } from "../src/domain/grammar/time-span.ts";
import { nodesOverTime } from "../src/domain/node-history.ts";
import { qualifiedName } from "../src/domain/node-pool.ts";
import { endedAt, type Operation, type OperationEvent } from "../src/domain/operation.ts";
import type { Refusal } from "../src/domain/refusal.ts";
import { failure, type Result, success } from "../src/domain/result.ts";
import { code, dateTime, join, person, type Text, text, words } from "../src/domain/text.ts";
import { type Columns, csvName, toCsv } from "../src/views/csv.ts";
import { poolPicture } from "../src/views/pictures.ts";
import type { Words } from "../src/words/catalogue.ts";

const english = {
  summary: "What was asked for, who signed it off, and what came of it",
  details: [
    words("Pools that are gone have a history, too. Without --since it reaches 30 days back."),
    words("With --csv all of it comes as a file."),
    words(
      "With --chart a picture of the pool's nodes comes with it: counts that were seen when operations began, after their batches and at their end, and the present one.",
    ),
  ],
  parameters: {
    pool: "Only this pool, as name or cluster/name; a cluster's name for what was about the cluster itself",
    since: "How far back: 7d, 12h, 30m or 2w",
    page: "Which page; the first has the newest",
    csv: "All of it as a CSV file",
    chart: "The pool's nodes over time as a picture",
  },
  title: "History",
  scope: (about: string | null, since: number): Text =>
    about === null
      ? text`Since ${dateTime(since)}, newest first`
      : text`${code(about)} since ${dateTime(since)}, newest first`,
  none: (about: string | null, since: number): Text =>
    about === null
      ? text`Nothing was asked for since ${dateTime(since)}.`
      : text`Nothing was asked for ${code(about)} since ${dateTime(since)}.`,
  reachFurther: (line: string): Text => text`Look further back with ${code(line)}`,
  asked: (asker: Text, at: Instant): Text => text`asked by ${asker} ${dateTime(at)}`,
  signedOff: (approvers: Text): Text => text`signed off by ${approvers}`,
  ran: (time: string): Text => words(`ran ${time}`),
  incomplete: (most: number): Text => words(`The file has the newest ${most}; ask for less time to see the others.`),
  unreadable: (files: readonly string[]): Text =>
    text`⚠️ Could not be read, and is missing here: ${join(files.slice(0, 5).map(code), ", ")}${
      files.length > 5 ? words(` and ${files.length - 5} more`) : []
    }`,
  older: "Older",
  newer: "Newer",
  columns: {
    id: "ID",
    requested: "Asked at",
    requester: "Asked by",
    target: "About",
    kind: "Kind",
    change: "Change",
    reason: "Reason",
    approvers: "Signed off by",
    outcome: "Outcome",
    detail: "Outcome in full",
    ended: "Ended at",
    seconds: "Seconds it ran",
    task: "ACK task",
    request: "ACK request ID",
    fingerprint: "Plan",
  },
};

type Own = typeof english;

const chinese: Own = {
  summary: "申请过什么，谁审批的，结果如何",
  details: [
    words("已删除的节点池也有历史。不指定 --since 时回溯 30 天。"),
    words("使用 --csv 时，全部以文件给出。"),
    words("使用 --chart 时，附上节点池节点数的图表：操作开始时、每个批次之后、结束时看到的节点数，以及当前的节点数。"),
  ],
  parameters: {
    pool: "只看该节点池（名称，或 集群/节点池）；集群名称表示与集群本身有关的操作",
    since: "回溯多久：7d、12h、30m 或 2w",
    page: "第几页；第一页为最新",
    csv: "全部以 CSV 文件给出",
    chart: "以图表显示节点池的节点数变化",
  },
  title: "历史",
  scope: (about: string | null, since: number): Text =>
    about === null
      ? text`自 ${dateTime(since)} 起，最新的在前`
      : text`${code(about)} 自 ${dateTime(since)} 起，最新的在前`,
  none: (about: string | null, since: number): Text =>
    about === null
      ? text`自 ${dateTime(since)} 起没有申请。`
      : text`自 ${dateTime(since)} 起没有关于 ${code(about)} 的申请。`,
  reachFurther: (line: string): Text => text`用 ${code(line)} 回溯更久`,
  asked: (asker: Text, at: Instant): Text => text`申请人：${asker}，${dateTime(at)}`,
  signedOff: (approvers: Text): Text => text`审批人 ${approvers}`,
  ran: (time: string): Text => words(`用时 ${time}`),
  incomplete: (most: number): Text => words(`文件只包含最新的 ${most} 条；缩短时间范围可查看其余的。`),
  unreadable: (files: readonly string[]): Text =>
    text`⚠️ 无法读取以下文件，其内容缺失：${join(files.slice(0, 5).map(code), "、")}${
      files.length > 5 ? words(`，另有 ${files.length - 5} 个`) : []
    }`,
  older: "更早",
  newer: "更新",
  columns: {
    id: "编号",
    requested: "申请时间",
    requester: "申请人",
    target: "对象",
    kind: "类型",
    change: "变更",
    reason: "原因",
    approvers: "审批人",
    outcome: "结果",
    detail: "结果详情",
    ended: "结束时间",
    seconds: "用时（秒）",
    task: "ACK 任务",
    request: "ACK 请求 ID",
    fingerprint: "计划",
  },
};

const usualSpan = readTimeSpan("30d") ?? 0;
const pageSize = 25;
/** A file of more rows helps nobody, and a look back must not read for ever. */
const mostRows = 2_000;
/** More than these could not be told apart in a picture. */
const mostDrawn = 500;

export const history = defineCommand({
  verb: "history",
  topic: "operations",
  effect: "answer",
  arguments: { pool: optional(poolName()) },
  options: { since: optional(timeSpan()), page: optional(wholeNumber(1, 80)), csv: flag(), chart: flag() },
  examples: [
    "history",
    "history prod-pool --since 90d",
    "history prod/prod-pool --since 52w --csv",
    "history prod/prod-pool --chart",
  ],
  words: { en: english, "zh-CN": chinese },
  async run({ arguments: { pool: about }, options }, context, own) {
    const { operations, now, slash, words: shared } = context;
    const span = options.since ?? usualSpan;
    const since = now - span;
    const page = options.page ?? 1;
    const subject = about === null ? [] : [about];
    // One more than is shown tells whether there is an older page.
    const limit = options.csv ? mostRows + 1 : page * pageSize + 1;
    const found = await operations.past({ about, since, limit });
    const shown = found.operations.slice((page - 1) * pageSize, page * pageSize);
    const lineOfPage = (other: number): string =>
      `${lineFrom("history", ...subject)} --since ${writeTimeSpan(span)} --page ${other}`;
    const buttons: readonly Button[] = [
      ...(page > 1 ? [lineButton(0, own.newer, lineOfPage(page - 1))] : []),
      ...(found.operations.length > page * pageSize ? [lineButton(1, own.older, lineOfPage(page + 1))] : []),
    ];
    const summary = shown.length === 0 ? own.none(about, since) : own.scope(about, since);
    const sections: readonly Section[] = [
      paragraph(summary),
      ...(shown.length === 0
        ? [note(own.reachFurther(`${slash} ${lineFrom("history", ...subject)} --since 52w`))]
        : [list(shown.map((each) => lineOf(each, own, shared)))]),
      ...(options.csv && found.operations.length > mostRows ? [note(own.incomplete(mostRows))] : []),
      ...(found.unreadable.length === 0 ? [] : [paragraph(own.unreadable(found.unreadable))]),
      ...(buttons.length === 0 ? [] : [{ kind: "buttons", buttons } as const]),
    ];
    const drawn = options.chart ? await chart(about, since, context) : null;
    if (drawn !== null && !drawn.ok) return drawn;
    const document = { title: own.title, sections, summary };
    const answer = { kind: "answer", document, ...(drawn === null ? {} : { picture: drawn.value }) } as const;
    if (!options.csv || found.operations.length === 0) return success(answer);
    const content = toCsv(columns(own, shared), found.operations.slice(0, mostRows));
    return success({ ...answer, file: { name: csvName("history", ...subject), content } });
  },
});

/** The nodes of one pool, which may be gone, over time. */
async function chart(
  about: string | null,
  since: number,
  { operations, lookup, now, words: shared }: CommandContext,
): Promise<Result<Picture, Refusal>> {
  if (about === null) return failure({ code: "missing-argument", verb: "history", argument: "pool" });
  const [found, { operations: all }] = await Promise.all([
    ifKnown(lookup.pool(about)),
    operations.past({ about, since, limit: mostDrawn }),
  ]);
  if (found?.ok === false && found.problem.code === "ambiguous-pool") return found;
  const pool = found?.ok === true ? found.value : null;
  const ofPools = all.filter(({ plan }) => poolNameOf(plan.change.target) !== null);
  const names = [...new Set(ofPools.map(({ plan }) => targetName(plan.change.target)))];
  const [name = about, another] = pool === null ? names : [qualifiedName(pool)];
  if (another !== undefined) return failure({ code: "ambiguous-pool", typed: about, candidates: names });
  const own = ofPools.filter(({ plan }) => targetName(plan.change.target) === name);
  return success(poolPicture(name, nodesOverTime(own, pool?.nodes.total ?? null, { since, now }), shared));
}

function lineOf(operation: Operation, own: Own, shared: Words): Text {
  const approvers = approversOf(operation).map(person);
  const took = tookOf(operation, shared);
  return join(
    [
      shared.operations.stageLine(operation),
      text`${code(operation.id)} ${shared.changes.sentence(operation.plan.change)}`,
      own.asked(shared.initiatives.asker(operation), operation.requestedAt),
      ...(approvers.length === 0 ? [] : [own.signedOff(shared.joining.listed(approvers))]),
      ...(took === null ? [] : [own.ran(took)]),
    ],
    " · ",
  );
}

function approversOf({ votes }: Operation): readonly UserId[] {
  return votes.filter(({ verdict }) => verdict === "approve").map(({ by }) => by);
}

/** Milliseconds for which ACK worked on it; null: it has not ended, or never ran. */
function workTime(operation: Operation): number | null {
  const { state } = operation;
  const end = endedAt(operation);
  return end === null || !("since" in state) || state.since === null ? null : end - state.since;
}

/** What came of a success tells its time already. */
function tookOf(operation: Operation, { durations }: Words): string | null {
  const took = workTime(operation);
  return took === null || operation.state.stage === "succeeded" ? null : durations.duration(took);
}

/** What ACK answered when it took the change. */
function startOf({ journal }: Operation): Extract<OperationEvent, { readonly kind: "started" }> | undefined {
  return journal.map(({ event }) => event).find((event) => event.kind === "started");
}

function columns(own: Own, { changes, operations, stageName, initiatives }: Words): Columns<Operation> {
  const { columns: headings } = own;
  return [
    [headings.id, ({ id }) => id],
    [headings.requested, ({ requestedAt }) => ({ moment: requestedAt })],
    [headings.requester, ({ requester }) => requester ?? initiatives.askerName.nobody],
    [headings.target, ({ plan }) => targetName(plan.change.target)],
    [headings.kind, ({ plan }) => plan.change.kind],
    [headings.change, ({ plan }) => changes.sentence(plan.change)],
    [headings.reason, ({ reason }) => reason],
    [headings.approvers, (operation) => approversOf(operation).join(" ")],
    [headings.outcome, ({ state }) => stageName(state.stage)],
    [headings.detail, (operation) => operations.stageLine(operation)],
    [headings.ended, (operation) => momentCell(endedAt(operation))],
    [headings.seconds, (operation) => secondsCell(workTime(operation))],
    [headings.task, (operation) => startOf(operation)?.taskId ?? null],
    [headings.request, (operation) => startOf(operation)?.requestId ?? null],
    [headings.fingerprint, ({ plan }) => plan.fingerprint.slice(0, 8)],
  ];
}

const momentCell = (moment: number | null): { readonly moment: number } | null => (moment === null ? null : { moment });

const secondsCell = (milliseconds: number | null): number | null =>
  milliseconds === null ? null : Math.round(milliseconds / 1000);
