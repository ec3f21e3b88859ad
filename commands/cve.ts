import { type CommandContext, defineCommand, type Outcome } from "../src/command-kit/command.ts";
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
import type { Words } from "../src/words/catalogue.ts";
import { counted } from "../src/words/en/plural.ts";

const mostNamed = 5;
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
  levels: {
    asap: "High: fix as soon as possible",
    later: "Medium: fix when there is time",
    nntf: "Low: need not be fixed for now",
  },
  otherLevel: (necessity: string): string => `Of the level ${necessity}`,
  onMany: (nodes: number): Text => words(counted(nodes, "node", "nodes")),
  on: (nodes: Text): Text => text`on ${nodes}`,
  afterRestart: "takes effect after a restart",
  noRestart: "no restart needed",
  updates: (packages: Text): Text => text`updates ${packages}`,
  counts: (all: number, nodes: number, high: number): Text =>
    words(
      `${counted(all, "vulnerability", "vulnerabilities")} on ${counted(nodes, "node", "nodes")}, ${high} of them high`,
    ),
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

const chinese: Own = {
  summary: "节点池中节点的漏洞及其修复",
  details: [
    words("单独使用时列出 ACK 发现的漏洞。加上 fix 修复全部高危漏洞，或指定的漏洞。"),
    words("漏洞可以用 CVE 编号、公告编号或 ACK 的名称指定。"),
    words("节点分批处理。需要重启才生效的修复，只有加上 --restart 才会先排水再重启。"),
    words("修复无法撤销，请先为磁盘创建快照。"),
  ],
  parameters: {
    pool: "节点池名称，或 集群/节点池",
    action: "fix 修复；省略则只查看",
    vulnerabilities: "要修复的漏洞；省略则为全部高危漏洞",
    restart: "修复需要时重启节点",
    batch: "同时处理的节点数",
  },
  title: (name: string): string => `${name} 的漏洞`,
  none: "ACK 未发现漏洞。",
  levels: {
    asap: "高：需尽快修复",
    later: "中：可延后修复",
    nntf: "低：暂可不修复",
  },
  otherLevel: (necessity: string): string => `级别 ${necessity}`,
  onMany: (nodes: number): Text => words(`${nodes} 个节点`),
  on: (nodes: Text): Text => text`节点 ${nodes}`,
  afterRestart: "重启后生效",
  noRestart: "无需重启",
  updates: (packages: Text): Text => text`更新 ${packages}`,
  counts: (all: number, nodes: number, high: number): Text =>
    words(`${nodes} 个节点上有 ${all} 个漏洞，其中高危 ${high} 个`),
  more: (count: number, file: string): Text => text`另有 ${count} 个，见 ${code(file)}。`,
  byItself: ({ levels: fixed, restarts, excluded }: AutomaticFix): Text =>
    text`ACK 会在集群的维护窗口内自动修复该节点池的 ${join(fixed.map(code), "、")} 级漏洞，${words(
      restarts ? "需要时重启" : "不重启",
    )}${excluded.length === 0 ? [] : text`，不更新 ${join(excluded.map(code), "、")}`}。`,
  byHand: words("ACK 不会自动修复这里的漏洞：自动修复已关闭。"),
  notBought: words("⚠️ ACK 返回：账号未购买云安全中心的漏洞修复服务，而修复需要它。"),
  how: (line: string): Text => text`修复经审批后分批更新软件包。逐个修复：${code(line)}`,
  fixHigh: (count: number): string => `修复 ${count} 个高危漏洞`,
  fixHighWithRestart: (count: number): string => `修复 ${count} 个高危漏洞并重启`,
  columns: {
    name: "名称",
    alias: "公告",
    cves: "CVE",
    level: "级别",
    restart: "需要重启",
    packages: "软件包",
    nodes: "节点",
  },
  yes: "是",
  no: "否",
};

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
  words: { en: english, "zh-CN": chinese },
  async run({ arguments: { pool: found, action, vulnerabilities }, options }, context, own) {
    const { cloud } = context;
    if (action === null) return success(answer(found, await cloud.vulnerabilities(found), context, own));
    const [cluster, report] = await Promise.all([cloud.cluster(found.cluster), cloud.vulnerabilities(found)]);
    const wish = { named: vulnerabilities, restart: options.restart, maxParallelism: options.batch };
    const preview = planVulnerabilityFix(found, cluster, wish, report);
    return preview.ok ? success({ kind: "change", preview: preview.value }) : preview;
  },
});

function answer(
  found: NodePool,
  report: VulnerabilityReport,
  { slash, words: { joining } }: CommandContext,
  own: Own,
): Outcome {
  const name = qualifiedName(found);
  const all = report.found.toSorted((one, other) => rank(one) - rank(other));
  const shown = all.slice(0, mostShown);
  const summary = all.length === 0 ? words(own.none) : countsOf(all, own);
  const file = { name: csvName("cve", name), content: toCsv(columns(own), all) };
  const necessities = [...new Set(shown.map(({ necessity }) => necessity))];
  const sections: readonly Section[] = [
    paragraph(summary),
    ...necessities.map((necessity) =>
      list(
        shown.filter((each) => each.necessity === necessity).map((each) => lineOf(each, own, joining)),
        levelOf(necessity, own),
      ),
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

function levelOf(necessity: string, own: Own): string {
  const known = necessity === "asap" || necessity === "later" || necessity === "nntf";
  return known ? own.levels[necessity] : own.otherLevel(necessity);
}

function lineOf(
  { name, alias, cves, needsReboot, nodes, packages }: Vulnerability,
  own: Own,
  { listed }: Words["joining"],
): Text {
  return join(
    [
      [code(alias ?? name)],
      ...(cves.length === 0 ? [] : [listed(cves.map(code))]),
      nodes.length > mostNamed ? own.onMany(nodes.length) : own.on(listed(nodes.map(code))),
      words(needsReboot ? own.afterRestart : own.noRestart),
      ...(packages.length === 0 ? [] : [own.updates(listed(packages.map(code)))]),
    ],
    " · ",
  );
}

function countsOf(all: readonly Vulnerability[], own: Own): Text {
  const affected = new Set(all.flatMap(({ nodes }) => nodes)).size;
  return own.counts(all.length, affected, all.filter(({ necessity }) => necessity === "asap").length);
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
    [headings.level, ({ necessity }) => levelOf(necessity, own)],
    [headings.restart, ({ needsReboot }) => (needsReboot ? own.yes : own.no)],
    [headings.packages, ({ packages }) => packages.join(" ")],
    [headings.nodes, ({ nodes }) => nodes.join(" ")],
  ];
}
