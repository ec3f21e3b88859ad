import { owesReview } from "../domain/break-glass.ts";
import {
  type Button,
  type Document,
  facts,
  lineButton,
  list,
  note,
  paragraph,
  type Section,
} from "../domain/document.ts";
import type { Instant } from "../domain/ids.ts";
import { hasEnded, type Operation, type Resolution, resolutions } from "../domain/operation.ts";
import { controlsOf } from "../domain/steering.ts";
import { code, dateTime, type Text, text, words as plain } from "../domain/text.ts";
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
  narrow: "narrow",
  takeProposal: "take-proposal",
  declineProposal: "decline-proposal",
} as const;

/** The id of any button that a card can have. */
export type CardButton = (typeof cardButtons)[keyof typeof cardButtons] | Resolution;

/** What a button of a card says of itself: which operation, and which plan was on the card when it was pressed. */
function buttonValue({ id, plan }: Operation): string {
  return `${id} ${plan.fingerprint}`;
}

/** An operation in full, as its card shows it. The same for everybody: a card knows no viewer. */
export function operationDocument(operation: Operation, words: Words, now: Instant): Document {
  const { labels, changes, operations, breakGlass, initiatives } = words;
  const { id, plan, reason, requestedAt, requirement, grant } = operation;
  const title = labels.cardTitle(id, changes.title(plan.change));
  return {
    title: grant === null ? title : labels.breakGlassTitle(title),
    sections: [
      ...(grant === null ? [] : [paragraph(breakGlass.cardLine(grant, operation.review, owesReview(operation)))]),
      paragraph(operations.stageLine(operation)),
      ...stageSections(operation, words, now),
      ...meaningOf(operation, words),
      // Once it runs, nobody decides any more: what it may do to workloads has given way to what it does.
      ...(isUndecided(operation) ? planSections(plan, words) : changeSections(plan, words)),
      facts([
        { label: labels.facts.requester, value: labels.askedBy(initiatives.asker(operation), requestedAt) },
        { label: labels.facts.signOff, value: operations.requirementSentence(requirement) },
        (grant !== null || (requirement.approvals === 0 && !requirement.veto)) && operation.votes.length === 0
          ? null
          : { label: labels.facts.votes, value: votesText(operation, words) },
      ]),
      ...(reason === null ? [] : [{ kind: "quote", label: labels.facts.reason, text: reason } as const]),
      ...proposalSections(operation, words),
      ...asSections(buttonsOf(operation, words)),
      ...asSections(reviewButtons(operation, words)),
      note(text`${code(id)} · ${code(plan.fingerprint.slice(0, 8))}`),
    ],
    summary: operations.summary(operation, changes.sentence(plan.change), operations.stageLine(operation)),
  };
}

function isUndecided({ state }: Operation): boolean {
  return ["requested", "awaiting-sign-off", "approved", "waiting"].includes(state.stage);
}

function stageSections({ state, plan }: Operation, words: Words, now: Instant): readonly Section[] {
  const { labels, operations, initiatives } = words;
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
    case "unknown":
      return [paragraph(operations.unknownSentence(state))];
    case "failed":
      return [
        facts([
          {
            label: labels.facts.next,
            value: initiatives.nextAfterFailure(plan.change) ?? operations.problemSentence(state.problem).next,
          },
        ]),
      ];
    case "stale":
      return [list(state.differences.map(operations.differenceSentence), labels.facts.moved)];
    case "rejected":
      return state.reason === null ? [] : [{ kind: "quote", label: labels.facts.rejection, text: state.reason }];
    default:
      return [];
  }
}

/** What an approver would rather sign off, for who asked to answer. */
function proposalSections(operation: Operation, words: Words): readonly Section[] {
  const { proposal } = operation;
  const buttons = proposalButtons(operation, words);
  return proposal === null || buttons.length === 0
    ? []
    : [paragraph(words.narrowing.proposalSentence(proposal)), { kind: "buttons", buttons }];
}

function proposalButtons({ id, state, proposal }: Operation, { labels }: Words): readonly Button[] {
  if (proposal === null || state.stage !== "awaiting-sign-off") return [];
  const value = `${id} ${proposal.plan.fingerprint}`;
  const { takeProposal, declineProposal } = labels.buttons;
  return [
    { id: cardButtons.takeProposal, label: takeProposal, value, style: "plain" },
    { id: cardButtons.declineProposal, label: declineProposal, value, style: "plain" },
  ];
}

/** What it means that ACK began it by itself, and what people have to do. */
function meaningOf(operation: Operation, { initiatives }: Words): readonly Section[] {
  const sentence = initiatives.meaning(operation);
  return sentence === null ? [] : [paragraph(sentence)];
}

/** All buttons of a card at this moment, whoever may press them. */
export function buttonsOfCard(operation: Operation, words: Words): readonly Button[] {
  return [...proposalButtons(operation, words), ...buttonsOf(operation, words), ...reviewButtons(operation, words)];
}

function votesText(operation: Operation, words: Words): Text {
  const { votes } = operation;
  if (votes.length === 0) return plain(words.labels.noVotes[hasEnded(operation) ? "ended" : "yet"]);
  return words.joining.listed(
    votes.map(
      (vote) =>
        text`${plain(vote.verdict === "approve" ? "👍" : "🚫")} ${words.delegations.voterOf(vote)} ${dateTime(vote.at)}`,
    ),
  );
}

function buttonsOf(operation: Operation, { labels, initiatives }: Words): readonly Button[] {
  const value = buttonValue(operation);
  // Nobody can take back what nobody asked for, nor ask for it again.
  const asked = operation.requester !== null;
  const withdraw: readonly Button[] = asked
    ? [{ id: cardButtons.withdraw, label: labels.buttons.withdraw, value, style: "plain" }]
    : [];
  switch (operation.state.stage) {
    case "awaiting-sign-off":
      return [
        // Where silence is the agreement there is nothing to approve.
        ...(operation.requirement.veto
          ? []
          : [{ id: cardButtons.approve, label: labels.buttons.approve, value, style: "primary" } as const]),
        { id: cardButtons.reject, label: labels.buttons.reject, value, style: "danger" },
        ...(asked ? [{ id: cardButtons.narrow, label: labels.buttons.narrow, value, style: "plain" } as const] : []),
        ...withdraw,
      ];
    case "approved":
    case "waiting":
      return asked ? withdraw : cancelButton(operation, initiatives);
    case "unknown":
      return resolutions.map((each) => ({
        id: each,
        label: labels.buttons[each],
        value,
        style: each === "give-up" ? "danger" : "plain",
      }));
    case "running":
    case "paused":
      return controlButtons(operation, labels);
    case "stale":
    case "expired":
      if (operation.request.line === null) return [];
      return [{ id: cardButtons.planAgain, label: labels.buttons.planAgain, value, style: "plain" }];
    default:
      return [];
  }
}

/** What nobody holds back can still be called off, by the verb for it. */
function cancelButton(
  { plan: { change }, state }: Operation,
  { cancelThisPlan }: Words["initiatives"],
): readonly Button[] {
  if (change.kind !== "automated-plan" || state.stage !== "waiting") return [];
  const { name } = change.target.cluster;
  // A name that would have to be quoted is typed by hand.
  if (!/^[\w.-]+$/.test(name)) return [];
  const line = `plans ${name} cancel ${change.planId}`;
  return [lineButton(0, cancelThisPlan, line)];
}

/** On the card for as long as nobody else has looked at what ran without sign-off, over its end. */
function reviewButtons(operation: Operation, { labels }: Words): readonly Button[] {
  if (!owesReview(operation)) return [];
  const { review: label } = labels.buttons;
  return [{ id: cardButtons.review, label, value: buttonValue(operation), style: "primary" }];
}

/** What may be asked of the task; going on after a batch is a sign-off, and looks like one. */
function controlButtons(operation: Operation, labels: Words["labels"]): readonly Button[] {
  const { state } = operation;
  const goAhead = state.stage === "paused" && state.needsGoAhead;
  return controlsOf(operation).map((action): Button => {
    const label = action === "resume" && goAhead ? labels.buttons.goAhead : labels.buttons[action];
    const style = action === "cancel" ? "danger" : action === "resume" ? "primary" : "plain";
    return { id: cardButtons[action], label, value: buttonValue(operation), style };
  });
}

function asSections(buttons: readonly Button[]): readonly Section[] {
  return buttons.length === 0 ? [] : [{ kind: "buttons", buttons }];
}
