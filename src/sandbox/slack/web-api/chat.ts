import * as z from "zod";
import { accepted, isRefused, refused } from "../answer.ts";
import type { Context } from "../context.ts";
import { isEmpty, readContent } from "../message-content.ts";
import { editMessage, postMessage, removeMessage } from "../messages.ts";
import type { Channel } from "../model.ts";
import { messagePayload } from "../payloads.ts";
import { directChannel } from "../state.ts";
import { knownChannel, publicMessage, readThread, tooFast, writableChannel } from "./access.ts";
import { args, defineMethod, optionalText } from "./method.ts";

const place = { channel: z.string().min(1), ts: z.string().min(1) };

const post = defineMethod("chat.postMessage", {
  scopes: ["chat:write"],
  tier: "messages",
  args: args({ channel: z.string().min(1), thread_ts: optionalText }),
  run(context, request) {
    const channel = conversationWith(context, request.channel);
    if (isRefused(channel)) return channel;
    const thread = readThread(context, channel, request.thread_ts);
    if (typeof thread === "object") return thread;
    const content = readContent(context, request, "post");
    if (isRefused(content)) return content;
    if (isEmpty(content)) return refused("no_text");
    const fast = tooFast(context, channel);
    if (fast !== null) return fast;
    const message = postMessage(context, {
      channel: channel.id,
      author: context.app.botUserId,
      threadTs: thread ?? null,
      content,
    });
    return accepted({ channel: channel.id, ts: message.ts, message: messagePayload(context, message) });
  },
});

const update = defineMethod("chat.update", {
  scopes: ["chat:write"],
  tier: "tier3",
  args: args(place),
  run(context, request) {
    const channel = knownChannel(context, request.channel);
    if (isRefused(channel)) return channel;
    if (channel.archived) return refused("is_archived");
    if (context.assumptions.updateNeedsMembership && !channel.members.includes(context.app.botUserId)) {
      return refused("not_in_channel");
    }
    const message = publicMessage(context, channel, request.ts);
    if (isRefused(message)) return message;
    if (message.author !== context.app.botUserId) return refused("cant_update_message");
    const content = readContent(context, request, "update");
    if (isRefused(content)) return content;
    const hadRichText = message.blocks.some((block) => block.type === "rich_text");
    if (hadRichText && content.blocks?.some((block) => block.type === "rich_text") === false) {
      return refused("block_mismatch");
    }
    const { text, blocks, attachments, metadata } = content;
    if ([text, blocks, attachments, metadata].every((part) => part === undefined)) return refused("no_text");
    const edited = editMessage(context, message, content);
    return accepted({
      channel: channel.id,
      ts: edited.ts,
      text: edited.text,
      message: messagePayload(context, edited),
    });
  },
});

const postEphemeral = defineMethod("chat.postEphemeral", {
  scopes: ["chat:write"],
  tier: "tier4",
  args: args({ channel: z.string().min(1), user: z.string().min(1), thread_ts: optionalText }),
  run(context, request) {
    const channel = writableChannel(context, request.channel);
    if (isRefused(channel)) return channel;
    if (!channel.members.includes(request.user)) return refused("user_not_in_channel");
    const thread = readThread(context, channel, request.thread_ts);
    if (typeof thread === "object") return thread;
    const content = readContent(context, request, "ephemeral");
    if (isRefused(content)) return content;
    if (isEmpty(content)) return refused("no_text");
    const message = postMessage(context, {
      channel: channel.id,
      author: context.app.botUserId,
      threadTs: thread ?? null,
      content,
      onlyFor: request.user,
    });
    return accepted({ message_ts: message.ts });
  },
});

const remove = defineMethod("chat.delete", {
  scopes: ["chat:write"],
  tier: "tier3",
  args: args(place),
  run(context, request) {
    const channel = knownChannel(context, request.channel);
    if (isRefused(channel)) return channel;
    const message = publicMessage(context, channel, request.ts);
    if (isRefused(message)) return message;
    if (message.author !== context.app.botUserId) return refused("cant_delete_message");
    removeMessage(context, message);
    return accepted({ channel: channel.id, ts: message.ts });
  },
});

const getPermalink = defineMethod("chat.getPermalink", {
  tier: "unlimited",
  args: args({ channel: z.string().min(1), message_ts: z.string().min(1) }),
  run(context, request) {
    const channel = knownChannel(context, request.channel);
    if (isRefused(channel)) return channel;
    const message = publicMessage(context, channel, request.message_ts);
    if (isRefused(message)) return message;
    // The same path as Slack's, on this server, so that the link can be followed.
    const path = `/archives/${channel.id}/p${message.ts.replace(".", "")}`;
    const thread = message.threadTs === null ? "" : `?thread_ts=${message.threadTs}&cid=${channel.id}`;
    return accepted({ channel: channel.id, permalink: context.url() + path + thread });
  },
});

/** The conversation a message goes to: a channel, or for a person's id the direct one with the bot. */
function conversationWith(context: Context, target: string): Channel | ReturnType<typeof refused> {
  const person = context.state.people.get(target);
  if (person === undefined) return writableChannel(context, target);
  if (person.kind === "deactivated" || person.kind === "bot") return refused("channel_not_found");
  return directChannel(context.state, person.id, context.app.botUserId, context.now());
}

export const chatMethods = [post, update, postEphemeral, remove, getPermalink];
