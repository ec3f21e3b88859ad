import { defineCommand, type Outcome } from "../src/command-kit/command.ts";
import { lineFrom } from "../src/command-kit/line.ts";
import { choice, flag, optional, pool, repeated, wholeNumber, words as names } from "../src/command-kit/parameters.ts";
import { planVulnerabilityFix } from "../src/domain/changes/vulnerability-fix.ts";
import type { Vulnerability, VulnerabilityReport } from "../src/domain/cloud.ts";
import { type Button, lineButton, list, note, paragraph, type Section } from "../src/domain/document.ts";
import { valueAt } from "../src/domain/json.ts";
import { type NodePool, qualifiedName } from "../src/domain/node-pool.ts";
import { success } from "../src/domain/result.ts";
import { code, join, type Text, text, words } from "../src/domain/text.ts";
import { type Columns, csvName, toCsv } from "../src/views/csv.ts";
import { counted } from "../src/words/en/plural.ts";

const mostNamed = 5;
const levels: Readonly<Record<string, string>> = {
  asap: "High: fix as soon as possible",
  later: "Medium: fix when there is time",
  nntf: "Low: need not be fixed for now",
};

const english = {
  summary: "Vulnerabilities of a pool's nodes, and their fix",
  details: [
    words("Alone, it lists what ACK has found. With fix, it fixes all that ACK calls high, or what is named."),
    words("A vulnerability is named by its CVE number, by its advisory, or by ACK's own name."),
    words(
      "Nodes are worked on in batches. Where a fix needs a restart, it takes effect only with --restart, which drains the node first.",
    ),
    words("A fix cannot be taken back: snapshot the disks first."),
  ],
  parameters: {
    pool: "Node pool, as name or cluster/name",
    action: "fix, or nothing to look only",
    vulnerabilities: "Which to fix; left out, all that are high",
    restart: "Restart nodes where a fix needs it",
    batch: "Nodes at once",
  },
  title: (name: string): string => `Vulnerabilities of ${name}`,
  none: "ACK has found none.",
  level: (necessity: string): string => levels[necessity] ?? `Of the level ${necessity}`,
  line: ({ name, alias, cves, needsReboot, nodes, packages }: Vulnerability): Text =>
    join(
      [
        text`${code(alias ?? name)}`,
        ...(cves.length === 0 ? [] : [join(cves.map(code), ", ")]),
        nodes.length > mostNamed
          ? words(counted(nodes.length, "node", "nodes"))
          : text`on ${join(nodes.map(code), ", ")}`,
        words(needsReboot ? "takes effect after a restart" : "no restart needed"),
        ...(packages.length === 0 ? [] : [text`updates ${join(packages.map(code), ", ")}`]),
      ],
      " · ",
    ),
  counts: (all: readonly Vulnerability[]): Text => {
    const high = all.filter(({ necessity }) => necessity === "asap").length;
    const affected = new Set(all.flatMap(({ nodes }) => nodes)).size;
    return words(
      `${counted(all.length, "vulnerability", "vulnerabilities")} on ${counted(affected, "node", "nodes")}, ${high} of them high`,
    );
  },
  more: (count: number, file: string): Text => text`${count} more are in ${code(file)}.`,
  byItself: ({ levels: fixed, restarts, excluded }: AutomaticFix): Text =>
    text`ACK fixes ${join(fixed.map(code), ", ")} of this pool by itself in the cluster's maintenance window, ${words(
      restarts ? "with restarts where they are needed" : "without restarts",
    )}${excluded.length === 0 ? [] : text`, leaving out ${join(excluded.map(code), ", ")}`}.`,
  byHand: words("ACK fixes nothing here by itself: automatic fixes are off."),
  notBought: words(
    "⚠️ ACK says that the account has not bought the fixing of vulnerabilities in Security Center, which a fix needs.",
  ),
  how: (line: string): Text =>
    text`A fix updates the packages, batch by batch, after a sign-off. One by one: ${code(line)}`,
  fixHigh: (count: number): string => `Fix the ${count} high`,
  fixHighWithRestart: (count: number): string => `Fix the ${count} high, with restarts`,
  columns: {
    name: "Name",
    alias: "Advisory",
    cves: "CVE",
    level: "Level",
    restart: "Restart needed",
    packages: "Packages",
    nodes: "Nodes",
  },
  yes: "yes",
  no: "no",
};

type Own = typeof english;

/** What ACK fixes without being asked (ACK: `management.auto_vul_fix_policy`). */
interface AutomaticFix {
  readonly levels: readonly string[];
  readonly restarts: boolean;
  /** Packages. */
  readonly excluded: readonly string[];
}

/** A message holds so many lines that can still be read. */
const mostShown = 25;

export const cve = defineCommand({
  verb: "cve",
  topic: "pools",
  effect: "either",
  arguments: {
    pool: pool(),
    action: optional(choice(["fix"])),
    vulnerabilities: optional(repeated(names())),
  },
  options: { restart: flag(), batch: optional(wholeNumber(1, 1000)) },
  examples: [
    "cve prod-pool",
    "cve prod-pool fix --restart --batch 2",
    'cve prod-pool fix CVE-2026-21104 CVE-2026-10861 --reason "audit"',
  ],
  words: { en: english },
  async run({ arguments: { pool: found, action, vulnerabilities }, options }, { cloud, slash }, own) {
    if (action === null) return success(answer(found, await cloud.vulnerabilities(found), slash, own));
    const [cluster, report] = await Promise.all([cloud.cluster(found.cluster), cloud.vulnerabilities(found)]);
    const wish = { named: vulnerabilities, restart: options.restart, maxParallelism: options.batch };
    const preview = planVulnerabilityFix(found, cluster, wish, report);
    return preview.ok ? success({ kind: "change", preview: preview.value }) : preview;
  },
});

function answer(found: NodePool, report: VulnerabilityReport, slash: string, own: Own): Outcome {
  const name = qualifiedName(found);
  const all = report.found.toSorted((one, other) => rank(one) - rank(other));
  const shown = all.slice(0, mostShown);
  const summary = all.length === 0 ? words(own.none) : own.counts(all);
  const file = { name: csvName("cve", name), content: toCsv(columns(own), all) };
  const necessities = [...new Set(shown.map(({ necessity }) => necessity))];
  const sections: readonly Section[] = [
    paragraph(summary),
    ...necessities.map((necessity) =>
      list(shown.filter((each) => each.necessity === necessity).map(own.line), own.level(necessity)),
    ),
    ...(all.length > shown.length ? [note(own.more(all.length - shown.length, file.name))] : []),
    note(
      found.management.enabled && found.management.autoVulnerabilityFix
        ? own.byItself(automaticFixOf(found))
        : own.byHand,
    ),
    ...(report.fixServiceBought === false ? [paragraph(own.notBought)] : []),
    ...(all.length === 0 ? [] : [note(own.how(`${slash} ${lineFrom("cve", name, "fix", idOf(all))}`))]),
    ...fixButtons(name, all, own),
  ];
  const document = { title: own.title(name), sections, summary: text`${code(name)}: ${summary}` };
  return all.length > shown.length ? { kind: "answer", document, file } : { kind: "answer", document };
}

/** With ACK's defaults for what is not set: high ones, with restarts, and not the kernel. */
function automaticFixOf({ settings }: NodePool): AutomaticFix {
  const at = (name: string): unknown => valueAt(settings, ["management", "auto_vul_fix_policy", name]);
  const parts = (value: unknown, usual: string): readonly string[] =>
    (typeof value === "string" ? value : usual).split(",").filter((part) => part !== "");
  return {
    levels: parts(at("vul_level"), "asap"),
    restarts: at("restart_node") !== false,
    excluded: parts(at("exclude_packages"), "kernel"),
  };
}

const order = ["asap", "later", "nntf"];

function rank({ necessity }: Vulnerability): number {
  const place = order.indexOf(necessity);
  return place === -1 ? order.length : place;
}

/** What one would type for the first of the list. */
function idOf([first]: readonly Vulnerability[]): string {
  return first?.cves[0] ?? first?.name ?? "";
}

function fixButtons(name: string, all: readonly Vulnerability[], own: Own): readonly Section[] {
  const high = all.filter(({ necessity }) => necessity === "asap");
  if (high.length === 0) return [];
  const buttons: readonly Button[] = [
    lineButton(0, own.fixHigh(high.length), lineFrom("cve", name, "fix")),
    ...(high.some(({ needsReboot }) => needsReboot)
      ? [lineButton(1, own.fixHighWithRestart(high.length), `${lineFrom("cve", name, "fix")} --restart`)]
      : []),
  ];
  return [{ kind: "buttons", buttons }];
}

function columns(own: Own): Columns<Vulnerability> {
  const { columns: headings } = own;
  return [
    [headings.name, ({ name }) => name],
    [headings.alias, ({ alias }) => alias],
    [headings.cves, ({ cves }) => cves.join(" ")],
    [headings.level, ({ necessity }) => own.level(necessity)],
    [headings.restart, ({ needsReboot }) => (needsReboot ? own.yes : own.no)],
    [headings.packages, ({ packages }) => packages.join(" ")],
    [headings.nodes, ({ nodes }) => nodes.join(" ")],
  ];
}
