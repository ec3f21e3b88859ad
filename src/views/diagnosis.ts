import { type Finding, type Severity, severityOf } from "../domain/diagnosis.ts";
import { type Document, list, paragraph, type Section } from "../domain/document.ts";
import { type Text, text, words as plain } from "../domain/text.ts";
import type { Words } from "../words/catalogue.ts";
import { severityMark } from "../words/marks.ts";
import { plainText } from "./plain-text.ts";

/** The worst first. */
const order: readonly Severity[] = ["broken", "warning", "ok"];

function bySeverity(findings: readonly Finding[]): readonly (readonly [Severity, readonly Finding[]])[] {
  return order.flatMap((severity) => {
    const own = findings.filter((found) => severityOf(found) === severity);
    return own.length === 0 ? [] : [[severity, own] as const];
  });
}

function countOf(findings: readonly Finding[], severity: Severity): number {
  return findings.filter((found) => severityOf(found) === severity).length;
}

/** All that was found, as an answer in the chat. */
export function diagnosisDocument(findings: readonly Finding[], { diagnosis, joining }: Words): Document {
  const line = (found: Finding): Text => {
    const { what, mend } = diagnosis.finding(found);
    return text`${plain(severityMark(severityOf(found)))} ${mend === null ? what : joining.sentences([what, mend])}`;
  };
  const summary = diagnosis.summary(countOf(findings, "broken"), countOf(findings, "warning"));
  const sections: readonly Section[] = bySeverity(findings).map(([severity, own]) =>
    list(own.map(line), diagnosis.heading(severity)),
  );
  return { title: diagnosis.title, sections: [paragraph(summary), ...sections], summary };
}

/** The same as lines for a terminal. */
export function diagnosisLines(findings: readonly Finding[], { diagnosis }: Words): readonly string[] {
  const lines = bySeverity(findings).flatMap(([severity, own]) =>
    own.flatMap((found) => {
      const { what, mend } = diagnosis.finding(found);
      return [`${severityMark(severity)} ${plainText(what)}`, ...(mend === null ? [] : [`   -> ${plainText(mend)}`])];
    }),
  );
  const summary = diagnosis.summary(countOf(findings, "broken"), countOf(findings, "warning"));
  return [...lines, plainText(summary)];
}
