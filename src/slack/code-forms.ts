import type { InputBlock, ModalView, SectionBlock } from "@slack/types";
import { findVoterOrDelegate } from "../command-kit/voter.ts";
import { mayVote } from "../domain/eligibility.ts";
import { isGoAhead, mayControl } from "../domain/steering.ts";
import type { Fingerprint, OperationId } from "../domain/ids.ts";
import type { Refusal } from "../domain/refusal.ts";
import { failure, type Result, success } from "../domain/result.ts";
import type { Text } from "../domain/text.ts";
import type { Words } from "../words/catalogue.ts";
import { type Actor, type SlackContext, wordsAtOnce } from "./context.ts";
import { remember } from "./form-memory.ts";
import { clip, mrkdwn } from "./mrkdwn.ts";

/** Forms that ask for codes of an authenticator. */
export const voteForm = "code-form";
export const enrolmentForm = "enrolment-form";
export const codeFields = { code: "code", first: "first-code", current: "current-code" } as const;

/** Slack's limit for titles of modals. */
const longestTitle = 24;

/** What a code is asked for: a vote in favour, or the go-ahead after a batch. */
type CodePurpose = "approve" | "resume";

/**
 * Asks for a code where an approval or a go-ahead takes one: it is given with the form. Who may not give it, or has no code, is told
 * so instead. null: no code is asked for.
 */
export async function askForCode(
  context: SlackContext,
  pressed: { readonly actor: Actor; readonly operation: OperationId; readonly fingerprint: Fingerprint },
  trigger: string,
  purpose: CodePurpose,
): Promise<Result<null, Refusal> | null> {
  const { operations, directory, stepUp, clients } = context;
  const before = await operations.find(pressed.operation);
  if (before === null || !stepUp.asksFor(before.plan.change.kind)) return null;
  if (purpose === "resume" && !isGoAhead(before, purpose)) return null;
  const found = await findVoterOrDelegate(context, pressed.operation, pressed.actor.user);
  if (!found.ok) return found;
  const { operation, voter } = found.value;
  const { homeTeamId } = directory;
  const allowed =
    purpose === "approve" ? mayVote(operation, voter, homeTeamId) : mayControl(operation, purpose, voter, homeTeamId);
  if (!allowed.ok) return allowed;
  if (operation.plan.fingerprint !== pressed.fingerprint) {
    return failure({ code: "plan-superseded", operation: operation.id });
  }
  const obstacle = await stepUp.obstacle(pressed.actor.user);
  if (obstacle !== null) return failure(obstacle);
  const words = await wordsAtOnce(context, pressed.actor.user);
  const view = toVoteForm(remember(pressed, purpose), pressed.operation, purpose, words);
  await clients.answering.views.open({ trigger_id: trigger, view });
  return success(null);
}

/** Shows somebody the key of a new authenticator, once, and asks for a code of it. */
export async function openEnrolment(
  context: SlackContext,
  { user }: Actor,
  trigger: string,
): Promise<Result<null, Refusal>> {
  const begun = await context.stepUp.beginEnrolment(user);
  if (!begun.ok) return begun;
  const view = toEnrolmentForm(begun.value, await wordsAtOnce(context, user));
  await context.clients.answering.views.open({ trigger_id: trigger, view });
  return success(null);
}

function toVoteForm(metadata: string, operation: string, purpose: CodePurpose, { stepUpForms: own }: Words): ModalView {
  return {
    type: "modal",
    callback_id: voteForm,
    private_metadata: metadata,
    title: plain(clip(`${own.purpose[purpose]} ${operation}`, longestTitle)),
    submit: plain(own.purpose[purpose]),
    close: plain(own.cancel),
    blocks: [section(own.voteIntroduction(operation)), codeInput(codeFields.code, own.codeLabel, own.codeHint)],
  };
}

function toEnrolmentForm(
  { secret, uri, again }: { readonly secret: string; readonly uri: string; readonly again: boolean },
  { stepUpForms: own }: Words,
): ModalView {
  return {
    type: "modal",
    callback_id: enrolmentForm,
    title: plain(own.enrolTitle),
    submit: plain(own.confirm),
    close: plain(own.cancel),
    blocks: [
      section(own.introduction),
      section(own.keyLine(secret)),
      section(own.addressLine(uri)),
      codeInput(codeFields.first, own.firstLabel, null),
      ...(again ? [codeInput(codeFields.current, own.currentLabel, null)] : []),
    ],
  };
}

export function toEnrolled({ stepUpForms: own }: Words): ModalView {
  return { type: "modal", title: plain(own.enrolTitle), close: plain(own.close), blocks: [section(own.done)] };
}

function codeInput(name: string, label: string, hint: string | null): InputBlock {
  return {
    type: "input",
    block_id: name,
    label: plain(label),
    ...(hint === null ? {} : { hint: plain(hint) }),
    // Some apps show a space in the middle.
    element: { type: "plain_text_input", action_id: name, min_length: 6, max_length: 7 },
  };
}

function section(sentence: Text): SectionBlock {
  return { type: "section", text: { type: "mrkdwn", text: mrkdwn(sentence), verbatim: true } };
}

function plain(text: string): { type: "plain_text"; text: string; emoji: false } {
  return { type: "plain_text", text, emoji: false };
}
