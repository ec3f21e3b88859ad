/** Where an element stands that somebody uses: its blocks, and the parts of a payload that tell the place. */
import type { Place, StateValues } from "../../page-protocol.ts";
import type { Context } from "../context.ts";
import { completeValues } from "../input-values.ts";
import { findMessage } from "../messages.ts";
import type { Json, Person, StoredMessage, StoredView } from "../model.ts";
import { channelName, messagePayload, viewPayload } from "../payloads.ts";
import { rememberValues } from "../views.ts";
import { visibleChannel } from "./person.ts";

export type FoundPlace =
  | { readonly kind: "message"; readonly message: StoredMessage; readonly blocks: readonly Json[] }
  | { readonly kind: "view"; readonly view: StoredView; readonly blocks: readonly Json[] };

/** The message or view a person has before them, or why they have not. */
export function findPlace(context: Context, person: Person, place: Place): FoundPlace | string {
  if (place.kind === "view") {
    const view = context.state.views.get(place.id);
    return view?.user === person.id ? { kind: "view", view, blocks: view.content.blocks } : "view_not_found";
  }
  const channel = visibleChannel(context, person, place.channel);
  if (typeof channel === "string") return channel;
  const message = findMessage(context, channel.id, place.ts, person.id);
  return message === undefined ? "message_not_found" : { kind: "message", message, blocks: message.blocks };
}

/** The fields of an interactive payload that tell where it came from. */
export function placePayload(context: Context, found: FoundPlace, values: StateValues): Json {
  if (found.kind === "view") {
    const completed = completeValues(found.blocks, values, found.view.values);
    const view = rememberValues(context, found.view, completed);
    return { container: { type: "view", view_id: view.id }, view: viewPayload(context, view) };
  }
  const { message } = found;
  const channel = context.state.channels.get(message.channel);
  const ephemeral = message.onlyFor !== null;
  return {
    container: {
      type: "message",
      message_ts: message.ts,
      channel_id: message.channel,
      is_ephemeral: ephemeral,
      ...(message.threadTs === null ? {} : { thread_ts: message.threadTs }),
    },
    channel: { id: message.channel, name: channel === undefined ? "" : channelName(channel) },
    ...(ephemeral && !context.assumptions.ephemeralActionsCarryMessage
      ? {}
      : { message: messagePayload(context, message) }),
    state: { values: completeValues(found.blocks, values, {}) },
  };
}
