import type { Refusal } from "../refusal.ts";
import { failure, type Result, success } from "../result.ts";
import { plainTyping } from "./typed-text.ts";

/** Quoted and bare pieces make one word: `--reason="a b"` is one. A `'` inside a word is an apostrophe. */
const piece = /"([^"]*)"|(?<![^\s=])'([^']*)'|([^\s"']+|(?<=[^\s=])')/u;
const word = new RegExp(`\\s*((?:${piece.source})+)`, "uy");
const pieces = new RegExp(piece.source, "gu");

/**
 * Splits a typed line into words. Quotes hold words together and are dropped. No shell's library serves here: they give
 * meaning to `$ > * #`, and none of them tells of a quote that is never closed.
 */
export function tokenize(typed: string): Result<readonly string[], Refusal> {
  const line = plainTyping(typed).trim();
  const tokens: string[] = [];
  word.lastIndex = 0;
  let end = 0;
  for (let match = word.exec(line); match !== null; match = word.exec(line)) {
    tokens.push((match[1] ?? "").replace(pieces, (_, double, single, bare) => double ?? single ?? bare));
    end = word.lastIndex;
  }
  return end < line.length ? failure({ code: "unclosed-quote" }) : success(tokens);
}
