/** Emoji codes, by the list that Slack takes its names from (iamcal/emoji-data). */
import emoji from "emoji-datasource/emoji.json" with { type: "json" };
import type { ReactNode } from "react";

const characters = new Map(
  emoji.flatMap(({ short_names: names, unified }) => names.map((name) => [name, fromUnified(unified)] as const)),
);

function fromUnified(unified: string): string {
  return String.fromCodePoint(...unified.split("-").map((point) => Number.parseInt(point, 16)));
}

/** The character of a name without colons; undefined for names the list does not have. */
export function emojiCharacter(name: string): string | undefined {
  return characters.get(name);
}

export function Emoji({ name }: { readonly name: string }): ReactNode {
  const character = emojiCharacter(name);
  if (character === undefined) return `:${name}:`;
  return (
    <span className="emoji" role="img" aria-label={name.replaceAll("_", " ")} title={`:${name}:`}>
      {character}
    </span>
  );
}

/** A code that stands in a text; the skin tone behind it is not shown. */
export const emojiCode = /:([a-z0-9_+'-]+):(?::skin-tone-[2-6]:)?/;

/** Plain text with its codes as emoji. */
export function withEmoji(text: string): ReactNode {
  const pieces = text.split(new RegExp(emojiCode, "g"));
  // Each second piece is a name: the pattern captures it.
  return pieces.map((piece, at) => (at % 2 === 1 ? <Emoji key={at} name={piece} /> : piece));
}
