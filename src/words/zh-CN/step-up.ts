import type { Instant } from "../../domain/ids.ts";
import { code, dateTime, type Text, text, words } from "../../domain/text.ts";

/** What the forms about authenticators say. */
export const stepUpForms = {
  purpose: { approve: "批准", resume: "放行" },
  codeLabel: "身份验证器上的 6 位验证码",
  codeHint: "仅本次有效。",
  cancel: "取消",
  voteIntroduction: (operation: string): Text =>
    text`审批 ${code(operation)} 需要验证码：这类变更列在 ${code("step_up")} 中。`,
  enrolTitle: "身份验证器",
  introduction: words("请把下面的密钥添加到身份验证器应用。密钥只显示这一次，拿到它的人就能生成你的验证码，请勿外传。"),
  keyLine: (secret: string): Text => text`密钥：${code(secret)}`,
  addressLine: (uri: string): Text => text`如果应用支持链接：${code(uri)}`,
  firstLabel: "应用当前显示的验证码",
  currentLabel: "原身份验证器上的验证码",
  confirm: "确认",
  close: "关闭",
  done: words("已完成。从现在起，可以用验证码确认你的审批。"),
} as const;

/** Until when codes of somebody are not looked at. */
export function lockedUntil(until: Instant): Text {
  return text`验证码错误次数过多，${dateTime(until)} 之前不再接受你的验证码。`;
}
