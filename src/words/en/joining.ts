import { type Inline, join, type Text } from "../../domain/text.ts";

type Parts = readonly (Text | Inline)[];

/** Sentences one after the other. */
export function sentences(parts: Parts): Text {
  return join(parts, " ");
}

/** Things in a row: `a, b, c`. */
export function listed(parts: Parts): Text {
  return join(parts, ", ");
}

/** One of several: `a or b`. */
export function either(parts: Parts): Text {
  return join(parts, " or ");
}
