import type { ReactNode } from "react";
import { withEmoji } from "../emoji.tsx";
import { Mrkdwn } from "../mrkdwn.tsx";
import type { TextObject } from "./composition.ts";

/** A text object: letters as they are, or mrkdwn. */
export function Text({ text }: { readonly text: TextObject }): ReactNode {
  if (text.type === "mrkdwn") return <Mrkdwn text={text.text} parse={text.verbatim === true ? "nothing" : "full"} />;
  return <span className="plain-text">{plain(text)}</span>;
}

/** A text object within a line, such as a button's label. */
export function plain(text: TextObject): ReactNode {
  if (text.type === "plain_text" && text.emoji === false) return text.text;
  return withEmoji(text.text);
}
