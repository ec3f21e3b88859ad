import type { UserId } from "../../domain/ids.ts";
import { code, person, type Text, text, words } from "../../domain/text.ts";
import { adviceOn, type FileRefusal } from "../slack-codes.ts";

/** Before a file in a direct message. */
export function introduction(line: Text): Text {
  return text`The file that goes with ${line}:`;
}

export function inDirectMessage(name: string): Text {
  return text`📎 ${code(name)} is in your direct messages with this bot.`;
}

export function inDirectMessageOf(name: string, user: UserId): Text {
  return text`📎 ${code(name)} is in the direct messages of ${person(user)} with this bot.`;
}

export function inChannel(name: string): Text {
  return text`📎 ${code(name)} is in this channel.`;
}

/** Where a channel takes no file. */
export function notShared(reason: string): Text {
  return text`The channel did not take the file (${code(reason)}).`;
}

export function notHandedOver(name: string, reason: string): Text {
  return text`⚠️ ${code(name)} could not be handed over (${code(reason)}). ${words(adviceOn(reason, advice) ?? "Ask again in a minute.")}`;
}

/** Slack's error codes, by what mends them. */
const advice: Readonly<Record<FileRefusal, string>> = {
  missing_scope:
    "The app has no right to upload files: its owner has to add the scope files:write and install it in the workspace again.",
  messages_tab_disabled: "The app takes no direct messages: its owner has to switch the Messages tab on.",
  file_upload_size_restricted: "Slack takes no file of this size: ask for less.",
  ratelimited: "Slack takes no more files at this moment: ask again in a minute.",
};
