import { en } from "./en/index.ts";
import type { Language } from "./language.ts";

/** What every language has to say; a word that is missing in one of them fails the build. */
export type Words = typeof en;

const catalogues: Readonly<Record<Language, Words>> = { en };

export function wordsOf(language: Language): Words {
  return catalogues[language];
}
