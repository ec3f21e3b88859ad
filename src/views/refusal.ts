import { type Document, note, paragraph } from "../domain/document.ts";
import type { Refusal } from "../domain/refusal.ts";
import type { Words } from "../words/catalogue.ts";

/** What somebody reads who asked for something that cannot be: what happened, why, what to do next. */
export function refusalDocument(refusal: Refusal, words: Words, slash: string): Document {
  const { what, next } = words.explain(refusal, slash);
  return { title: null, sections: [paragraph(what), note(next)], summary: words.joining.sentences([what, next]) };
}
