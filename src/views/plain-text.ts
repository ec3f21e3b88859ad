import type { Inline, Text } from "../domain/text.ts";

/** A sentence as letters alone, for what knows no formats; people, groups and channels stand by their ids. */
export function plainText(sentence: Text): string {
  return sentence.map(piece).join("");
}

function piece(inline: Inline): string {
  switch (inline.kind) {
    case "words":
    case "foreign":
    case "strong":
    case "code":
      return inline.text;
    case "person":
    case "group":
    case "channel":
      return inline.id;
    case "time":
      return new Date(inline.at).toISOString();
    case "link":
      return `${inline.label} ${inline.url}`;
  }
}
