import { defineCommand } from "../src/command-kit/command.ts";
import { lineFrom } from "../src/command-kit/line.ts";
import { flag, optional, poolName, timeSpan, wholeNumber } from "../src/command-kit/parameters.ts";
import { targetName } from "../src/domain/changes/target.ts";
import { type Button, lineButton, list, note, paragraph, type Section } from "../src/domain/document.ts";
import { readTimeSpan, writeTimeSpan } from "../src/domain/grammar/time-span.ts";
import { endedAt, type Operation, type OperationEvent } from "../src/domain/operation.ts";
import { success } from "../src/domain/result.ts";
import { code, dateTime, join, person, type Text, text, words } from "../src/domain/text.ts";
import { type Columns, csvName, toCsv } from "../src/views/csv.ts";
import type { Words } from "../src/words/catalogue.ts";

const english = {
  summary: "What was asked for, who signed it off, and what came of it",
  details: [
    words("Pools that are gone have a history, too. Without --since it reaches 30 days back."),
    words("With --csv all of it comes as a file."),
  ],
  parameters: {
    pool: "Only this pool, as name or cluster/name; a cluster's name for what was about the cluster itself",
    since: "How far back: 7d, 12h, 30m or 2w",
    page: "Which page; the first has the newest",
    csv: "All of it as a CSV file",
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
  line: (operation: Operation, took: string | null, shared: Words): Text =>
    join(
      [
        text`${shared.operations.stageLine(operation)}`,
        text`${code(operation.id)} ${shared.changes.sentence(operation.plan.change)}`,
        text`asked by ${person(operation.requester)} ${dateTime(operation.requestedAt)}`,
        ...(approversOf(operation).length === 0
          ? []
          : [text`signed off by ${join(approversOf(operation).map(person), ", ")}`]),
        ...(took === null ? [] : [words(`ran ${took}`)]),
      ],
      " · ",
    ),
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

const usualSpan = readTimeSpan("30d") ?? 0;
const pageSize = 25;
/** A file of more rows helps nobody, and a look back must not read for ever. */
const mostRows = 2_000;

export const history = defineCommand({
  verb: "history",
  topic: "operations",
  effect: "answer",
  arguments: { pool: optional(poolName()) },
  options: { since: optional(timeSpan()), page: optional(wholeNumber(1, 80)), csv: flag() },
  examples: ["history", "history prod-pool --since 90d", "history prod/prod-pool --since 52w --csv"],
  words: { en: english },
  async run({ arguments: { pool: about }, options }, { operations, now, slash, words: shared }, own) {
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
        : [list(shown.map((each) => own.line(each, tookOf(each, shared), shared)))]),
      ...(options.csv && found.operations.length > mostRows ? [note(own.incomplete(mostRows))] : []),
      ...(found.unreadable.length === 0 ? [] : [paragraph(own.unreadable(found.unreadable))]),
      ...(buttons.length === 0 ? [] : [{ kind: "buttons", buttons } as const]),
    ];
    const answer = { kind: "answer", document: { title: own.title, sections, summary } } as const;
    if (!options.csv || found.operations.length === 0) return success(answer);
    const content = toCsv(columns(own, shared), found.operations.slice(0, mostRows));
    return success({ ...answer, file: { name: csvName("history", ...subject), content } });
  },
});

function approversOf({ votes }: Operation): readonly Operation["requester"][] {
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

function columns(own: Own, { changes, operations, stageName }: Words): Columns<Operation> {
  const { columns: headings } = own;
  return [
    [headings.id, ({ id }) => id],
    [headings.requested, ({ requestedAt }) => ({ moment: requestedAt })],
    [headings.requester, ({ requester }) => requester],
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
