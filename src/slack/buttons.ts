import type { BlockAction, RespondFn } from "@slack/bolt";
import { findVoter, findVoterOrDelegate } from "../command-kit/voter.ts";
import type { ControlAction } from "../domain/control.ts";
import { lineButtonKind } from "../domain/document.ts";
import { mayVote, type Voter } from "../domain/eligibility.ts";
import { channelId, fingerprint, type Fingerprint, operationId, type OperationId, userId } from "../domain/ids.ts";
import type { Resolution } from "../domain/operation.ts";
import type { Refusal } from "../domain/refusal.ts";
import { failure, type Result, success } from "../domain/result.ts";
import { refreshButton } from "../views/home.ts";
import type { CardButton } from "../views/operation.ts";
import { claimed, claimOf } from "./claims.ts";
import { askForCode } from "./code-forms.ts";
import { type Answer, answerBy, openFormFor, takeLine } from "./commands.ts";
import { type Actor, type SlackContext, wordsFor } from "./context.ts";
import { type Deciding, type Pressed, steer, takeDecision, vote } from "./deciding.ts";
import { remember } from "./form-memory.ts";
import { toRejectForm } from "./forms.ts";
import type { Listeners, Press } from "./listeners.ts";
import { verbMenuId } from "./menus.ts";

/** Does what a button of a card stands for. */
type Handle = (pressed: Pressed, press: BlockAction, answer: Answer) => Promise<Result<unknown, Refusal>>;

/** Every button and menu in messages and the Home tab: acknowledged first, judged by what is written down, never by what it shows. */
export function buttonPresses(context: SlackContext): Listeners["presses"] {
  const ofCards = Object.entries(cardHandles(context)).map(
    ([id, handle]) => [id, (press: Press) => takeCardButton(context, handle, press)] as const,
  );
  return {
    ...Object.fromEntries(ofCards),
    [lineButtonKind]: (press) => takeLineOf(context, press),
    [verbMenuId]: (press) => takeLineOf(context, press),
    async [refreshButton]({ ack, body }) {
      await ack();
      context.homes.opened(actorOf(body).user);
    },
  };
}

async function takeCardButton(
  context: SlackContext,
  handle: Handle,
  { ack, context: request, body, action, respond }: Press,
): Promise<void> {
  await ack();
  const actor = actorOf(body);
  const value = valueOf(action);
  const target = readValue(value);
  const message = body.message === undefined ? null : { channel: actor.channel, ts: body.message.ts };
  const decision = {
    what: `button ${action.action_id}`,
    action: action.action_id,
    actor,
    operation: target?.operation ?? null,
    message,
    claim: claimOf(request),
  };
  takeDecision(context, decision, async () => {
    if (target !== null) await noteCard(context, target.operation, message);
    const outcome =
      target === null
        ? failure(unknownButton(value))
        : await handle({ actor, ...target }, body, answerTo(context, actor, body, respond));
    // Where it was refused, what was pressed may be gone by now.
    if (isInHome(body)) context.homes.opened(actor.user);
    return outcome;
  });
}

/** What was pressed or picked stands for a typed line. */
async function takeLineOf(
  context: SlackContext,
  { ack, context: request, body, action, respond }: Press,
): Promise<void> {
  await ack();
  const actor = actorOf(body);
  const answer = answerTo(context, actor, body, respond);
  takeLine(context, actor, valueOf(action), { answer, trigger: body.trigger_id, claim: claimOf(request) });
}

/** What a button carries, or what was picked in a menu. */
function valueOf(action: Press["action"]): string {
  if (action.type === "static_select") return action.selected_option.value;
  return action.type === "button" ? (action.value ?? "") : "";
}

/** What each button of a card does. */
function cardHandles(context: SlackContext): Readonly<Record<CardButton, Handle>> {
  const { operations, directory, decisions, clients } = context;
  const controlled =
    (action: ControlAction): Handle =>
    async (pressed, { trigger_id }) => {
      const asked = action === "resume" ? await askForCode(context, pressed, trigger_id, action) : null;
      return asked ?? steer(context, pressed, action, null);
    };
  const resolved =
    (resolution: Resolution): Handle =>
    async ({ operation, actor }) => {
      const found = await findVoter(operations, directory, operation, actor.user);
      return found.ok ? decisions.resolve(operation, resolution, found.value.voter) : found;
    };
  const answered =
    (taken: boolean): Handle =>
    ({ operation, fingerprint: proposed, actor }) =>
      decisions.answerProposal(operation, proposed, actor.user, taken);
  return {
    approve: async (pressed, { trigger_id }) =>
      (await askForCode(context, pressed, trigger_id, "approve")) ?? vote(context, pressed, "approve", null),
    async reject(pressed, { trigger_id }) {
      const voter = await mayPress(context, pressed);
      if (!voter.ok) return voter;
      const words = await wordsFor(context, pressed.actor.user);
      const view = toRejectForm(remember(pressed, "reject"), pressed.operation, words);
      await clients.answering.views.open({ trigger_id, view });
      return success(null);
    },
    withdraw: ({ operation, actor }) => decisions.withdraw(operation, actor.user),
    pause: controlled("pause"),
    resume: controlled("resume"),
    cancel: controlled("cancel"),
    "look-again": resolved("look-again"),
    adopt: resolved("adopt"),
    "give-up": resolved("give-up"),
    async review({ operation, actor }) {
      const found = await findVoter(operations, directory, operation, actor.user);
      return found.ok ? decisions.review(operation, found.value.voter) : found;
    },
    async narrow(pressed, { trigger_id }) {
      const voter = await mayPress(context, pressed);
      if (!voter.ok) return voter;
      await openFormFor(context, "narrow", { id: pressed.operation }, pressed.actor, trigger_id);
      return success(null);
    },
    "take-proposal": answered(true),
    "decline-proposal": answered(false),
    async "plan-again"({ operation: id, actor }, body, answer) {
      const operation = await operations.find(id);
      if (operation === null) return failure({ code: "unknown-operation", typed: id });
      // In the Home there is no channel in which others would see it: it goes to where it was asked for first.
      const place = isInHome(body) ? { ...actor, channel: operation.request.channel } : actor;
      const { line } = operation.request;
      if (line !== null) takeLine(context, place, line, { answer, trigger: body.trigger_id, claim: claimed });
      return success(null);
    },
  };
}

/** Who clicks has the card before them: it is posted, even where that is not written down yet. */
async function noteCard(
  { operations, decisions }: SlackContext,
  id: OperationId,
  message: Deciding["message"],
): Promise<void> {
  const operation = await operations.find(id);
  if (message !== null && operation?.state.stage === "requested") await decisions.cardPosted(id, message);
}

function isInHome({ view }: BlockAction): boolean {
  return view?.type === "home";
}

/** In the Home there is no URL to answer by: the answer goes to a direct message. */
function answerTo({ tellPrivately }: SlackContext, { user }: Actor, body: BlockAction, respond: RespondFn): Answer {
  if (!isInHome(body)) return answerBy(respond);
  return (document) => tellPrivately(user, channelId.parse(user), document);
}

function actorOf(body: BlockAction): Actor {
  const user = userId.parse(body.user.id);
  // In the Home there is no channel: answers go to a direct message.
  return { user, channel: channelId.parse(body.channel?.id ?? user) };
}

/** The operation and the plan that a button was made for. */
function readValue(value: string): { readonly operation: OperationId; readonly fingerprint: Fingerprint } | null {
  const [id, digest] = value.split(" ");
  const operation = operationId.safeParse(id);
  const plan = fingerprint.safeParse(digest);
  return operation.success && plan.success ? { operation: operation.data, fingerprint: plan.data } : null;
}

function unknownButton(value: string): Refusal {
  return { code: "unknown-operation", typed: value };
}

/** Says early what a vote would be refused for; the vote itself is checked again. */
async function mayPress(context: SlackContext, { operation, actor }: Pressed): Promise<Result<Voter, Refusal>> {
  const found = await findVoterOrDelegate(context, operation, actor.user);
  if (!found.ok) return found;
  return mayVote(found.value.operation, found.value.voter, context.directory.homeTeamId);
}
