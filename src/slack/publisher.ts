import type { WebClient } from "@slack/web-api";
import { minutesToMilliseconds } from "date-fns";
import { type Document, note } from "../domain/document.ts";
import type { ChannelId, OperationId, UserId } from "../domain/ids.ts";
import { follow } from "../domain/lifecycle.ts";
import { hasEnded, isPublished, type Operation, type Publication } from "../domain/operation.ts";
import type { Directory } from "../domain/person.ts";
import { principalOf } from "../domain/sign-off.ts";
import { join, person, type Text } from "../domain/text.ts";
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
import { createPointers } from "./pointers.ts";
import { type Posted, type Posting, PostRefused, tryLater } from "./posting.ts";
import type { TellPrivately } from "./private-answers.ts";
import { asDocument, type Attempt, createPostMessage, letterOf, type PublicationRecord } from "./publication.ts";

export interface PublisherDependencies {
  readonly client: WebClient;
  readonly posting: Posting;
  /** The workspace's, for edits of messages. */
  readonly edits: Budget;
  readonly pictures: Pictures;
  readonly record: PublicationRecord;
  readonly tellPrivately: TellPrivately;
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
  /** Resolves when nothing waits to be published, or the time in milliseconds is over. */
  stop(within: number): Promise<void>;
}

/** Milliseconds after which what is shown says that it is late. */
const lateAfter = minutesToMilliseconds(1);

export function createPublisher(dependencies: PublisherDependencies): Publisher {
  const { client, posting, edits, record, tellPrivately, words, directory, slash, clock, log } = dependencies;
  const post = createPostMessage(posting, record);
  const updatePointers = createPointers({ ...dependencies, post });
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

  async function tellEnd(operation: Operation): Promise<void> {
    const { requester, request } = operation;
    // Nobody waits for the end of what nobody asked for; its thread tells it.
    if (requester === null) return;
    const spoken = await wordsOfPerson(requester);
    await tellPrivately(requester, request.channel, operationDocument(operation, spoken, clock.now()));
  }

  return {
    changed: (operation) => lanes.add(operation.cardChannel, operation.id, urgencyOf(operation)),
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

/** Who is told the end: who asked, who decided, and in whose place they did. */
function concerned({ requester, votes }: Operation): readonly Text[] {
  const people = new Set([
    ...(requester === null ? [] : [requester]),
    ...votes.flatMap((vote) => [vote.by, principalOf(vote)]),
  ]);
  return [...people].map((id) => [person(id)]);
}
