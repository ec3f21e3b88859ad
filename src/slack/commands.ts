import type { RespondFn } from "@slack/bolt";
import type { Command, Typed } from "../command-kit/command.ts";
import type { Reading } from "../command-kit/desk.ts";
import { lineOf } from "../command-kit/line.ts";
import { type Document, paragraph } from "../domain/document.ts";
import { plainTyping } from "../domain/grammar/typed-text.ts";
import { channelId, userId } from "../domain/ids.ts";
import type { Operation } from "../domain/operation.ts";
import type { Refusal, RefusalCode } from "../domain/refusal.ts";
import { type Result, success } from "../domain/result.ts";
import { code, text } from "../domain/text.ts";
import { refusalDocument } from "../views/refusal.ts";
import { withFile } from "./attachments.ts";
import { toMessage } from "./blocks.ts";
import { type Claim, claimOf } from "./claims.ts";
import { openEnrolment } from "./code-forms.ts";
import type { Actor, SlackContext } from "./context.ts";
import { wordsAtOnce, wordsFor } from "./context.ts";
import { canRemember, toForm } from "./forms.ts";
import type { Typing } from "./listeners.ts";
import { candidateButtons, verbMenu } from "./menus.ts";
import { withPicture } from "./pictures.ts";

/** How an answer reaches who asked: by the request's own URL where there is one, which needs no membership. */
export type Answer = (document: Document, visibleTo: "asker" | "channel") => Promise<void>;

export function answerBy(respond: RespondFn): Answer {
  return async (document, visibleTo) => {
    await respond({
      ...toMessage(document),
      response_type: visibleTo === "channel" ? "in_channel" : "ephemeral",
      replace_original: false,
    });
  };
}

/** Serves the slash command: acknowledged first, whatever comes of it. */
export async function serveCommand(
  context: SlackContext,
  { ack, context: request, command, respond }: Typing,
): Promise<void> {
  await ack();
  const actor = { user: userId.parse(command.user_id), channel: channelId.parse(command.channel_id) };
  const asked = { answer: answerBy(respond), trigger: command.trigger_id, claim: claimOf(request) };
  takeLine(context, actor, command.text, asked);
}

/** What somebody asked with, and how they are answered. */
export interface Asked {
  readonly answer: Answer;
  /** Opens a form as long as it is fresh; empty where there is none. */
  readonly trigger: string;
  readonly claim: Claim;
}

/** Takes a line that somebody typed or that a button stands for. */
export function takeLine(context: SlackContext, actor: Actor, line: string, asked: Asked): void {
  take(context, actor, line, () => context.desk.read({ line, channel: actor.channel }), asked);
}

/** Takes what somebody filled in: as it is, for a line cannot hold every text. */
export function takeForm(context: SlackContext, actor: Actor, command: Command, typed: Typed, asked: Asked): void {
  take(context, actor, lineOf(command, typed), () => success({ kind: "run", command, typed }), asked);
}

function take(
  context: SlackContext,
  actor: Actor,
  line: string,
  read: () => Result<Reading, Refusal>,
  { answer, trigger, claim }: Asked,
): void {
  const refuse = async (refusal: Refusal): Promise<void> => {
    const words = await wordsFor(context, actor.user);
    await answer(refusalWithChoice(refusal, line, context, words), "asker");
  };
  context.commands.take(
    { what: "command", operation: null, claim },
    async () => {
      // Not before its turn: who asked at the same moment waits for an acknowledgement.
      const reading = read();
      if (!reading.ok) return refuse(reading.problem);
      await proceed(context, actor, line, reading.value, answer, trigger, refuse);
    },
    refuse,
  );
}

async function proceed(
  context: SlackContext,
  actor: Actor,
  line: string,
  reading: Reading,
  answer: Answer,
  trigger: string,
  refuse: (refusal: Refusal) => Promise<void>,
): Promise<void> {
  const { desk, decisions, clients, slash } = context;
  switch (reading.kind) {
    case "menu": {
      const words = await wordsFor(context, actor.user);
      return answer(verbMenu(desk.commands, words, slash), "asker");
    }
    case "form": {
      const words = await wordsAtOnce(context, actor.user);
      const view = toForm(reading.command, reading.typed, actor.channel, words, slash);
      if (!canRemember(view)) {
        const { verb, arguments: asked } = reading.command;
        const missing = Object.keys(asked).find((name) => asked[name]?.required === true && !(name in reading.typed));
        return refuse({ code: "missing-argument", verb, argument: missing ?? "" });
      }
      await clients.answering.views.open({ trigger_id: trigger, view });
      return undefined;
    }
    case "run": {
      const reply = await desk.carryOut(
        { line, by: actor.user, channel: actor.channel },
        reading.command,
        reading.typed,
      );
      if (!reply.ok) {
        const { code: why } = reply.problem;
        if (notTheirs.has(why)) {
          const by = actor.user;
          await decisions.denied({ by, operation: null, message: null, action: reading.command.verb, code: why });
        }
        return refuse(reply.problem);
      }
      if (reply.value.kind === "enroll") {
        const opened = await openEnrolment(context, actor, trigger);
        return opened.ok ? undefined : refuse(opened.problem);
      }
      if (reply.value.kind === "answer") {
        const { file, picture, public: shown } = reply.value;
        const document =
          picture === undefined
            ? reply.value.document
            : await withPicture(context, actor, line, { document: reply.value.document, picture, public: shown });
        const whole =
          file === null ? document : await withFile(context, actor, line, { document, file, public: shown });
        return answer(whole, shown ? "channel" : "asker");
      }
      return tellWhereCardIs(context, actor, reply.value.operation, answer);
    }
  }
}

/** Opens the form of a verb, with what is known already. */
export async function openFormFor(
  context: SlackContext,
  verb: string,
  typed: Typed,
  actor: Actor,
  trigger: string,
): Promise<void> {
  const { desk, clients, slash } = context;
  const command = desk.commands.find((candidate) => candidate.verb === verb);
  if (command === undefined) throw new Error(`there is no verb ${verb}`);
  const view = toForm(command, typed, actor.channel, await wordsAtOnce(context, actor.user), slash);
  await clients.answering.views.open({ trigger_id: trigger, view });
}

/** Refusals of what was not the person's to do: they are written down, not only told. */
const notTheirs: ReadonlySet<RefusalCode> = new Set<RefusalCode>([
  "excluded",
  "not-a-requester",
  "break-glass-not-granted",
  "break-glass-not-yours",
  "break-glass-unreviewed",
  "own-review",
  "not-a-reviewer",
  "nothing-to-delegate",
  "delegate-excluded",
]);

/** The card speaks for itself where it was asked for; elsewhere the person is told where to look. */
async function tellWhereCardIs(
  context: SlackContext,
  actor: Actor,
  { id, cardChannel, grant }: Operation,
  answer: Answer,
): Promise<void> {
  if (cardChannel === actor.channel) return;
  const words = await wordsFor(context, actor.user);
  const { cardElsewhere, glassBrokenElsewhere } = words.labels;
  const sentence = grant === null ? cardElsewhere(id, cardChannel) : glassBrokenElsewhere(id, cardChannel);
  await answer({ title: null, sections: [paragraph(sentence)], summary: sentence }, "asker");
}

/** Where several pools have the name, each is a button that says the same line with it. */
function refusalWithChoice(
  refusal: Refusal,
  line: string,
  { slash }: SlackContext,
  words: Awaited<ReturnType<typeof wordsFor>>,
): Document {
  const document = refusalDocument(refusal, words, slash);
  if (refusal.code !== "ambiguous-pool") {
    // As it was understood: Slack escapes what it hands over.
    const typed = text`${code(`${slash} ${plainTyping(line)}`.trim())}`;
    return { ...document, sections: [{ kind: "note", text: typed }, ...document.sections] };
  }
  return { ...document, sections: [...document.sections, candidateButtons(refusal, line)] };
}
