import { describe, expect, it } from "vitest";
import * as fc from "fast-check";
import { commandReference } from "../../src/command-kit/reference.ts";
import { helpFor, helpOverview } from "../../src/command-kit/help.ts";
import { loadCommands } from "../../src/command-kit/load-commands.ts";
import type { Change } from "../../src/domain/change.ts";
import { changedFields } from "../../src/domain/changes/settings.ts";
import type { Document, Section } from "../../src/domain/document.ts";
import { operationId } from "../../src/domain/ids.ts";
import { leftOut } from "../../src/domain/node-pool-request/clone.ts";
import { requestNotice } from "../../src/domain/node-pool-request/notices/notice.ts";
import { operation, type Operation } from "../../src/domain/operation.ts";
import { warning } from "../../src/domain/preview.ts";
import type { Inline, Text } from "../../src/domain/text.ts";
import { words as plain } from "../../src/domain/text.ts";
import { type Story, story } from "../../src/domain/watching/story.ts";
import { subscription } from "../../src/domain/watching/subscription.ts";
import { toRejectForm } from "../../src/slack/forms.ts";
import { verbMenu } from "../../src/slack/menus.ts";
import { mrkdwn } from "../../src/slack/mrkdwn.ts";
import { diagnosisDocument } from "../../src/views/diagnosis.ts";
import { operationDocument } from "../../src/views/operation.ts";
import { planDocument } from "../../src/views/plan.ts";
import { refusalDocument } from "../../src/views/refusal.ts";
import { digestDocument, storyDocument } from "../../src/views/story.ts";
import { type Words, wordsOf } from "../../src/words/catalogue.ts";
import { languageOf, languages } from "../../src/words/language.ts";
import { faultsInChinese, kept, other } from "../support/chinese.ts";
import { aPool, nodesOf, people, scalePlan, start } from "../support/builders.ts";
import { everyFinding } from "../support/findings.ts";
import { valuesOf } from "../support/generated.ts";
import { everyProblem, everyRefusal } from "../support/refusals.ts";

const commands = await loadCommands(new URL("../../commands/", import.meta.url));
const english = wordsOf("en");
const chinese = wordsOf("zh-CN");

/** Words of ours as they are read. */
function ours(sentence: Text): string {
  const own = (piece: Inline): string =>
    piece.kind === "words" || piece.kind === "strong" ? piece.text : piece.kind === "link" ? piece.label : other;
  return sentence.map(own).join("");
}

function textsOf(section: Section): readonly Text[] {
  switch (section.kind) {
    case "paragraph":
    case "note":
      return [section.text];
    case "facts":
      return section.facts.flatMap(({ label, value }) => [plain(label), value]);
    case "list":
      return [...(section.label === null ? [] : [plain(section.label)]), ...section.items];
    case "quote":
      return [plain(section.label)];
    case "buttons":
      return section.buttons.map(({ label }) => plain(label));
    case "menu":
      return [plain(section.menu.placeholder), ...section.menu.options.map(({ label }) => plain(label))];
    case "divider":
      return [];
  }
}

function readIn({ title, sections, summary }: Document): readonly string[] {
  return [...(title === null ? [] : [plain(title)]), ...sections.flatMap(textsOf), summary].map(ours);
}

function faultsInEnglish(text: string): readonly string[] {
  return [/\p{Script=Han}|[，。：；（）、]/u, / {2}| [.,;:]( |$)/]
    .filter((misprint) => misprint.test(text))
    .map((misprint) => `${text}: ${misprint}`);
}

/** What is wrong with the same, written in both languages: where English has words, Chinese has ideographs. */
function faults(write: (words: Words) => readonly string[]): readonly string[] {
  const [first, second] = [write(english), write(chinese)];
  if (first.length !== second.length) return [`${first.length} sentences, ${second.length} in Chinese`];
  return first.flatMap((text, place) => {
    const translated = second[place] ?? "";
    const wordy = (text.match(/[A-Za-z][\w.-]*/g) ?? []).some((word) => !kept.has(word));
    return [
      ...(text.trim() === "" || translated.trim() === "" ? [`empty: ${text}${translated}`] : []),
      ...(wordy && !/\p{Script=Han}/u.test(translated) ? [`not in Chinese: ${text}: ${translated}`] : []),
      ...faultsInEnglish(text),
      ...faultsInChinese(translated),
    ];
  });
}

function expectBoth(write: (words: Words) => readonly string[]): void {
  expect(faults(write)).toEqual([]);
}

/** Every string and sentence that stands in a catalogue as such, by its path. */
function standing(catalogue: unknown, path = ""): readonly (readonly [string, string])[] {
  if (typeof catalogue === "string") return [[path, catalogue]];
  if (typeof catalogue === "function") return [[`${path}()`, ""]];
  if (Array.isArray(catalogue) && catalogue.every(isPiece)) return [[path, ours(catalogue)]];
  if (typeof catalogue !== "object" || catalogue === null) return [];
  return Object.entries(catalogue).flatMap(([key, value]) => standing(value, `${path}.${key}`));
}

function isPiece(value: unknown): value is Inline {
  return typeof value === "object" && value !== null && "kind" in value;
}

/** What never comes about has no words: an edit or upgrade that changes nothing, a sign-off by nobody, a drift without a difference. */
function comesAbout({ plan, proposal, requirement, grant, state, journal }: Operation): boolean {
  const drifted = [state, ...journal.map(({ event }) => event)].every(
    (each) => !("differences" in each) || each.differences.length > 0,
  );
  const granted = [grant, ...journal.map(({ event }) => ("grant" in event ? event.grant : null))].every(
    (each) => each === null || each.reviewers.length > 0,
  );
  const proposals = [proposal, ...journal.map(({ event }) => ("proposal" in event ? event.proposal : null))];
  const changes = [plan, ...proposals.flatMap((each) => each?.plan ?? [])].every(({ change }) =>
    changesSomething(change),
  );
  return changes && drifted && granted && requirement.from.length > 0;
}

function changesSomething(change: Change): boolean {
  if ("fields" in change) return changedFields(change).length > 0;
  return change.kind !== "upgrade" || (change.kubernetes ?? change.image ?? change.runtime) !== null;
}

/** Configurations change by something, and vulnerabilities have names. */
function isNews({ entries }: Story): boolean {
  return entries.every(({ news }) => news.kind !== "changed" || news.differences.length > 0);
}

describe("the language of a reader", () => {
  it.each([
    ["en-GB", "en"],
    ["zh-CN", "zh-CN"],
    ["zh-TW", "zh-CN"],
    ["zh_Hans", "zh-CN"],
    ["zh", "zh-CN"],
    ["de-DE", "zh-CN"],
    [null, "zh-CN"],
  ] as const)("%s is served in %s, where the configuration says zh-CN", (locale, language) => {
    expect(languageOf(locale, "zh-CN")).toBe(language);
  });

  it("is that of the words: no catalogue is taken for another", () => {
    expect(languages.map((language) => wordsOf(language).language)).toEqual(languages);
  });
});

describe("both catalogues", () => {
  it("have the same words", () => {
    const paths = (words: Words): readonly string[] =>
      standing(words)
        .map(([path]) => path)
        .toSorted();
    expect(paths(english).length).toBeGreaterThan(200);
    expect(paths(chinese)).toEqual(paths(english));
  });

  it("say the same of what stands there as such", () => {
    const texts = (words: Words): readonly string[] =>
      standing(words)
        .filter(([path, text]) => text.trim() !== "" && path !== ".language")
        .map(([, text]) => text);
    expectBoth(texts);
  });

  it("tell every operation, in every stage, with every change, event, warning and problem", () => {
    const met = new Set<string>();
    fc.assert(
      fc.property(valuesOf(operation).filter(comesAbout), (each) => {
        met.add(each.plan.change.kind).add(each.state.stage);
        for (const { event } of each.journal) met.add(event.kind);
        expectBoth((words) => readIn(operationDocument(each, words, start)));
        expectBoth((words) => readIn(planDocument(each.plan, each.requirement, words)));
        expectBoth((words) =>
          each.journal.flatMap(({ event }) => {
            const told = words.operations.eventSentence(event, each.plan.change);
            return told === null ? [] : [ours(told)];
          }),
        );
        expectBoth(({ changes, operations, home }) => {
          const change = changes.sentence(each.plan.change);
          return [
            operations.pointerSentence(each, change, plain("")),
            home.request(each, change),
            home.operation(each.id, change, operations.stageLine(each)),
          ].map(ours);
        });
      }),
      { numRuns: 200 },
    );
    expect(met.size).toBeGreaterThan(45);
  });

  it("tell every warning, notice and field that a clone lacks", () => {
    fc.assert(
      fc.property(valuesOf(warning), valuesOf(requestNotice), valuesOf(leftOut), (warned, noticed, left) => {
        expectBoth(({ changes, requests }) => {
          const { what, next } = requests.leftOut(left);
          return [changes.warning(warned), requests.notice(noticed), what, next].map(ours);
        });
      }),
      { numRuns: 300 },
    );
  });

  it("tell every story, and who follows them", () => {
    const met = new Set<string>();
    const options = { slash: "/pool", lateSince: start, mention: plain(other) };
    fc.assert(
      fc.property(valuesOf(story).filter(isNews), valuesOf(subscription), (each, asked) => {
        for (const { news } of each.entries) met.add(news.kind);
        expectBoth((words) => readIn(storyDocument(each, words, options)));
        expectBoth((words) => readIn(digestDocument([each, each], "quiet", words, null)));
        expectBoth((words) => readIn(digestDocument([each], "many", words, options.mention)));
        expectBoth(({ stories }) => each.entries.map(({ at, news }) => ours(stories.entryLine(at, news))));
        expectBoth(({ stories }) =>
          [stories.subscribed(asked, people.bob), stories.unsubscribed(asked, people.bob)].map(ours),
        );
      }),
      { numRuns: 300 },
    );
    expect(met.size).toBeGreaterThan(25);
  });

  it("write the Home and describe charts", () => {
    const id = operationId.parse("op-2347");
    const delegation = { from: people.bob, to: people.alice, since: start, until: start, reason: null };
    const freeze = { name: other, from: start, to: start + 1, clusters: null, pools: null, allow: [] };
    const span = { operation: id, from: start, to: start + 1, outcome: "well" } as const;
    const course = { from: start, to: start + 1, samples: [{ at: start, value: 3 }], spans: [], pauses: [] };
    const eventful = { ...course, spans: [span, { ...span, to: null }], pauses: [{ from: start, to: start }] };
    for (const count of [0, 1, 4]) {
      const crowd = nodesOf(count, { failed: count, offline: count, initial: count, removing: count });
      expectBoth(({ home, charts, changes }) => [
        ...[
          home.pool(aPool({ nodes: nodesOf(count) }), []),
          home.pool(aPool({ nodes: crowd, state: "scaling" }), [id, id]),
          home.rightsLine(true, [], []),
          home.rightsLine(false, [], [delegation]),
          home.rightsLine(true, [other, other], [delegation]),
          home.rightsLine(false, [other], []),
          home.askInChannels("/pool"),
          home.approvalsSoFar(count, 2),
          home.more(count, "/pool ops"),
          home.poolsInAll(count, 1),
          home.poolsNotKnown([other, other]),
          home.clustersLeftOut(count),
          home.freeze(freeze, start),
          home.freeze(freeze, start - 1),
          home.window(other, changes.window(null), freeze, start),
          home.asOf(start),
          home.summary(count),
        ].map(ours),
        charts.poolTitle(other),
        charts.upgradeTitle(other),
        charts.poolDescription(other, course),
        charts.poolDescription(other, { ...course, samples: [] }),
        charts.upgradeDescription(other, count, eventful),
      ]);
    }
  });

  it.each(everyFinding.map((found) => [found.code, found] as const))("find: %s", (_, found) => {
    expectBoth((words) => readIn(diagnosisDocument([found], words)));
  });

  it.each(everyRefusal.map((refusal) => [refusal.code, refusal] as const))("refuse: %s", (_, refusal) => {
    expectBoth((words) => readIn(refusalDocument(refusal, words, "/pool")));
  });

  it.each(everyProblem.map((problem) => [problem.code, problem] as const))("find fault: %s", (_, problem) => {
    expectBoth(({ requests }) => [ours(requests.problem(problem))]);
  });

  it("write lengths of time", () => {
    fc.assert(
      fc.property(fc.nat(400_000_000), fc.nat(300), fc.nat(300), (milliseconds, one, another) => {
        const range = { least: Math.min(one, another), most: Math.max(one, another) };
        expectBoth(({ durations: { age, duration, span }, labels }) => [
          labels.takesAbout(span(range)),
          labels.takesAbout(age(milliseconds)),
          labels.takesAbout(duration(milliseconds)),
        ]);
      }),
    );
  });

  it("explain errors of ACK", () => {
    const codes = ["QuotaExceeded.Node", "nlc-drain-node-err", "OperationDenied.NoStock", "MissingAuth.Something"];
    for (const code of codes) {
      expectBoth(({ explainCloudError }) => {
        const known = explainCloudError(code, null);
        return known === null ? [] : [known.cause, known.next].map(ours);
      });
    }
  });
});

describe("verbs", () => {
  it.each(commands.map((command) => [command.verb, command] as const))("%s has words of its own", (_, command) => {
    const words = (language: (typeof languages)[number]): readonly (readonly [string, string])[] =>
      standing(command.words(language)).filter(([path]) => !path.startsWith(".details"));
    const paths = words("en").map(([path]) => path);
    expect(words("zh-CN").map(([path]) => path)).toEqual(paths);
    const texts = (language: (typeof languages)[number]): readonly string[] =>
      words(language).flatMap(([, text]) => (text === "" ? [] : [text]));
    expectBoth(({ language }) => texts(language));
    expect(command.words("zh-CN").details.flatMap((detail) => faultsInChinese(ours(detail)))).toEqual([]);
  });

  it("help and menu are in the language of who reads them", () => {
    expectBoth((words) =>
      readIn(helpOverview(commands, words, "/pool")).map((text) => text.replaceAll(/\/pool.*/g, "")),
    );
    for (const command of commands) {
      const [page, translated] = [english, chinese].map((words) => helpFor(command, words, "/pool"));
      expect(translated?.sections.length).toBe(page?.sections.length);
    }
    expect(commandReference(commands, chinese, "/pool")).toContain("节点池");
  });
});

describe.each(languages)("Slack's limits in %s", (language) => {
  const words = wordsOf(language);

  it("hold for buttons, menus and forms", () => {
    for (const label of Object.values(words.labels.buttons)) expect(label.length).toBeLessThanOrEqual(75);
    const placeholders = [
      words.labels.forms.choosePool,
      words.labels.forms.chooseCluster,
      words.labels.forms.chooseOperation,
    ];
    for (const placeholder of placeholders) expect(placeholder.length).toBeLessThanOrEqual(150);
    const menu = verbMenu(commands, words, "/pool").sections.flatMap((section) =>
      section.kind === "menu" ? section.menu.options : [],
    );
    expect(menu.length).toBe(commands.length);
    for (const { label } of menu) expect(label.length).toBeLessThanOrEqual(75);
    const { submit, next, cancel, reject } = words.labels.forms;
    for (const label of [submit, next, cancel, reject]) expect(label.length).toBeLessThanOrEqual(24);
    const { purpose, cancel: back, confirm, close, enrolTitle } = words.stepUpForms;
    for (const label of [purpose.approve, purpose.resume, back, confirm, close, enrolTitle])
      expect(label.length).toBeLessThanOrEqual(24);
    for (const title of Object.values(purpose)) expect(`${title} op-7f3k`.length).toBeLessThanOrEqual(24);
    expect(toRejectForm("", "op-7f3k", words).title.text).not.toContain("…");
  });
});

describe("formatting beside ideographs", () => {
  it("stands apart from them, for Slack shows it only so", () => {
    expect(mrkdwn(chinese.changes.sentence(scalePlan(6).change))).toBe(
      "扩容 `prod/prod-pool`\u200A：\u200A*3* → *6* 个节点",
    );
    expect(mrkdwn(english.changes.sentence(scalePlan(6).change))).not.toContain("\u200A");
  });
});
