import { type Inline, join, type Text } from "../../domain/text.ts";

type Parts = readonly (Text | Inline)[];

/** Chinese puts no space between sentences. */
export function sentences(parts: Parts): Text {
  return join(parts, "");
}

/** `a、b、c` */
export function listed(parts: Parts): Text {
  return join(parts, "、");
}

/** `a 或 b` */
export function either(parts: Parts): Text {
  return join(parts, " 或 ");
}
