import type { ChannelId, Instant, UserGroupId, UserId } from "./ids.ts";

/**
 * One piece of a sentence. Words of ours and words of others are different kinds, so that no renderer can mistake
 * one for the other: what comes from a person or the cloud can never mention, link or format.
 */
export type Inline =
  /** Words of ours, from a catalogue. */
  | { readonly kind: "words"; readonly text: string }
  /** Words of somebody else: shown letter by letter. */
  | { readonly kind: "foreign"; readonly text: string }
  | { readonly kind: "strong"; readonly text: string }
  /** A name or value as one would type it. */
  | { readonly kind: "code"; readonly text: string }
  | { readonly kind: "person"; readonly id: UserId }
  | { readonly kind: "group"; readonly id: UserGroupId }
  | { readonly kind: "channel"; readonly id: ChannelId }
  /** A moment, shown in each reader's own zone. */
  | { readonly kind: "time"; readonly at: Instant; readonly style: "time" | "date-time" }
  | { readonly kind: "link"; readonly url: string; readonly label: string };

/** A sentence: pieces in order. */
export type Text = readonly Inline[];

type Piece = Inline | Text | string | number;

function toText(piece: Piece): Text {
  if (typeof piece === "number") return [{ kind: "words", text: String(piece) }];
  if (typeof piece === "string") return [{ kind: "foreign", text: piece }];
  return "kind" in piece ? [piece] : piece;
}

/**
 * Writes a sentence of a catalogue: the literal parts are words of ours, every inserted string is foreign.
 * A catalogue's own words are inserted with {@link words}.
 */
export function text(literals: TemplateStringsArray, ...pieces: readonly Piece[]): Text {
  const parts = literals.flatMap((literal, index): Text => {
    const own: Text = literal === "" ? [] : [{ kind: "words", text: literal }];
    const piece = pieces[index];
    return piece === undefined ? own : [...own, ...toText(piece)];
  });
  return parts;
}

export function words(own: string): Text {
  return [{ kind: "words", text: own }];
}

export function strong(value: string | number): Inline {
  return { kind: "strong", text: String(value) };
}

export function code(value: string | number): Inline {
  return { kind: "code", text: String(value) };
}

export function person(id: UserId): Inline {
  return { kind: "person", id };
}

export function group(id: UserGroupId): Inline {
  return { kind: "group", id };
}

export function channel(id: ChannelId): Inline {
  return { kind: "channel", id };
}

export function time(at: Instant): Inline {
  return { kind: "time", at, style: "time" };
}

export function dateTime(at: Instant): Inline {
  return { kind: "time", at, style: "date-time" };
}

export function link(url: string, label: string): Inline {
  return { kind: "link", url, label };
}

/** Puts a separator of ours between sentences. */
export function join(parts: readonly (Text | Inline)[], separator: string): Text {
  return parts.flatMap((part, index) => {
    const pieces = "kind" in part ? [part] : part;
    return index === 0 ? pieces : [...words(separator), ...pieces];
  });
}
