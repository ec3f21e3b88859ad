import * as z from "zod";
import { accepted, isRefused, refused, type Answer } from "../answer.ts";
import type { Context } from "../context.ts";
import type { Channel, Json, StoredMessage } from "../model.ts";
import { messagePayload } from "../payloads.ts";
import { changeChannel, directChannel } from "../state.ts";
import { isExternal } from "../visibility.ts";
import { knownChannel, missingScope, publicMessage, scopeOf } from "./access.ts";
import { args, defineMethod, flag, integer, optionalText, pageOf, paging } from "./method.ts";

const readScopes = ["channels:read", "groups:read", "im:read", "mpim:read"];
const historyScopes = ["channels:history", "groups:history", "im:history", "mpim:history"];
const channelId = z.string().min(1);

const info = defineMethod("conversations.info", {
  scopes: readScopes,
  tier: "tier3",
  args: args({ channel: channelId, include_locale: flag, include_num_members: flag }),
  run: (context, request) =>
    withChannel(context, request.channel, "read", (channel) =>
      accepted({
        channel: {
          ...describe(context, channel),
          ...(request.include_locale === true ? { locale: channel.locale } : {}),
          ...(request.include_num_members === true ? { num_members: channel.members.length } : {}),
        },
      }),
    ),
});

const list = defineMethod("conversations.list", {
  scopes: readScopes,
  tier: "tier2",
  args: args({ types: optionalText, exclude_archived: flag, ...paging }),
  run(context, request) {
    const types = new Set((request.types ?? "public_channel").split(",").map((type) => type.trim()));
    const visible = [...context.state.channels.values()].filter(
      (channel) =>
        types.has({ channel: "public_channel", private: "private_channel", direct: "im" }[channel.kind]) &&
        context.app.scopes.includes(scopeOf(channel, "read")) &&
        !isRefused(knownChannel(context, channel.id)) &&
        !(request.exclude_archived === true && channel.archived),
    );
    const { items, response_metadata } = pageOf(visible, request);
    return accepted({
      channels: items.map((channel) => ({ ...describe(context, channel), num_members: channel.members.length })),
      response_metadata,
    });
  },
});

const members = defineMethod("conversations.members", {
  scopes: readScopes,
  tier: "tier4",
  args: args({ channel: channelId, ...paging }),
  run: (context, request) =>
    withChannel(context, request.channel, "read", (channel) => {
      const { items, response_metadata } = pageOf(channel.members, request);
      return accepted({ members: items, response_metadata });
    }),
});

const open = defineMethod("conversations.open", {
  scopes: ["im:write", "mpim:write"],
  tier: "tier3",
  args: args({ users: optionalText, channel: optionalText, return_im: flag }),
  run(context, request) {
    if (request.channel !== undefined) {
      const channel = knownChannel(context, request.channel);
      return isRefused(channel) ? channel : accepted({ channel: { id: channel.id } });
    }
    const users = (request.users ?? "").split(",").filter((id) => id !== "");
    if (users.length === 0) return refused("users_list_not_supplied");
    if (users.length > 1) return refused("not_enabled");
    const person = context.state.people.get(users[0] ?? "");
    if (person === undefined) return refused("user_not_found");
    if (person.kind === "deactivated") return refused("user_disabled");
    if (person.kind === "bot") return refused("cannot_dm_bot");
    const known = context.state.channels.has(`D0${person.id.slice(2)}`);
    const channel = directChannel(context.state, person.id, context.app.botUserId, context.now());
    context.changes.announce();
    return accepted({
      ...(known ? { no_op: true, already_open: true } : {}),
      channel: request.return_im === true ? describe(context, channel) : { id: channel.id },
    });
  },
});

const join = defineMethod("conversations.join", {
  scopes: ["channels:join"],
  tier: "tier3",
  args: args({ channel: channelId }),
  run(context, request) {
    const channel = knownChannel(context, request.channel);
    if (isRefused(channel)) return channel;
    if (channel.kind !== "channel") return refused("method_not_supported_for_channel_type");
    if (channel.archived) return refused("is_archived");
    const { botUserId } = context.app;
    if (channel.members.includes(botUserId)) {
      return accepted({
        channel: describe(context, channel),
        warning: "already_in_channel",
        response_metadata: { warnings: ["already_in_channel"] },
      });
    }
    const joined = changeChannel(context.state, channel.id, { members: [...channel.members, botUserId] });
    context.changes.announce();
    return accepted({ channel: describe(context, joined) });
  },
});

const rangeArgs = {
  latest: optionalText,
  oldest: optionalText,
  inclusive: flag,
  include_all_metadata: flag,
  cursor: optionalText,
  limit: integer.min(1).max(1_000).optional(),
};

const history = defineMethod("conversations.history", {
  scopes: historyScopes,
  tier: "tier3",
  args: args({ channel: channelId, ...rangeArgs }),
  run: (context, request) =>
    withHistory(context, request.channel, (channel) => {
      const all = [...(context.state.messages.get(channel.id)?.values() ?? [])].filter(
        (message) => message.threadTs === null,
      );
      return listed(context, all.toReversed(), request);
    }),
});

const replies = defineMethod("conversations.replies", {
  scopes: historyScopes,
  tier: "tier3",
  args: args({ channel: channelId, ts: z.string().min(1), ...rangeArgs }),
  run: (context, request) =>
    withHistory(context, request.channel, (channel) => {
      const parent = publicMessage(context, channel, request.ts);
      if (isRefused(parent)) return refused("thread_not_found");
      const thread = parent.threadTs ?? parent.ts;
      const all = [...(context.state.messages.get(channel.id)?.values() ?? [])].filter(
        (message) => message.ts === thread || message.threadTs === thread,
      );
      return listed(context, all, request);
    }),
});

interface Range {
  readonly latest?: string | undefined;
  readonly oldest?: string | undefined;
  readonly inclusive?: boolean | undefined;
  readonly include_all_metadata?: boolean | undefined;
  readonly cursor?: string | undefined;
  readonly limit?: number | undefined;
}

function listed(context: Context, messages: readonly StoredMessage[], range: Range): Answer {
  const inside = messages.filter((message) => {
    if (range.inclusive === true && (message.ts === range.oldest || message.ts === range.latest)) return true;
    if (range.oldest !== undefined && Number(message.ts) <= Number(range.oldest)) return false;
    return range.latest === undefined || Number(message.ts) < Number(range.latest);
  });
  const { items, response_metadata } = pageOf(inside, range);
  return accepted({
    messages: items.map((message) => {
      const { metadata, ...rest } = messagePayload(context, message);
      return range.include_all_metadata === true && metadata !== undefined ? { ...rest, metadata } : rest;
    }),
    has_more: response_metadata.next_cursor !== "",
    response_metadata,
  });
}

function withChannel(
  context: Context,
  id: string,
  what: "read" | "history",
  run: (channel: Channel) => Answer,
): Answer {
  const channel = knownChannel(context, id);
  if (isRefused(channel)) return channel;
  return missingScope(context, scopeOf(channel, what)) ?? run(channel);
}

/** History is for members only, also of public channels. */
function withHistory(context: Context, id: string, run: (channel: Channel) => Answer): Answer {
  return withChannel(context, id, "history", (channel) =>
    channel.members.includes(context.app.botUserId) ? run(channel) : refused("not_in_channel"),
  );
}

function describe(context: Context, channel: Channel): Json {
  const { state, app } = context;
  if (channel.kind === "direct") {
    const user = channel.members.find((id) => id !== app.botUserId);
    return {
      id: channel.id,
      created: channel.created,
      is_archived: false,
      is_im: true,
      is_org_shared: false,
      user,
      is_user_deleted: state.people.get(user ?? "")?.kind === "deactivated",
    };
  }
  const teams = new Set(channel.members.map((id) => state.people.get(id)?.teamId ?? state.team.id));
  return {
    id: channel.id,
    name: channel.name,
    name_normalized: channel.name,
    is_channel: channel.kind === "channel",
    is_group: channel.kind === "private",
    is_im: false,
    is_mpim: false,
    is_private: channel.kind === "private",
    created: channel.created,
    creator: channel.members.find((id) => !isOutsider(context, id)),
    is_archived: channel.archived,
    is_general: false,
    is_frozen: false,
    is_member: channel.members.includes(app.botUserId),
    is_shared: channel.shared,
    is_ext_shared: channel.shared,
    is_org_shared: false,
    is_pending_ext_shared: false,
    is_read_only: channel.readOnly,
    context_team_id: state.team.id,
    shared_team_ids: channel.shared ? [...teams] : [state.team.id],
    topic: { value: "", creator: "", last_set: 0 },
    purpose: { value: "", creator: "", last_set: 0 },
    previous_names: [],
  };
}

function isOutsider(context: Context, id: string): boolean {
  const person = context.state.people.get(id);
  return person !== undefined && isExternal(context.state, person);
}

export const conversationMethods = [info, list, members, open, join, history, replies];
