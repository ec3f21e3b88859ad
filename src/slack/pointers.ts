import type { WebClient } from "@slack/web-api";
import type { ChannelId } from "../domain/ids.ts";
import type { Operation } from "../domain/operation.ts";
import { link } from "../domain/text.ts";
import type { Words } from "../words/catalogue.ts";
import { toMessage } from "./blocks.ts";
import type { Budget } from "./budget.ts";
import { slackFailure } from "./errors.ts";
import { TryLater } from "./lanes.ts";
import { mrkdwn } from "./mrkdwn.ts";
import { type Posted, tryLater } from "./posting.ts";
import { asDocument, type PostMessage, type PublicationRecord } from "./publication.ts";

export interface PointerDependencies {
  readonly client: WebClient;
  readonly post: PostMessage;
  /** The workspace's, for edits of messages. */
  readonly edits: Budget;
  readonly record: Pick<PublicationRecord, "published">;
  readonly words: Words;
  /** Channels in which teams follow an operation. */
  readonly followers: (operation: Operation) => readonly ChannelId[];
  readonly log: { warn(facts: object, message: string): void };
}

/** Keeps one line in each other channel that should know of an operation, which leads to its card and later tells its end. Throws TryLater. */
export function createPointers({
  client,
  post,
  edits,
  record,
  words,
  followers,
  log,
}: PointerDependencies): (operation: Operation, card: Posted) => Promise<void> {
  async function sentenceOf(operation: Operation, card: Posted): Promise<ReturnType<typeof toMessage>> {
    const { permalink } = await client.chat
      .getPermalink({ channel: card.channel, message_ts: card.ts })
      .catch(() => ({ permalink: undefined }));
    const where = permalink === undefined ? [] : [link(permalink, words.labels.card)];
    const change = words.changes.sentence(operation.plan.change);
    const sentence = words.operations.pointerSentence(operation, change, where);
    return { text: mrkdwn(sentence), blocks: toMessage(asDocument(sentence)).blocks };
  }

  return async (operation, card) => {
    const { id, revision, publication } = operation;
    const channels = pointerChannels(operation, followers(operation), card.channel);
    if (channels.length === 0) return;
    const content = await sentenceOf(operation, card);
    const pointers = [...publication.pointers];
    for (const channel of channels) {
      const index = pointers.findIndex((pointer) => pointer.channel === channel);
      const known = pointers[index];
      if (known !== undefined && known.shown >= revision) continue;
      try {
        const { ts } = known ?? (await post(operation, { part: "pointer", channel, told: 0 }, content));
        if (known !== undefined) {
          await edits.turn("progress");
          await client.chat.update({ channel, ts, ...content });
        }
        pointers.splice(index === -1 ? pointers.length : index, index === -1 ? 0 : 1, { channel, ts, shown: revision });
      } catch (error) {
        if (error instanceof TryLater) throw error;
        const failure = slackFailure(error);
        if (failure.kind === "rate-limited") throw tryLater(failure);
        // The card tells all of it: a channel that takes no line must not hold the operation up.
        log.warn({ operation: id, channel, failure }, "line in another channel was not posted");
        if (known !== undefined) pointers.splice(index, 1, { ...known, shown: revision });
      }
      await record.published(id, { pointers, attempt: null });
    }
  };
}

/** Where it was asked for, where teams follow it, and where it stands already; never the card's own channel. */
function pointerChannels(
  { request, publication }: Operation,
  followers: readonly ChannelId[],
  cardChannel: ChannelId,
): readonly ChannelId[] {
  const standing = publication.pointers.map(({ channel }) => channel);
  return [...new Set([request.channel, ...followers, ...standing])].filter((channel) => channel !== cardChannel);
}
