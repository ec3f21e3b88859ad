import type { WebClient } from "@slack/web-api";
import * as z from "zod";
import type { Attachment } from "../command-kit/command.ts";
import { type Document, note, type Section } from "../domain/document.ts";
import { channelId, type ChannelId } from "../domain/ids.ts";
import { code, type Text, text } from "../domain/text.ts";
import { type Words, wordsOf } from "../words/catalogue.ts";
import { toMessage } from "./blocks.ts";
import type { Actor, SlackContext } from "./context.ts";
import { wordsFor } from "./context.ts";
import { slackFailure } from "./errors.ts";

/** Milliseconds for sending a file's bytes. */
const patience = 20_000;

const ticket = z.object({ upload_url: z.url(), file_id: z.string() });
const opened = z.object({ channel: channelId });

/**
 * Hands a file over that goes with an answer, and gives the answer back with a line that tells where the file is. A private file goes
 * to the person's direct conversation with the bot; one for all goes to the channel, or where the channel takes none, to the person.
 * A file that cannot be handed over is told in that line, too.
 * @param line what was typed, without the slash command
 */
export async function withFile(
  context: SlackContext,
  actor: Actor,
  line: string,
  answer: { readonly document: Document; readonly file: Attachment; readonly public: boolean },
): Promise<Document> {
  const { document, file } = answer;
  // What all in a channel read is in the language of its cards.
  const { attachments, joining } = answer.public ? wordsOf(context.language) : await wordsFor(context, actor.user);
  const shared = answer.public ? await shareIn(context, actor, file) : null;
  if (shared?.ok === true) return withNote(document, attachments.inChannel(file.name), joining.sentences);
  const introduction = attachments.introduction(text`${code(`${context.slash} ${line}`)}`);
  const given = await giveTo(context, actor, file, introduction);
  // What all in a channel read names the person; alone, one is spoken to.
  const place =
    shared === null ? attachments.inDirectMessage(file.name) : attachments.inDirectMessageOf(file.name, actor.user);
  const outcome = given.ok ? place : attachments.notHandedOver(file.name, given.reason);
  const told = shared === null ? outcome : joining.sentences([attachments.notShared(shared.reason), outcome]);
  return withNote(document, told, joining.sentences);
}

/** `reason`: Slack's error code, or what broke. */
type Handover = { readonly ok: true } | { readonly ok: false; readonly reason: string };

function shareIn(context: SlackContext, actor: Actor, file: Attachment): Promise<Handover> {
  return attempt(context, actor, async (client) => complete(client, await upload(client, file), file, actor.channel));
}

function giveTo(context: SlackContext, actor: Actor, file: Attachment, introduction: Text): Promise<Handover> {
  return attempt(context, actor, async (client) => {
    const id = await upload(client, file);
    // A message to a person's id opens the conversation, and its answer tells the id that files need.
    const content = toMessage({
      title: null,
      sections: [{ kind: "paragraph", text: introduction }],
      summary: introduction,
    });
    const { channel } = opened.parse(
      await client.chat.postMessage({ channel: actor.user, ...content, unfurl_links: false, unfurl_media: false }),
    );
    await complete(client, id, file, channel);
  });
}

async function attempt(
  { clients, log }: SlackContext,
  { user, channel }: Actor,
  work: (client: WebClient) => Promise<void>,
): Promise<Handover> {
  try {
    await work(clients.answering);
    return { ok: true };
  } catch (error) {
    const failure = slackFailure(error);
    log.warn({ user, channel, failure }, "file was not handed over");
    switch (failure.kind) {
      case "refused":
        return { ok: false, reason: failure.code };
      case "rate-limited":
        return { ok: false, reason: "ratelimited" };
      case "unclear":
        return { ok: false, reason: failure.detail };
    }
  }
}

/** Sends the bytes to the address that Slack gives for them; nobody sees the file yet. */
export async function upload(
  client: WebClient,
  { name, content }: { readonly name: string; readonly content: string | Uint8Array },
): Promise<string> {
  const bytes = Uint8Array.from(typeof content === "string" ? new TextEncoder().encode(content) : content);
  const { upload_url: address, file_id: id } = ticket.parse(
    await client.files.getUploadURLExternal({ filename: name, length: bytes.byteLength }),
  );
  const answer = await fetch(address, {
    method: "POST",
    headers: { "content-type": "application/octet-stream" },
    body: bytes,
    signal: AbortSignal.timeout(patience),
  });
  if (!answer.ok) throw new Error(`HTTP ${answer.status}`);
  return id;
}

async function complete(client: WebClient, id: string, { name }: Attachment, channel: ChannelId): Promise<void> {
  await client.files.completeUploadExternal({ files: [{ id, title: name }], channel_id: channel });
}

/** Buttons stay last. */
function withNote(document: Document, line: Text, sentences: Words["joining"]["sentences"]): Document {
  const { sections } = document;
  const end = sections.findLastIndex(({ kind }) => kind !== "buttons" && kind !== "menu") + 1;
  const added: Section = note(line);
  return {
    ...document,
    sections: [...sections.slice(0, end), added, ...sections.slice(end)],
    summary: sentences([document.summary, line]),
  };
}
