import type { Document } from "../domain/document.ts";
import type { OperationId } from "../domain/ids.ts";
import type { Operation, Publication } from "../domain/operation.ts";
import type { Text } from "../domain/text.ts";
import type { Letter, Posted, Posting } from "./posting.ts";

/** What the publisher tells the engine. */
export interface PublicationRecord {
  find(id: OperationId): Promise<Operation | null>;
  /** Whether it is ours to show: another replica may have taken it over. */
  carries(operation: Operation): boolean;
  cardPosted(id: OperationId, card: NonNullable<Publication["card"]>): Promise<void>;
  cardRefused(id: OperationId, code: string): Promise<void>;
  published(id: OperationId, note: Partial<Publication>): Promise<void>;
}

/** A message that is being posted: written down before, for a process may die while it is on its way. */
export type Attempt = NonNullable<Publication["attempt"]>;

/** Posts a message of an operation, which is written down before. Throws PostRefused and TryLater. */
export type PostMessage = (
  operation: Operation,
  attempt: Omit<Attempt, "at">,
  content: Parameters<Posting["post"]>[1],
) => Promise<Posted>;

export function createPostMessage(posting: Posting, record: Pick<PublicationRecord, "published">): PostMessage {
  return (operation, attempt, content) => {
    // A line in another channel is for information.
    const urgency = attempt.part === "pointer" ? "progress" : "decision";
    return posting.post(letterOf(operation, attempt), content, urgency, (since) =>
      record.published(operation.id, { attempt: since === null ? null : { ...attempt, at: since } }),
    );
  };
}

/** How a message of an operation is found again. */
export function letterOf(
  { id, publication: { card } }: Operation,
  { part, channel, told }: Omit<Attempt, "at">,
): Letter {
  const mark = { event_type: "lifeguard_operation", event_payload: { operation: id, part, told } };
  return { channel, thread: part === "thread" && card !== null ? card.ts : null, mark };
}

/** A sentence as a message of its own. */
export function asDocument(sentence: Text): Document {
  return { title: null, sections: [{ kind: "paragraph", text: sentence }], summary: sentence };
}
