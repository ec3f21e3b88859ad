import type { Instant } from "../../domain/ids.ts";
import { code, dateTime, type Text, text, words } from "../../domain/text.ts";

/** What the forms about authenticators say. */
export const stepUpForms = {
  purpose: { approve: "Approve", resume: "Go ahead" },
  codeLabel: "Six digits of your authenticator",
  codeHint: "Good for this once.",
  cancel: "Cancel",
  voteIntroduction: (operation: string): Text =>
    text`Signing ${code(operation)} off takes a code: its kind of change is listed under ${code("step_up")}.`,
  enrolTitle: "Authenticator",
  introduction: words(
    "Add this key to an authenticator app. It is shown this once; whoever has it can make your codes, so keep it to yourself.",
  ),
  keyLine: (secret: string): Text => text`Key: ${code(secret)}`,
  addressLine: (uri: string): Text => text`Or as an address, for apps that take one: ${code(uri)}`,
  firstLabel: "Code that the app shows now",
  currentLabel: "Code of the authenticator that you have until now",
  confirm: "Confirm",
  close: "Close",
  done: words("Done. From now on your approvals can be confirmed with a code."),
} as const;

/** Until when codes of somebody are not looked at. */
export function lockedUntil(until: Instant): Text {
  return text`Too many wrong codes: none of yours is looked at until ${dateTime(until)}.`;
}
