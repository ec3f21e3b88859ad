import type { UserId } from "../../domain/ids.ts";
import { code, person, type Text, text, words } from "../../domain/text.ts";
import { adviceOn, type FileRefusal } from "../slack-codes.ts";

/** Before a file in a direct message. */
export function introduction(line: Text): Text {
  return text`${line} 的附件：`;
}

export function inDirectMessage(name: string): Text {
  return text`📎 ${code(name)} 已通过私信发给你。`;
}

export function inDirectMessageOf(name: string, user: UserId): Text {
  return text`📎 ${code(name)} 已通过私信发给 ${person(user)}。`;
}

export function inChannel(name: string): Text {
  return text`📎 ${code(name)} 已发到本频道。`;
}

/** Where a channel takes no file. */
export function notShared(reason: string): Text {
  return text`本频道无法接收文件（${code(reason)}）。`;
}

export function notHandedOver(name: string, reason: string): Text {
  return text`⚠️ ${code(name)} 未能发出（${code(reason)}）。${words(adviceOn(reason, advice) ?? "请一分钟后重试。")}`;
}

/** Slack's error codes, by what mends them. */
const advice: Readonly<Record<FileRefusal, string>> = {
  missing_scope: "应用没有上传文件的权限，请应用负责人添加 files:write 权限并重新安装。",
  messages_tab_disabled: "应用未开启消息标签页，请应用负责人开启。",
  file_upload_size_restricted: "文件超过 Slack 的大小限制，请缩小范围。",
  ratelimited: "Slack 暂时不接收更多文件，请一分钟后重试。",
};
