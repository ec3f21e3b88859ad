/** Methods that stand alone: tokens, sockets, reactions, pins, checking blocks. */
import * as z from "zod";
import { accepted, isRefused, refused } from "../answer.ts";
import { parseJson } from "../message-content.ts";
import { store } from "../messages.ts";
import { isJson } from "../block-tree.ts";
import { knownChannel, publicMessage } from "./access.ts";
import { args, defineMethod, optionalText } from "./method.ts";

const apiTest = defineMethod("api.test", {
  token: "none",
  tier: "unlimited",
  args: args({ error: optionalText }),
  run: (_, request) =>
    request.error === undefined ? accepted({ args: request }) : refused(request.error, { args: request }),
});

const authTest = defineMethod("auth.test", {
  tier: "unlimited",
  args: args({}),
  run(context) {
    const { app, state } = context;
    return accepted({
      url: `https://${state.team.domain}.slack.com/`,
      team: state.team.name,
      user: state.people.get(app.botUserId)?.handle,
      team_id: state.team.id,
      user_id: app.botUserId,
      bot_id: app.botId,
      is_enterprise_install: false,
    });
  },
});

const openConnection = defineMethod("apps.connections.open", {
  token: "app",
  tier: "connections",
  args: args({}),
  run: (context) => accepted({ url: context.socketUrl() }),
});

const addReaction = defineMethod("reactions.add", {
  scopes: ["reactions:write"],
  tier: "tier3",
  args: args({ channel: z.string().min(1), timestamp: z.string().min(1), name: z.string().min(1) }),
  run(context, request) {
    const channel = knownChannel(context, request.channel);
    if (isRefused(channel)) return channel;
    const message = publicMessage(context, channel, request.timestamp);
    if (isRefused(message)) return message;
    if (!/^[a-z0-9_+'-]+(::skin-tone-[2-6])?$/.test(request.name)) return refused("invalid_name");
    const users = message.reactions[request.name] ?? [];
    if (users.includes(context.app.botUserId)) return refused("already_reacted");
    const reactions = { ...message.reactions, [request.name]: [...users, context.app.botUserId] };
    store(context, { ...message, reactions });
    context.changes.announce();
    return accepted();
  },
});

const addPin = defineMethod("pins.add", {
  scopes: ["pins:write"],
  tier: "tier2",
  args: args({ channel: z.string().min(1), timestamp: z.string().min(1) }),
  run(context, request) {
    const channel = knownChannel(context, request.channel);
    if (isRefused(channel)) return channel;
    if (!channel.members.includes(context.app.botUserId)) return refused("not_in_channel");
    const message = publicMessage(context, channel, request.timestamp);
    if (isRefused(message)) return message;
    if (message.pinned) return refused("already_pinned");
    store(context, { ...message, pinned: true });
    return accepted();
  },
});

const validateBlocks = defineMethod("blocks.validate", {
  token: "none",
  tier: "unlimited",
  args: args({}),
  run(context, request) {
    const { validator } = context;
    const view = parseJson(request["view"]);
    const message = parseJson(request["message"]);
    const blocks = isJson(message) ? message["blocks"] : parseJson(request["blocks"]);
    if (view === undefined && !Array.isArray(blocks)) return refused("invalid_arguments");
    const checked =
      view === undefined ? validator.blocks(Array.isArray(blocks) ? blocks : []) : validator.view(view, null);
    return checked.ok ? accepted() : refused("invalid_blocks", { errors: checked.problems });
  },
});

export const basicMethods = [apiTest, authTest, openConnection, addReaction, addPin, validateBlocks];
