import { channel, code, text, words } from "../../../domain/text.ts";
import type { CloudFailure } from "../../../domain/cloud.ts";
import { adviceOn, type PostRefusal } from "../../slack-codes.ts";
import { cloudAdvice } from "../cloud-errors.ts";
import type { Explanations } from "../../explanation.ts";

/** What stands behind: ACK, Slack, the bot itself. */
export const outsideRefusals = {
  cloud: (error) => ({
    what: text`ACK did not do this: ${words(cloudFailure[error.failure])} (${code(error.cloudCode)}: ${error.detail})`,
    next: text`${cloudAdvice(error.cloudCode, error.failure)} ${words(`Call: ${error.action}.`)}${
      error.requestId === null ? [] : text` Request ID for support: ${code(error.requestId)}`
    }`,
  }),
  "card-not-posted": ({ operation, channel: where, slackCode }) => ({
    what: text`The card of ${code(operation)} could not be posted in ${channel(where)} (${code(slackCode)}), so the operation was not started.`,
    next: words(adviceOn(slackCode, cardAdvice) ?? "Ask for it again in a channel where the bot may post."),
  }),
  "channel-takes-no-news": ({ channel: where, slackCode }) => ({
    what: text`The bot may not post in ${channel(where)} (${code(slackCode)}), so nothing could be told there.`,
    next: words(adviceOn(slackCode, cardAdvice) ?? "Ask for it in a channel where the bot may post."),
  }),
  "not-watched": ({ name }, slash) => ({
    what: text`This channel was not told to follow ${code(name)}.`,
    next: text`${code(`${slash} watches`)} lists what it follows; what the configuration file says is changed there.`,
  }),
  "too-busy": () => ({
    what: words("Too many commands are being worked on at this moment, so yours was not taken."),
    next: words("Try again in a minute."),
  }),
  "records-unavailable": ({ reference }) => ({
    what: words(
      "The bot cannot write its records at present, so this was not done: no vote of yours counts and nothing was sent to ACK unless the card shows it.",
    ),
    next: text`Tell whoever runs the bot, with this reference: ${code(reference)}. Try again when they have made room.`,
  }),
  internal: ({ reference }) => ({
    what: words("Something went wrong inside the bot."),
    next: text`Try again. If it stays, give its owner this reference: ${code(reference)}`,
  }),
} satisfies Partial<Explanations>;

const cloudFailure: Readonly<Record<CloudFailure, string>> = {
  "not-found": "it does not know what was asked for",
  denied: "the bot's account has no right to",
  refused: "it refused the call",
  throttled: "too many calls were made at once",
  unreachable: "it gave no answer",
};

/** Slack's error codes of a refused post, by what mends them. */
const cardAdvice: Readonly<Record<PostRefusal, string>> = {
  not_in_channel: "Invite the bot to that channel with /invite, then ask again.",
  channel_not_found: "Invite the bot to that channel with /invite, then ask again.",
  is_archived: "The channel is archived: ask in another one.",
  restricted_action: "Only some people may post in that channel: ask in another one.",
  restricted_action_read_only_channel: "The channel is read-only: ask in another one.",
  restricted_action_thread_only_channel: "The channel takes only replies: ask in another one.",
};
