import { setTimeout as pause } from "node:timers/promises";
import type { KnownBlock } from "@slack/types";
import type { WebClient } from "@slack/web-api";
import { type Document, note, paragraph, type Picture } from "../domain/document.ts";
import { join, type Text } from "../domain/text.ts";
import { upload } from "./attachments.ts";
import { toMessage } from "./blocks.ts";
import { type Actor, type SlackContext, wordsFor } from "./context.ts";
import { slackFailure } from "./errors.ts";
import { clip } from "./mrkdwn.ts";

/** A picture that Slack has, and nobody sees yet. */
export interface HandedOver {
  readonly picture: Picture;
  readonly block: KnownBlock;
}

/** Draws pictures and hands them over to Slack. */
export interface Pictures {
  /** null: it could not be drawn or handed over, which is logged; words alone have to do. */
  handOver(picture: Picture): Promise<HandedOver | null>;
}

/** Slack's limits (Slack: image block). */
const limits = { title: 2_000, words: 2_000 };
/** Milliseconds before each try: a file that was just handed over is not always there at once. */
const tries = [0, 1_000, 3_000];

export function createPictures({
  client,
  toPng,
  log,
}: {
  readonly client: WebClient;
  readonly toPng: (svg: string) => Promise<Uint8Array>;
  readonly log: { warn(facts: object, message: string): void };
}): Pictures {
  return {
    async handOver(picture) {
      try {
        const content = await toPng(picture.drawing);
        const id = await upload(client, { name: picture.name, content });
        await client.files.completeUploadExternal({ files: [{ id, title: picture.title }] });
        return { picture, block: imageBlock(id, picture) };
      } catch (error) {
        log.warn({ err: error, picture: picture.name }, "picture was not handed over");
        return null;
      }
    },
  };
}

function imageBlock(id: string, { title, description }: Picture): KnownBlock {
  return {
    type: "image",
    slack_file: { id },
    alt_text: clip(description, limits.words),
    title: { type: "plain_text", text: clip(title, limits.title), emoji: false },
  };
}

/** Posts what shows a picture. null: Slack does not take it, and took none of it. */
export async function postWithPicture<Posted>(
  post: () => Promise<Posted>,
  isRefusal: (error: unknown) => boolean,
): Promise<Posted | null> {
  for (const milliseconds of tries) {
    if (milliseconds > 0) await pause(milliseconds);
    try {
      return await post();
    } catch (error) {
      if (!isRefusal(error)) throw error;
    }
  }
  return null;
}

/**
 * Shows the picture that goes with an answer, and gives the answer back with a line that tells where it is: in the channel for one that
 * is for all, else in the person's direct conversation with the bot. Where it cannot be shown, its words are in the answer.
 * @param line what was typed, without the slash command
 */
export async function withPicture(
  context: SlackContext,
  actor: Actor,
  line: string,
  answer: { readonly document: Document; readonly picture: Picture; readonly public: boolean },
): Promise<Document> {
  const { charts } = await wordsFor(context, actor.user);
  const { document, picture } = answer;
  const handedOver = await context.pictures.handOver(picture);
  const introduction = charts.introduction(`${context.slash} ${line}`);
  const place = answer.public ? actor.channel : actor.user;
  const shown = handedOver !== null && (await show(context, place, introduction, handedOver));
  if (shown) return withLine(document, [answer.public ? charts.inChannel : charts.inDirectMessage]);
  return withLine(document, [charts.notDrawn, [{ kind: "words", text: picture.description }]]);
}

async function show(
  { clients, log }: SlackContext,
  channel: string,
  introduction: Text,
  { block, picture }: HandedOver,
): Promise<boolean> {
  const { text, blocks } = toMessage({ title: null, sections: [paragraph(introduction)], summary: introduction });
  const content = { channel, text: `${text} ${picture.title}`, blocks: [...blocks, block] };
  try {
    const posted = await postWithPicture(
      () => clients.answering.chat.postMessage({ ...content, unfurl_links: false, unfurl_media: false }),
      (error) => slackFailure(error).kind === "refused",
    );
    return posted !== null;
  } catch (error) {
    log.warn({ failure: slackFailure(error) }, "picture was not shown");
    return false;
  }
}

/** Buttons stay last. */
function withLine(document: Document, lines: readonly Text[]): Document {
  const { sections } = document;
  const end = sections.findLastIndex(({ kind }) => kind !== "buttons" && kind !== "menu") + 1;
  return {
    ...document,
    sections: [...sections.slice(0, end), ...lines.map(note), ...sections.slice(end)],
    summary: join([document.summary, ...lines], " "),
  };
}
