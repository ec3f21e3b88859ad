import type { WebClient } from "@slack/web-api";
import { minutesToMilliseconds } from "date-fns";
import { type Document, note } from "../domain/document.ts";
import type { ChannelId, OperationId, UserId } from "../domain/ids.ts";
import { follow } from "../domain/lifecycle.ts";
import { hasEnded, isPublished, type Operation, type Publication } from "../domain/operation.ts";
import type { Directory } from "../domain/person.ts";
import { principalOf } from "../domain/sign-off.ts";
import { join, link, person, type Text } from "../domain/text.ts";
import { operationDocument } from "../views/operation.ts";
import { endPicture } from "../views/pictures.ts";
import { refusalDocument } from "../views/refusal.ts";
import type { Words } from "../words/catalogue.ts";
import { toMessage } from "./blocks.ts";
import { wordsFor } from "./context.ts";
import type { Budget, Urgency } from "./budget.ts";
import { slackFailure } from "./errors.ts";
import { createLanes, type LaneClock, TryLater } from "./lanes.ts";
import { mrkdwn } from "./mrkdwn.ts";
import { type Pictures, postWithPicture } from "./pictures.ts";
import { type Letter, type Posted, type Posting, PostRefused, tryLater } from "./posting.ts";

/** What the publisher tells the engine. */
export interface PublicationRecord {
  find(id: OperationId): Promise<Operation | null>;
  /** Whether it is ours to show: another replica may have taken it over. */
  carries(operation: Operation): boolean;
  cardPosted(id: OperationId, card: NonNullable<Publication["card"]>): Promise<void>;
  cardRefused(id: OperationId, code: string): Promise<void>;
  published(id: OperationId, note: Partial<Publication>): Promise<void>;
}

export interface PublisherDependencies {
  readonly client: WebClient;
  readonly posting: Posting;
  /** The workspace's, for edits of messages. */
  readonly edits: Budget;
  readonly pictures: Pictures;
  readonly record: PublicationRecord;
  /** Of cards, which everybody in a channel reads. */
  readonly words: Words;
  /** Whose language a private answer is in. */
  readonly directory: Directory;
  readonly slash: string;
  /** Channels in which teams follow an operation. */
  readonly followers: (operation: Operation) => readonly ChannelId[];
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

/** Milliseconds after which what is shown says that it is late. */
const lateAfter = minutesToMilliseconds(1);

export function createPublisher(dependencies: PublisherDependencies): Publisher {
  const { client, posting, edits, record, words, directory, slash, clock, log } = dependencies;
  const wordsOfPerson = (user: UserId): Promise<Words> => wordsFor({ directory, language: words.language }, user);
  const lanes = createLanes<ChannelId, OperationId>({ clock, log, work: publish });

  async function publish(id: OperationId): Promise<void> {
    const operation = await record.find(id);
    if (operation === null || !record.carries(operation)) return;
    if (operation.publication.attempt !== null) {
      await settleAttempt(operation, operation.publication.attempt);
      await publish(id);
      return;
    }
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

  /** Posts a message of an operation, which is written down before. A line in another channel is for information. */
  function post(
    operation: Operation,
    attempt: Omit<Attempt, "at">,
    content: Parameters<Posting["post"]>[1],
  ): Promise<Posted> {
    const urgency = attempt.part === "pointer" ? "progress" : "decision";
    return posting.post(letterOf(operation, attempt), content, urgency, (since) =>
      record.published(operation.id, { attempt: since === null ? null : { ...attempt, at: since } }),
    );
  }

  async function postCard(operation: Operation): Promise<void> {
    const { id, cardChannel, requester, request } = operation;
    // The posted card shows what its posting leads to: buttons that appear only afterwards would be missed.
    const shownAs = follow(operation, { kind: "card-posted" }, clock.now()) ?? operation;
    const content = toMessage(operationDocument(shownAs, words, clock.now()));
    try {
      const attempt = { part: "card", channel: cardChannel, told: 0 } as const;
      await cardStands(operation, await post(operation, attempt, content), operation.revision);
    } catch (error) {
      if (!(error instanceof PostRefused)) throw error;
      const { code: slackCode } = error;
      log.warn({ operation: id, channel: cardChannel, code: slackCode }, "card refused");
      await record.cardRefused(id, slackCode);
      const refusal = { code: "card-not-posted", operation: id, channel: cardChannel, slackCode } as const;
      if (requester === null) return;
      const spoken = await wordsOfPerson(requester);
      await tellPrivately(requester, request.channel, refusalDocument(refusal, spoken, slash));
    }
  }

  async function cardStands(operation: Operation, { channel, ts }: Posted, shown: number): Promise<void> {
    const card = { channel, ts };
    if (operation.state.stage === "requested") await record.cardPosted(operation.id, card);
    else await record.published(operation.id, { card, shown, attempt: null });
  }

  /** A process died, or an answer was lost, while something was being posted: it is looked for, and posted again only if it is not there. */
  async function settleAttempt(operation: Operation, attempt: Attempt): Promise<void> {
    const { id, publication } = operation;
    const trace = await posting.trace(letterOf(operation, attempt), attempt.at);
    log.info({ operation: id, part: attempt.part, trace }, "looked for what may have been posted");
    if (trace === "not-posted" || trace === "hidden") {
      // A line of a log that may stand there is not told again: two of the same would tell something that did not happen.
      const told = attempt.part === "thread" && trace === "hidden" ? { told: attempt.told } : {};
      await record.published(id, { ...told, attempt: null });
      return;
    }
    switch (attempt.part) {
      case "card":
        await cardStands(operation, trace, 0);
        return;
      case "thread":
        await record.published(id, { told: attempt.told, attempt: null });
        return;
      case "pointer":
        await record.published(id, {
          pointers: [...publication.pointers, { channel: attempt.channel, ts: trace.ts, shown: 0 }],
          attempt: null,
        });
    }
  }

  async function updateCard(operation: Operation, card: NonNullable<Publication["card"]>): Promise<void> {
    if (operation.publication.shown >= operation.revision) return;
    await edits.turn(urgencyOf(operation));
    // It may have moved on while it waited for its turn: only the newest state is of interest.
    const present = (await record.find(operation.id)) ?? operation;
    const { id, revision } = present;
    const content = toMessage(withLateMark(present, operationDocument(present, words, clock.now())));
    try {
      await client.chat.update({ ...card, ...content });
    } catch (error) {
      const failure = slackFailure(error);
      // Editing twice gives the same card: whatever is unclear is done again.
      if (failure.kind !== "refused") throw tryLater(failure);
      if (failure.code === "message_not_found" && !hasEnded(present)) {
        log.warn({ operation: id }, "card was deleted, posting another");
        await record.published(id, { card: null });
        throw new TryLater(0);
      }
      log.error({ operation: id, code: failure.code }, "card cannot be edited");
      if (hasEnded(present)) await tellEnd(present);
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
      const attempt = { part: "thread", channel: card.channel, told: journal.length } as const;
      const shown = await tellWithPicture(operation, attempt, join(told, "\n"));
      const plain = { text: mrkdwn(join(told, "\n"), 3900) };
      const posted = shown ? Promise.resolve() : post(operation, attempt, plain);
      await posted.catch((error: unknown) => {
        if (!(error instanceof PostRefused)) throw error;
        log.warn({ operation: id, code: error.code }, "line of a thread was refused");
      });
    }
    await record.published(id, { told: journal.length, attempt: null });
  }

  /** The end of what has a picture is told with it, in one message; false: it is told without. */
  async function tellWithPicture(operation: Operation, attempt: Omit<Attempt, "at">, sentence: Text): Promise<boolean> {
    const picture = hasEnded(operation) ? endPicture(operation, words) : null;
    const handedOver = picture === null ? null : await dependencies.pictures.handOver(picture);
    if (handedOver === null) return false;
    const { text, blocks } = toMessage(asDocument(sentence));
    const content = { text, blocks: [...blocks, handedOver.block] };
    const posted = await postWithPicture(
      () => post(operation, attempt, content),
      (error) => error instanceof PostRefused,
    );
    return posted !== null;
  }

  /** Who reads it late is told when it happened: Slack could not be reached, or there was too much to tell. */
  function withLateMark({ journal, publication }: Operation, document: Document): Document {
    const oldest = journal[publication.told]?.at;
    if (oldest === undefined || clock.now() - oldest < lateAfter) return document;
    return { ...document, sections: [...document.sections, note(words.operations.lateSentence(oldest))] };
  }

  /** One line in each other channel that should know of it, which later tells its end. */
  async function updatePointers(operation: Operation, card: NonNullable<Publication["card"]>): Promise<void> {
    const { id, revision, publication } = operation;
    const channels = pointerChannels(operation, dependencies.followers(operation), card.channel);
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
  }

  async function tellEnd(operation: Operation): Promise<void> {
    const { requester, request } = operation;
    // Nobody waits for the end of what nobody asked for; its thread tells it.
    if (requester === null) return;
    const spoken = await wordsOfPerson(requester);
    await tellPrivately(requester, request.channel, operationDocument(operation, spoken, clock.now()));
  }

  async function tellPrivately(user: UserId, channel: ChannelId, document: Document): Promise<void> {
    const content = toMessage(document);
    try {
      // In the Home there is no channel: a person's id stands in its place.
      if (String(channel) !== String(user)) {
        await client.chat.postEphemeral({ channel, user, ...content });
        return;
      }
    } catch (error) {
      log.info({ user, channel, failure: slackFailure(error) }, "private answer goes to a direct message");
    }
    try {
      await client.chat.postMessage({ channel: user, ...content, unfurl_links: false, unfurl_media: false });
    } catch (error) {
      log.error({ err: error, user }, "private answer could not be given");
    }
  }

  return {
    changed: (operation) => lanes.add(operation.cardChannel, operation.id, urgencyOf(operation)),
    tellPrivately,
    async repair(id, message) {
      const operation = await record.find(id);
      if (operation === null) return;
      const content = toMessage(operationDocument(operation, words, clock.now()));
      await client.chat.update({ ...message, ...content }).catch((error: unknown) => {
        log.warn({ operation: id, failure: slackFailure(error) }, "old card was not repaired");
      });
    },
    stop: (within) => lanes.stop(within),
  };
}

/** What is told in words, such as a decision or an end, is waited for; what only moves a card on is not. */
function urgencyOf({ publication, journal }: Operation): Urgency {
  return publication.card === null || publication.told < journal.length ? "decision" : "progress";
}

/** A message that is being posted: written down before, for a process may die while it is on its way. */
type Attempt = NonNullable<Publication["attempt"]>;

function letterOf({ id, publication: { card } }: Operation, { part, channel, told }: Omit<Attempt, "at">): Letter {
  const mark = { event_type: "lifeguard_operation", event_payload: { operation: id, part, told } };
  return { channel, thread: part === "thread" && card !== null ? card.ts : null, mark };
}

function asDocument(sentence: Text): Document {
  return { title: null, sections: [{ kind: "paragraph", text: sentence }], summary: sentence };
}

/** Who is told the end: who asked, who decided, and in whose place they did. */
function concerned({ requester, votes }: Operation): readonly Text[] {
  const people = new Set([
    ...(requester === null ? [] : [requester]),
    ...votes.flatMap((vote) => [vote.by, principalOf(vote)]),
  ]);
  return [...people].map((id) => [person(id)]);
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
