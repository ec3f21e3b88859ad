/** What one person sees: the answer to GET /sandbox/state. */
import type {
  Language,
  PageChannel,
  PageCloud,
  PageMessage,
  PagePerson,
  PageState,
  PageView,
} from "../page-protocol.ts";
import { isJson } from "./block-tree.ts";
import type { Context } from "./context.ts";
import type { Channel, Person, StoredMessage, StoredView } from "./model.ts";
import { directChannel } from "./state.ts";
import { canSee, isExternal } from "./visibility.ts";
import { homeOf, stackOf } from "./views.ts";
import { fileUrl } from "./web-api/files.ts";

/** The parts of the page's state that are not Slack's. */
interface Surroundings {
  readonly connected: boolean;
  readonly bot: "running" | "stopped";
  readonly language: Language;
  readonly cloud: PageCloud;
}

export function pageState(context: Context, as: string, surroundings: Surroundings): PageState {
  const { state, app } = context;
  const person = state.people.get(as);
  if (person === undefined) throw new Error(`no person ${as} in the sandbox`);
  const active = person.kind === "member" || person.kind === "guest";
  if (active) directChannel(state, person.id, app.botUserId, context.now());
  const channels = [...state.channels.values()].filter((channel) => canSee(state, person, channel));
  const seen = new Set(channels.map((channel) => channel.id));
  const messages = [
    ...channels.flatMap((channel) => [...(state.messages.get(channel.id)?.values() ?? [])]),
    ...[...state.ephemerals.values()].filter((message) => message.onlyFor === as && seen.has(message.channel)),
  ];
  const home = homeOf(context, as);
  return {
    me: as,
    people: [...state.people.values()].map((each) => pagePerson(context, each)),
    groups: [...state.groups.values()].map(({ id, handle }) => ({ id, handle })),
    channels: channels.map((channel) => pageChannel(context, channel)),
    messages: messages.toSorted((a, b) => Number(a.ts) - Number(b.ts)).map((each) => pageMessage(context, each)),
    views: stackOf(context, as).map(pageView),
    home: home === null ? null : pageView(home),
    commands: active && !isExternal(state, person) ? [{ command: app.command, usageHint: app.usageHint }] : [],
    ...surroundings,
  };
}

/** Messages of a channel as everybody there sees them, oldest first. */
export function channelMessages(context: Context, channel: string): PageMessage[] {
  return [...(context.state.messages.get(channel)?.values() ?? [])].map((message) => pageMessage(context, message));
}

function pagePerson(context: Context, person: Person): PagePerson {
  const external = person.kind === "member" && isExternal(context.state, person);
  return {
    id: person.id,
    name: person.name,
    title: person.title,
    kind: external ? "stranger" : person.kind,
    locale: person.locale,
    timezone: person.timezone,
  };
}

function pageChannel(context: Context, channel: Channel): PageChannel {
  return {
    id: channel.id,
    name: channel.kind === "direct" ? (context.state.people.get(context.app.botUserId)?.name ?? "") : channel.name,
    kind: channel.kind,
    shared: channel.shared,
    archived: channel.archived,
    members: channel.members,
  };
}

function pageMessage(context: Context, message: StoredMessage): PageMessage {
  return {
    channel: message.channel,
    ts: message.ts,
    threadTs: message.threadTs,
    author: message.author,
    text: message.text,
    blocks: message.blocks,
    // Slack marks no edit of a message with blocks.
    edited: message.editedTs !== null && message.blocks.length === 0,
    ephemeral: message.onlyFor !== null,
    files: message.files.flatMap((id) => {
      const file = context.state.files.get(id);
      return file === undefined ? [] : [{ id, name: file.name, url: fileUrl(context, file) }];
    }),
  };
}

function pageView(view: StoredView): PageView {
  const { content } = view;
  return {
    id: view.id,
    type: view.type,
    title: plain(content.title) ?? "",
    submit: plain(content.submit),
    close: plain(content.close),
    blocks: content.blocks,
    hash: view.hash,
  };
}

function plain(text: unknown): string | null {
  return isJson(text) && typeof text["text"] === "string" ? text["text"] : null;
}
