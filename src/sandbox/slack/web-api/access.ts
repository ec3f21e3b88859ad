/** Which conversations the bot may see and write to. */
import { refused, type Refused } from "../answer.ts";
import type { Context } from "../context.ts";
import type { Channel, StoredMessage } from "../model.ts";
import { findMessage, threadOf } from "../messages.ts";

/** The scope that a kind of conversation needs for reading or its history. */
export function scopeOf(channel: Channel, what: "read" | "history"): string {
  const family = { channel: "channels", private: "groups", direct: "im" }[channel.kind];
  return `${family}:${what}`;
}

export function missingScope(context: Context, needed: string): Refused | null {
  if (context.app.scopes.includes(needed)) return null;
  return refused("missing_scope", { needed, provided: context.app.scopes.join(",") });
}

/** A conversation that exists for the bot: private ones it is no member of do not. Takes ids only. */
export function knownChannel(context: Context, id: string): Channel | Refused {
  const channel = context.state.channels.get(id);
  const hidden = channel?.kind !== "channel" && channel?.members.includes(context.app.botUserId) !== true;
  return channel === undefined || hidden ? refused("channel_not_found") : channel;
}

/** A conversation the bot may write to, also as a `#name` where that is unambiguous. */
export function writableChannel(context: Context, idOrName: string): Channel | Refused {
  const channel = knownChannel(context, idOfName(context, idOrName));
  if ("ok" in channel) return channel;
  const { botUserId, scopes } = context.app;
  if (channel.archived) return refused("is_archived");
  if (channel.readOnly) return refused("restricted_action_read_only_channel");
  if (channel.members.includes(botUserId) || scopes.includes("chat:write.public")) return channel;
  return refused("not_in_channel");
}

function idOfName(context: Context, idOrName: string): string {
  if (context.state.channels.has(idOrName)) return idOrName;
  const name = idOrName.replace(/^#/, "");
  const named = [...context.state.channels.values()].filter(
    (channel) => channel.kind !== "direct" && channel.name === name,
  );
  return named.length === 1 ? (named[0]?.id ?? idOrName) : idOrName;
}

/** The parent's time stamp for a reply, undefined for a message outside threads, or why it cannot be. */
export function readThread(
  context: Context,
  channel: Channel,
  threadTs: string | undefined,
): string | undefined | Refused {
  if (threadTs === undefined) return undefined;
  const parent = threadOf(context, channel.id, threadTs);
  if (parent !== null) return parent;
  const { unknownThreadError } = context.assumptions;
  return unknownThreadError === null ? threadTs : refused(unknownThreadError);
}

/** A message that all see; ephemeral ones do not exist for the Web API. */
export function publicMessage(context: Context, channel: Channel, ts: string): StoredMessage | Refused {
  return findMessage(context, channel.id, ts, null) ?? refused("message_not_found");
}

/** Refused because the channel took about one message a second already; the router makes HTTP 429 of it. */
export function tooFast(context: Context, channel: Channel): Refused | null {
  const wait = context.limits.takeMessage(channel.id);
  return wait === null ? null : refused("ratelimited", { retry_after: wait });
}
