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

const chargeTypes: Readonly<Record<string, string>> = { PostPaid: "pay-as-you-go", PrePaid: "subscription" };
const meanings: Readonly<Record<string, string>> = {
  NotReady: "Its kubelet reports a problem, or has stopped reporting.",
  Unknown: "It has not told the cluster how it is for a while.",
  Offline: "It is not in the cluster: it never registered, or its instance is stopped or gone.",
};
const billing = ({ chargeType }: Node): string =>
  chargeType === null ? "billing unknown" : (chargeTypes[chargeType] ?? chargeType);
const source = (node: Node): string => (addedByHand(node) ? "added by hand" : "by the scaling group");

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
  billing,
  source,
  line: (node: Node, old: string | null): Text =>
    join(
      [
        text`${words(isReady(node) ? "✅" : "❌")} ${code(node.name)} ${node.status}`,
        [code(node.instanceId)],
        ...(node.instanceType === null ? [] : [[code(node.instanceType)]]),
        words(billing(node)),
        words(source(node)),
        ...(old === null ? [] : [words(`${old} old`)]),
        ...(node.addresses.length === 0 ? [] : [join(node.addresses.map(code), ", ")]),
        ...(node.error === null ? [] : [text`error: ${node.error}`]),
      ],
      " · ",
    ),
  meaning: (node: Node): Text => words(meanings[node.status] ?? "It takes no workloads."),
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

/** A message holds so many lines that can still be read. */
const mostShown = 25;

export const nodes = defineCommand({
  verb: "nodes",
  topic: "pools",
  effect: "answer",
  arguments: { pool: pool() },
  options: { failed: flag(), csv: flag() },
  examples: ["nodes prod-pool", "nodes prod-pool --failed", "nodes prod/prod-pool --csv"],
  words: { en: english },
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
        : [list(shown.map((node) => own.line(node, ageOf(node, now, shared))))]),
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

/** A node that is not ready, what that means, and what helps against its error. */
function trouble(node: Node, now: Instant, own: Own, shared: Words): Text {
  const known = shared.explainCloudError(null, node.error);
  return join(
    [
      own.line(node, ageOf(node, now, shared)),
      own.meaning(node),
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
    [headings.billing, own.billing],
    [headings.source, own.source],
    [headings.created, ({ created }) => (created === null ? null : { moment: created })],
    [headings.age, ({ created }) => (created === null ? null : Math.max(0, Math.floor((now - created) / 86_400_000)))],
    [headings.addresses, (node) => node.addresses.join(" ")],
    [headings.error, (node) => node.error],
  ];
}
