import { type Document, facts, list, note, paragraph, type Section } from "../domain/document.ts";
import type { Plan } from "../domain/plan.ts";
import type { Requirement } from "../domain/policy.ts";
import { code, words as plain } from "../domain/text.ts";
import type { Words } from "../words/catalogue.ts";

/** What a plan changes, and on how many nodes. */
export function changeSections({ change, effect, notBefore, narrowed }: Plan, words: Words): readonly Section[] {
  const { labels, changes, narrowing } = words;
  const touches = plain(labels.touched(effect.nodes, effect.batches));
  // Settings of a pool touch no node.
  const nodes = effect.nodes === 0 ? [] : [{ label: labels.facts.touches, value: touches }];
  return [facts([...changes.differences(change), ...nodes, ...narrowing.agreed({ notBefore, narrowed })])];
}

/** What a plan changes and what it does to workloads: what somebody has to know who decides. */
export function planSections(plan: Plan, words: Words): readonly Section[] {
  const { labels, changes, durations } = words;
  const { effect, warnings } = plan;
  return [
    ...changeSections(plan, words),
    list(
      effect.disruptions.length === 0
        ? [plain(changes.noDisruption)]
        : effect.disruptions.map((each) => plain(changes.disruption[each])),
      labels.facts.disruption,
    ),
    ...(warnings.length === 0 ? [] : [list(warnings.map(changes.warning), labels.facts.warnings)]),
    note(plain(labels.takesAbout(durations.span(effect.minutes)))),
  ];
}

/** A dry run: the plan and the sign-off that it would need. */
export function planDocument(plan: Plan, requirement: Requirement, words: Words): Document {
  const { joining, labels, changes, operations } = words;
  return {
    title: changes.title(plan.change),
    sections: [
      paragraph(changes.sentence(plan.change)),
      ...planSections(plan, words),
      facts([{ label: labels.facts.signOff, value: operations.requirementSentence(requirement) }]),
      note(joining.sentences([plain(labels.dryRun), code(plan.fingerprint.slice(0, 8))])),
    ],
    summary: labels.dryRunOf(changes.sentence(plan.change)),
  };
}
