/** Slash commands and plain messages that people type. */
import type { Delivery, TypeMessage } from "../../page-protocol.ts";
import { isRefused } from "../answer.ts";
import type { Context } from "../context.ts";
import { isEmpty, readContent } from "../message-content.ts";
import { postMessage, threadOf } from "../messages.ts";
import type { Channel, Json, Person } from "../model.ts";
import { commandPayload } from "../payloads.ts";
import type { WorkspaceState } from "../state.ts";
import { isExternal } from "../visibility.ts";
import { actingPerson, done, failed, visibleChannel } from "./person.ts";

/** Somebody types a line into a channel: a command where it starts with a slash, else a message. */
export async function typeLine(context: Context, as: string, channel: string, typed: string): Promise<Delivery> {
  const line = typed.trim();
  const [word = ""] = line.split(/\s/, 1);
  if (!word.startsWith("/")) return typeMessage(context, { as, channel, threadTs: null, text: line });
  const place = typingPlace(context, as, channel);
  if (typeof place === "string") return failed(place);
  // To people of other teams the app's commands do not exist.
  if (word !== context.app.command || isExternal(context.state, place.person)) return failed("unknown_command");
  const text = line.slice(word.length + 1);
  const payload = commandPayload(context, {
    ...place,
    command: word,
    text: commandText(context, text),
    responseUrl: context.url() + context.responseUrls.issue({ channel, user: place.person.id, source: null }),
    triggerId: context.triggers.issue({ user: place.person.id, viewId: null }),
  });
  const outcome = await context.deliver({ kind: "slash_commands", payload, retry: null });
  context.changes.announce();
  if (outcome.kind === "failed") return failed(outcome.error);
  return outcome.body === null ? done : answerCommand(context, place, line, outcome.body);
}

/** Somebody writes a message. It reaches the app only as an event it subscribed to. */
export function typeMessage(context: Context, message: TypeMessage): Delivery {
  const place = typingPlace(context, message.as, message.channel);
  if (typeof place === "string") return failed(place);
  if (place.channel.readOnly && !place.person.admin) return failed("restricted_action_read_only_channel");
  const { threadTs } = message;
  if (message.text.trim() === "") return failed("no_text");
  const thread = threadTs === null ? null : threadOf(context, message.channel, threadTs);
  if (threadTs !== null && thread === null) return failed("thread_not_found");
  postMessage(context, {
    channel: message.channel,
    author: place.person.id,
    threadTs: thread,
    content: { text: entities(message.text) },
  });
  return done;
}

function typingPlace(
  context: Context,
  as: string,
  channelId: string,
): { readonly person: Person; readonly channel: Channel } | string {
  const person = actingPerson(context, as);
  if (typeof person === "string") return person;
  const channel = visibleChannel(context, person, channelId);
  if (typeof channel === "string") return channel;
  if (channel.archived) return "is_archived";
  return channel.members.includes(person.id) ? { person, channel } : "not_in_channel";
}

/** Shows what the app put into its acknowledgement: to the person alone unless it says `in_channel`. */
function answerCommand(
  context: Context,
  place: { readonly person: Person; readonly channel: Channel },
  line: string,
  body: Json,
): Delivery {
  const inChannel = body["response_type"] === "in_channel";
  const content = readContent(context, body, "post");
  if (isRefused(content)) return failed(content.error);
  const { id: channel } = place.channel;
  if (inChannel) {
    postMessage(context, { channel, author: place.person.id, threadTs: null, content: { text: entities(line) } });
  }
  if (isEmpty(content)) return done;
  postMessage(context, {
    channel,
    author: context.app.botUserId,
    threadTs: null,
    content,
    ...(inChannel ? {} : { onlyFor: place.person.id }),
  });
  return done;
}

/** The `text` of a command: entities, and with `should_escape` ids in place of names. */
function commandText(context: Context, text: string): string {
  const { assumptions, app, state } = context;
  const plain = assumptions.commandTextEntities ? entities(text) : text;
  return app.shouldEscape ? withIdsForNames(state, plain, assumptions.escapedUsersCarryName) : plain;
}

/**
 * Turns `@name`, `#channel` and links into `<@U…>`, `<#C…|name>` and `<https://…>`. The page offers names as people
 * type them; control sequences typed by hand were turned into entities before, as Slack does.
 */
function withIdsForNames(state: WorkspaceState, text: string, carryName: boolean): string {
  return text
    .replaceAll(/(^|\s)@([a-z0-9._-]+)/gi, (whole, before: string, name: string) => {
      const handle = name.toLowerCase();
      const person = [...state.people.values()].find((candidate) => candidate.handle === handle);
      if (person !== undefined) return `${before}<@${person.id}${carryName ? `|${person.handle}` : ""}>`;
      const group = [...state.groups.values()].find((candidate) => candidate.handle === handle);
      return group === undefined ? whole : `${before}<!subteam^${group.id}|@${group.handle}>`;
    })
    .replaceAll(/(^|\s)#([\p{L}\p{N}_-]+)/gu, (whole, before: string, name: string) => {
      const channel = [...state.channels.values()].find(
        (candidate) => candidate.kind !== "direct" && candidate.name === name,
      );
      if (channel === undefined) return whole;
      return `${before}<#${channel.id}|${channel.kind === "private" ? "" : channel.name}>`;
    })
    .replaceAll(/(^|\s)(https?:\/\/[^\s<>]+)/g, "$1<$2>");
}

/** How Slack keeps the three characters that its markup needs. */
function entities(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}
