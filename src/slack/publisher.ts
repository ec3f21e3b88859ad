import type { WebClient } from "@slack/web-api";
import { z } from "zod";
import type { Document } from "../domain/document.ts";
import type { ChannelId, OperationId, UserId } from "../domain/ids.ts";
import { follow } from "../domain/lifecycle.ts";
import { hasEnded, isPublished, type Operation, type Publication } from "../domain/operation.ts";
import { principalOf } from "../domain/sign-off.ts";
import { join, link, person, type Text } from "../domain/text.ts";
import { operationDocument } from "../views/operation.ts";
import { refusalDocument } from "../views/refusal.ts";
import type { Words } from "../words/catalogue.ts";
import { toMessage } from "./blocks.ts";
import { type SlackFailure, slackFailure } from "./errors.ts";
import { createLanes, type LaneClock, TryLater } from "./lanes.ts";
import { mrkdwn } from "./mrkdwn.ts";

/** What the publisher tells the engine. */
export interface PublicationRecord {
  find(id: OperationId): Promise<Operation | null>;
  cardPosted(id: OperationId, card: NonNullable<Publication["card"]>): Promise<void>;
  cardRefused(id: OperationId, code: string): Promise<void>;
  published(id: OperationId, note: Partial<Publication>): Promise<void>;
}

export interface PublisherDependencies {
  readonly client: WebClient;
  readonly record: PublicationRecord;
  /** Of cards, which everybody in a channel reads. */
  readonly words: Words;
  readonly slash: string;
  /** Channels in which teams follow upgrades. */
  readonly notifications: readonly ChannelId[];
  readonly clock: LaneClock;
  readonly log: {
    info(facts: object, message: string): void;
    warn(facts: object, message: string): void;
    error(facts: object, message: string): void;
  };
}

/** Makes Slack show what is written down: one card for each operation, edited in place, and a log in its thread. */
export interface Publisher {
  /** Takes notice of a change; the newest state wins. */
  changed(operation: Operation): void;
  /** Makes a message that shows an operation as it was show it as it is: somebody clicked on a button that should be gone. */
  repair(id: OperationId, message: NonNullable<Publication["card"]>): Promise<void>;
  /** Tells one person something, where the channel allows, else in a direct message. */
  tellPrivately(user: UserId, channel: ChannelId, document: Document): Promise<void>;
  /** Resolves when nothing waits to be published, or the time in milliseconds is over. */
  stop(within: number): Promise<void>;
}

const posted = z.object({ channel: z.string().brand<"ChannelId">(), ts: z.string() });

export function createPublisher(dependencies: PublisherDependencies): Publisher {
  const { client, record, words, slash, clock, log } = dependencies;
  const lanes = createLanes<ChannelId, OperationId>({ clock, log, work: publish });

  async function publish(id: OperationId): Promise<void> {
    const operation = await record.find(id);
    if (operation === null) return;
    if (operation.publication.card === null) {
      if (hasEnded(operation)) {
        await record.published(id, { shown: operation.revision });
        return;
      }
      await postCard(operation);
      // It may have moved on while its card was on its way: what is posted then shows what is no longer so.
      await publish(id);
      return;
    }
    if (isPublished(operation)) return;
    await updateCard(operation, operation.publication.card);
    await tellThread(operation, operation.publication.card);
    await updatePointers(operation, operation.publication.card);
  }

  async function postCard(operation: Operation): Promise<void> {
    const { id, cardChannel, requester, request } = operation;
    // The posted card shows what its posting leads to: buttons that appear only afterwards would be missed.
    const shownAs = follow(operation, { kind: "card-posted" }, clock.now()) ?? operation;
    const content = toMessage(operationDocument(shownAs, words, clock.now()));
    try {
      const card = posted.parse(
        await client.chat.postMessage({ channel: cardChannel, ...content, unfurl_links: false, unfurl_media: false }),
      );
      if (operation.state.stage === "requested") await record.cardPosted(id, card);
      else await record.published(id, { card, shown: operation.revision });
    } catch (error) {
      const failure = slackFailure(error);
      if (failure.kind !== "refused") throw tryLater(failure);
      log.warn({ operation: id, channel: cardChannel, code: failure.code }, "card refused");
      await record.cardRefused(id, failure.code);
      const refusal = {
        code: "card-not-posted",
        operation: id,
        channel: cardChannel,
        slackCode: failure.code,
      } as const;
      await tellPrivately(requester, request.channel, refusalDocument(refusal, words, slash));
    }
  }

  async function updateCard(operation: Operation, card: NonNullable<Publication["card"]>): Promise<void> {
    const { id, revision, publication } = operation;
    if (publication.shown >= revision) return;
    const content = toMessage(operationDocument(operation, words, clock.now()));
    try {
      await client.chat.update({ ...card, ...content });
    } catch (error) {
      const failure = slackFailure(error);
      // Editing twice gives the same card: whatever is unclear is done again.
      if (failure.kind !== "refused") throw tryLater(failure);
      if (failure.code === "message_not_found" && !hasEnded(operation)) {
        log.warn({ operation: id }, "card was deleted, posting another");
        await record.published(id, { card: null });
        throw new TryLater(0);
      }
      log.error({ operation: id, code: failure.code }, "card cannot be edited");
      if (hasEnded(operation)) await tellEnd(operation);
    }
    await record.published(id, { shown: revision });
  }

  async function tellThread(operation: Operation, card: NonNullable<Publication["card"]>): Promise<void> {
    const { id, journal, publication } = operation;
    const news = journal.slice(publication.told);
    if (news.length === 0) return;
    const sentences = news.flatMap(({ event }): readonly Text[] => {
      const sentence = words.operations.eventSentence(event, operation.plan.change);
      return sentence === null ? [] : [sentence];
    });
    if (sentences.length > 0) {
      const told = hasEnded(operation) ? [join(concerned(operation), " "), ...sentences] : sentences;
      await tellOnce(id, {
        channel: card.channel,
        thread_ts: card.ts,
        text: mrkdwn(join(told, "\n"), 3900),
        unfurl_links: false,
        unfurl_media: false,
      });
    }
    await record.published(id, { told: journal.length });
  }

  /** A line of a log is posted at most once: two of the same would tell something that did not happen. */
  async function tellOnce(id: OperationId, message: Parameters<WebClient["chat"]["postMessage"]>[0]): Promise<void> {
    try {
      await client.chat.postMessage(message);
    } catch (error) {
      const failure = slackFailure(error);
      if (failure.kind === "rate-limited") throw tryLater(failure);
      log.warn({ operation: id, failure }, "line of a thread may not have been posted");
    }
  }

  /** One line in each other channel that should know of it, which later tells its end. */
  async function updatePointers(operation: Operation, card: NonNullable<Publication["card"]>): Promise<void> {
    const { id, revision, publication } = operation;
    const channels = pointerChannels(operation, dependencies.notifications, card.channel);
    if (channels.length === 0) return;
    const { permalink } = await client.chat
      .getPermalink({ channel: card.channel, message_ts: card.ts })
      .catch(() => ({ permalink: undefined }));
    const where = permalink === undefined ? [] : [link(permalink, words.labels.card)];
    const change = words.changes.sentence(operation.plan.change);
    const sentence = words.operations.pointerSentence(operation, change, where);
    const content = { text: mrkdwn(sentence), blocks: toMessage(asDocument(sentence)).blocks };
    const pointers = [...publication.pointers];
    for (const channel of channels) {
      const index = pointers.findIndex((pointer) => pointer.channel === channel);
      const known = pointers[index];
      if (known !== undefined && known.shown >= revision) continue;
      try {
        const { ts } =
          known === undefined
            ? posted.parse(await client.chat.postMessage({ channel, ...content, unfurl_links: false }))
            : posted.parse(await client.chat.update({ channel: known.channel, ts: known.ts, ...content }));
        pointers.splice(index === -1 ? pointers.length : index, index === -1 ? 0 : 1, { channel, ts, shown: revision });
      } catch (error) {
        const failure = slackFailure(error);
        if (failure.kind === "rate-limited") throw tryLater(failure);
        // The card tells all of it: a channel that takes no line must not hold the operation up.
        log.warn({ operation: id, channel, failure }, "line in another channel was not posted");
        if (known !== undefined) pointers.splice(index, 1, { ...known, shown: revision });
      }
      await record.published(id, { pointers });
    }
  }

  async function tellEnd(operation: Operation): Promise<void> {
    await tellPrivately(
      operation.requester,
      operation.request.channel,
      operationDocument(operation, words, clock.now()),
    );
  }

  async function tellPrivately(user: UserId, channel: ChannelId, document: Document): Promise<void> {
    const content = toMessage(document);
    try {
      await client.chat.postEphemeral({ channel, user, ...content });
    } catch (error) {
      log.info({ user, channel, failure: slackFailure(error) }, "private answer goes to a direct message");
      try {
        await client.chat.postMessage({ channel: user, ...content, unfurl_links: false, unfurl_media: false });
      } catch (last) {
        log.error({ err: last, user }, "private answer could not be given");
      }
    }
  }

  return {
    changed: (operation) => lanes.add(operation.cardChannel, operation.id),
    tellPrivately,
    async repair(id, message) {
      const operation = await record.find(id);
      if (operation === null) return;
      const content = toMessage(operationDocument(operation, words, clock.now()));
      await client.chat.update({ ...message, ...content }).catch((error: unknown) => {
        log.warn({ operation: id, failure: slackFailure(error) }, "old card was not repaired");
      });
    },
    stop: (within) => lanes.settled(within),
  };
}

function asDocument(sentence: Text): Document {
  return { title: null, sections: [{ kind: "paragraph", text: sentence }], summary: sentence };
}

/** Who is told the end: who asked, who decided, and in whose place they did. */
function concerned({ requester, votes }: Operation): readonly Text[] {
  const people = new Set([requester, ...votes.flatMap((vote) => [vote.by, principalOf(vote)])]);
  return [...people].map((id) => [person(id)]);
}

/** Where it was asked for, and where teams follow upgrades; never the card's own channel. */
function pointerChannels(
  { request, plan }: Operation,
  notifications: readonly ChannelId[],
  cardChannel: ChannelId,
): readonly ChannelId[] {
  const followers = plan.change.kind === "upgrade" ? notifications : [];
  return [...new Set([request.channel, ...followers])].filter((channel) => channel !== cardChannel);
}

function tryLater(failure: Exclude<SlackFailure, { kind: "refused" }>): TryLater {
  return new TryLater(failure.kind === "rate-limited" ? failure.retryAfter : null);
}
