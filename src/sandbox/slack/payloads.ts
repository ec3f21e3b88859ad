/** The shapes of what Slack sends to an app. Socket Mode wraps the same payloads that HTTP carries. */
import type { StateValues } from "../page-protocol.ts";
import type { Context } from "./context.ts";
import type { Channel, Json, Person, StoredMessage, StoredView } from "./model.ts";

function teamPayload(context: Context): Json {
  return { id: context.state.team.id, domain: context.state.team.domain };
}

function userPayload(person: Person): Json {
  return { id: person.id, username: person.handle, name: person.handle, team_id: person.teamId };
}

/** Fields every interactive payload carries. */
export function envelope(context: Context, person: Person): Json {
  return {
    team: teamPayload(context),
    user: userPayload(person),
    api_app_id: context.app.appId,
    token: context.app.verificationToken,
    enterprise: null,
    is_enterprise_install: false,
  };
}

/** Slack never tells the name of a private or direct conversation in a payload. */
export function channelName(channel: Channel): string {
  if (channel.kind === "private") return "privategroup";
  return channel.kind === "direct" ? "directmessage" : channel.name;
}

export function messagePayload(context: Context, message: StoredMessage): Json {
  const { app, state } = context;
  const replies = repliesTo(context, message);
  const latest = replies.at(-1);
  return {
    type: "message",
    ...(message.byApp ? { bot_id: app.botId, app_id: app.appId } : {}),
    user: message.author,
    text: message.text,
    ts: message.ts,
    team: state.people.get(message.author)?.teamId ?? state.team.id,
    ...(message.blocks.length > 0 ? { blocks: message.blocks } : {}),
    ...(message.attachments.length > 0 ? { attachments: message.attachments } : {}),
    ...(message.metadata === null ? {} : { metadata: message.metadata }),
    ...(message.editedTs === null ? {} : { edited: { user: message.author, ts: message.editedTs } }),
    ...(message.files.length > 0 ? { files: message.files.map((id) => ({ id })) } : {}),
    ...(message.threadTs === null
      ? {}
      : { thread_ts: message.threadTs, parent_user_id: parentAuthor(context, message) }),
    ...(latest === undefined
      ? {}
      : {
          thread_ts: message.ts,
          reply_count: replies.length,
          reply_users: [...new Set(replies.map((reply) => reply.author))],
          latest_reply: latest.ts,
        }),
    ...(Object.keys(message.reactions).length === 0
      ? {}
      : {
          reactions: Object.entries(message.reactions).map(([name, users]) => ({ name, users, count: users.length })),
        }),
  };
}

function parentAuthor(context: Context, reply: StoredMessage): string | undefined {
  return context.state.messages.get(reply.channel)?.get(reply.threadTs ?? "")?.author;
}

/** The replies in the thread of a message, oldest first. */
function repliesTo(context: Context, parent: StoredMessage): StoredMessage[] {
  if (parent.threadTs !== null || parent.onlyFor !== null) return [];
  return [...(context.state.messages.get(parent.channel)?.values() ?? [])].filter(
    (message) => message.threadTs === parent.ts,
  );
}

export function viewPayload(context: Context, view: StoredView, values: StateValues = view.values): Json {
  const { content } = view;
  return {
    id: view.id,
    team_id: context.state.team.id,
    type: view.type,
    blocks: content.blocks,
    private_metadata: content.private_metadata ?? "",
    callback_id: content.callback_id ?? "",
    external_id: content.external_id ?? "",
    state: { values },
    hash: view.hash,
    title: content.title ?? { type: "plain_text", text: "View Title", emoji: true },
    clear_on_close: content.clear_on_close ?? false,
    notify_on_close: content.notify_on_close ?? false,
    close: content.close ?? null,
    submit: content.submit ?? null,
    previous_view_id: view.previousId,
    root_view_id: view.rootId,
    app_id: context.app.appId,
    app_installed_team_id: context.state.team.id,
    bot_id: context.app.botId,
  };
}

interface CommandUse {
  readonly person: Person;
  readonly channel: Channel;
  readonly command: string;
  readonly text: string;
  readonly responseUrl: string;
  readonly triggerId: string;
}

/** All values are strings, as in a form; there is no thread, no locale (Slack: "Slash commands"). */
export function commandPayload(context: Context, use: CommandUse): Readonly<Record<string, string>> {
  return {
    token: context.app.verificationToken,
    team_id: context.state.team.id,
    team_domain: context.state.team.domain,
    channel_id: use.channel.id,
    channel_name: channelName(use.channel),
    user_id: use.person.id,
    user_name: use.person.handle,
    command: use.command,
    text: use.text,
    api_app_id: context.app.appId,
    is_enterprise_install: "false",
    response_url: use.responseUrl,
    trigger_id: use.triggerId,
  };
}

/** The wrapper of an event (Slack: "Events API"). */
export function eventPayload(context: Context, event: Json, eventId: string): Json {
  const { app, state } = context;
  const channel = typeof event["channel"] === "string" ? state.channels.get(event["channel"]) : undefined;
  return {
    type: "event_callback",
    token: app.verificationToken,
    team_id: state.team.id,
    api_app_id: app.appId,
    event,
    event_id: eventId,
    event_time: Math.floor(context.now().getTime() / 1_000),
    event_context: `4-${Buffer.from(JSON.stringify({ et: event["type"], tid: state.team.id })).toString("base64url")}`,
    authorizations: [
      {
        enterprise_id: null,
        team_id: state.team.id,
        user_id: app.botUserId,
        is_bot: true,
        is_enterprise_install: false,
      },
    ],
    is_ext_shared_channel: channel?.shared ?? false,
    context_team_id: state.team.id,
    context_enterprise_id: null,
  };
}
