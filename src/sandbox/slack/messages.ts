/** Puts messages into the workspace, edits and removes them, and tells subscribed apps. */
import type { Context } from "./context.ts";
import type { MessageContent } from "./message-content.ts";
import type { Channel, StoredMessage } from "./model.ts";
import { messagePayload } from "./payloads.ts";
import { messagesOf } from "./state.ts";

interface NewMessage {
  readonly channel: string;
  readonly author: string;
  readonly threadTs: string | null;
  readonly content: Partial<MessageContent>;
  readonly onlyFor?: string;
  readonly files?: readonly string[];
}

export function postMessage(context: Context, message: NewMessage): StoredMessage {
  const { state, app } = context;
  const { content } = message;
  const stored: StoredMessage = {
    channel: message.channel,
    ts: state.nextTs(),
    threadTs: message.threadTs,
    author: message.author,
    byApp: message.author === app.botUserId,
    text: content.text ?? "",
    blocks: content.blocks ?? [],
    attachments: content.attachments ?? [],
    metadata: content.metadata ?? null,
    editedTs: null,
    onlyFor: message.onlyFor ?? null,
    files: message.files ?? [],
    reactions: {},
    pinned: false,
  };
  if (stored.onlyFor === null) {
    messagesOf(state, stored.channel).set(stored.ts, stored);
    announceMessage(context, stored, {});
  } else {
    state.ephemerals.set(stored.ts, stored);
  }
  context.changes.announce();
  return stored;
}

/**
 * Edits by the retention rules of chat.update: text without blocks removes the blocks, nothing keeps what is there,
 * an empty array removes; attachments and metadata stay unless given.
 */
export function editMessage(context: Context, message: StoredMessage, content: MessageContent): StoredMessage {
  const removesBlocks = content.blocks === undefined && content.text !== undefined;
  const metadataGone = content.metadata !== undefined && Object.keys(content.metadata).length === 0;
  const edited: StoredMessage = {
    ...message,
    text: content.text ?? message.text,
    blocks: removesBlocks ? [] : (content.blocks ?? message.blocks),
    attachments: content.attachments ?? message.attachments,
    metadata: metadataGone ? null : (content.metadata ?? message.metadata),
    editedTs: context.state.nextTs(),
  };
  store(context, edited);
  if (edited.onlyFor === null) {
    announceMessage(context, edited, {
      subtype: "message_changed",
      message: messagePayload(context, edited),
      previous_message: messagePayload(context, message),
    });
  }
  context.changes.announce();
  return edited;
}

export function removeMessage(context: Context, message: StoredMessage): void {
  if (message.onlyFor !== null) {
    context.state.ephemerals.delete(message.ts);
  } else {
    messagesOf(context.state, message.channel).delete(message.ts);
    announceMessage(context, message, { subtype: "message_deleted", deleted_ts: message.ts });
  }
  context.changes.announce();
}

/** Replaces a message by one that differs in fields people do not read as its content (pins, reactions). */
export function store(context: Context, message: StoredMessage): void {
  if (message.onlyFor === null) messagesOf(context.state, message.channel).set(message.ts, message);
  else context.state.ephemerals.set(message.ts, message);
}

/** A message of a channel, or an ephemeral one that the given person has. */
export function findMessage(
  context: Context,
  channel: string,
  ts: string,
  person: string | null,
): StoredMessage | undefined {
  const message = context.state.messages.get(channel)?.get(ts);
  if (message !== undefined || person === null) return message;
  const ephemeral = context.state.ephemerals.get(ts);
  return ephemeral?.onlyFor === person && ephemeral.channel === channel ? ephemeral : undefined;
}

/** The thread a reply belongs to: replies under a reply join its thread. Null where the parent does not exist. */
export function threadOf(context: Context, channel: string, ts: string): string | null {
  const parent = findMessage(context, channel, ts, null);
  return parent === undefined ? null : (parent.threadTs ?? parent.ts);
}

const eventOfKind: Readonly<Record<Channel["kind"], string>> = {
  channel: "message.channels",
  private: "message.groups",
  direct: "message.im",
};

/** Message events go to an app that is in the channel and subscribed to that kind of channel. */
function announceMessage(context: Context, message: StoredMessage, change: Readonly<Record<string, unknown>>): void {
  const { app, state } = context;
  const channel = state.channels.get(message.channel);
  if (channel === undefined || !channel.members.includes(app.botUserId)) return;
  if (!app.events.includes(eventOfKind[channel.kind])) return;
  const body = "subtype" in change ? { hidden: true } : messagePayload(context, message);
  void context.emit({
    ...body,
    ...change,
    type: "message",
    channel: channel.id,
    channel_type: channel.kind === "direct" ? "im" : channel.kind === "private" ? "group" : "channel",
    event_ts: message.editedTs ?? message.ts,
  });
}
