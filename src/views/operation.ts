import { owesReview } from "../domain/break-glass.ts";
import { type Button, type Document, facts, list, note, paragraph, type Section } from "../domain/document.ts";
import type { Instant } from "../domain/ids.ts";
import type { Operation } from "../domain/operation.ts";
import { controlsOf } from "../domain/steering.ts";
import type { Vote } from "../domain/sign-off.ts";
import { code, dateTime, join, person, type Text, text, words as plain } from "../domain/text.ts";
import type { Words } from "../words/catalogue.ts";
import { changeSections, planSections } from "./plan.ts";

/** Ids of the buttons on a card: what a press asks for. */
export const cardButtons = {
  approve: "approve",
  reject: "reject",
  withdraw: "withdraw",
  planAgain: "plan-again",
  pause: "pause",
  resume: "resume",
  cancel: "cancel",
  review: "review",
} as const;

/** What a button of a card says of itself: which operation, and which plan was on the card when it was pressed. */
function buttonValue({ id, plan }: Operation): string {
  return `${id} ${plan.fingerprint}`;
}

/** An operation in full, as its card shows it. The same for everybody: a card knows no viewer. */
export function operationDocument(operation: Operation, words: Words, now: Instant): Document {
  const { labels, changes, operations, breakGlass } = words;
  const { id, plan, requester, reason, requestedAt, requirement, grant } = operation;
  const title = labels.cardTitle(id, changes.title(plan.change));
  return {
    title: grant === null ? title : labels.breakGlassTitle(title),
    sections: [
      ...(grant === null ? [] : [paragraph(breakGlass.cardLine(grant, operation.review, owesReview(operation)))]),
      paragraph(operations.stageLine(operation)),
      ...stageSections(operation, words, now),
      // Once it runs, nobody decides any more: what it may do to workloads has given way to what it does.
      ...(isUndecided(operation) ? planSections(plan, words) : changeSections(plan, words)),
      facts([
        { label: labels.facts.requester, value: text`${person(requester)}, ${dateTime(requestedAt)}` },
        { label: labels.facts.signOff, value: operations.requirementSentence(requirement) },
        (grant !== null || (requirement.approvals === 0 && !requirement.veto)) && operation.votes.length === 0
          ? null
          : { label: labels.facts.votes, value: votesText(operation.votes, words) },
      ]),
      ...(reason === null ? [] : [{ kind: "quote", label: labels.facts.reason, text: reason } as const]),
      ...buttonsOf(operation, words),
      ...reviewButton(operation, words),
      note(text`${code(id)} · ${code(plan.fingerprint.slice(0, 8))}`),
    ],
    summary: text`${plain(grant === null ? "" : labels.breakGlassTitle(""))}${code(id)} ${changes.sentence(plan.change)}: ${operations.stageLine(operation)}`,
  };
}

function isUndecided({ state }: Operation): boolean {
  return ["requested", "awaiting-sign-off", "approved", "waiting"].includes(state.stage);
}

function stageSections({ state, plan }: Operation, words: Words, now: Instant): readonly Section[] {
  const { labels, operations } = words;
  switch (state.stage) {
    case "running":
    case "paused":
      return [
        paragraph(operations.progressLine(state, plan.effect.minutes, now)),
        ...(state.control === null ? [] : [paragraph(plain(operations.controlPending[state.control.action]))]),
        ...(state.stage === "paused" && state.control === null
          ? [paragraph(operations.pauseSentence(state)), note(operations.evidenceSentence(state))]
          : []),
        ...(state.trouble === null ? [] : [paragraph(operations.troubleSentence(state.trouble))]),
        ...(state.taskId === null ? [] : [note(text`${plain(labels.facts.task)} ${code(state.taskId)}`)]),
      ];
    case "failed":
      return [facts([{ label: labels.facts.next, value: operations.problemSentence(state.problem).next }])];
    case "stale":
      return [list(state.differences.map(operations.differenceSentence), labels.facts.moved)];
    case "rejected":
      return state.reason === null ? [] : [{ kind: "quote", label: labels.facts.rejection, text: state.reason }];
    default:
      return [];
  }
}

function votesText(votes: readonly Vote[], words: Words): Text {
  if (votes.length === 0) return plain(words.labels.noVotesYet);
  return join(
    votes.map(
      (vote) =>
        text`${plain(vote.verdict === "approve" ? "👍" : "🚫")} ${words.delegations.voterOf(vote)} ${dateTime(vote.at)}`,
    ),
    ", ",
  );
}

function buttonsOf(operation: Operation, { labels }: Words): readonly Section[] {
  const value = buttonValue(operation);
  const withdraw: Button = { id: cardButtons.withdraw, label: labels.buttons.withdraw, value, style: "plain" };
  switch (operation.state.stage) {
    case "awaiting-sign-off":
      return [
        {
          kind: "buttons",
          buttons: [
            // Where silence is the agreement there is nothing to approve.
            ...(operation.requirement.veto
              ? []
              : [{ id: cardButtons.approve, label: labels.buttons.approve, value, style: "primary" } as const]),
            { id: cardButtons.reject, label: labels.buttons.reject, value, style: "danger" },
            withdraw,
          ],
        },
      ];
    case "approved":
    case "waiting":
      return [{ kind: "buttons", buttons: [withdraw] }];
    case "running":
    case "paused":
      return controlButtons(operation, labels);
    case "stale":
    case "expired":
      return [
        {
          kind: "buttons",
          buttons: [{ id: cardButtons.planAgain, label: labels.buttons.planAgain, value, style: "plain" }],
        },
      ];
    default:
      return [];
  }
}

/** On the card for as long as nobody else has looked at what ran without sign-off, over its end. */
function reviewButton(operation: Operation, { labels }: Words): readonly Section[] {
  if (!owesReview(operation)) return [];
  const { review: label } = labels.buttons;
  const button: Button = { id: cardButtons.review, label, value: buttonValue(operation), style: "primary" };
  return [{ kind: "buttons", buttons: [button] }];
}

/** What may be asked of the task; going on after a batch is a sign-off, and looks like one. */
function controlButtons(operation: Operation, labels: Words["labels"]): readonly Section[] {
  const { state } = operation;
  const goAhead = state.stage === "paused" && state.needsGoAhead;
  const buttons = controlsOf(operation).map((action): Button => {
    const label = action === "resume" && goAhead ? labels.buttons.goAhead : labels.buttons[action];
    const style = action === "cancel" ? "danger" : action === "resume" ? "primary" : "plain";
    return { id: cardButtons[action], label, value: buttonValue(operation), style };
  });
  return buttons.length === 0 ? [] : [{ kind: "buttons", buttons }];
}
