import type { Text } from "../domain/text.ts";
import { en } from "./en/index.ts";
import type { Language } from "./language.ts";
import { zhCN } from "./zh-CN/index.ts";

/** The same shape with words of another language: keys and functions stay, strings are free. */
type Translated<Of> = Of extends string
  ? string
  : Of extends Text | ((...given: never[]) => unknown)
    ? Of
    : { readonly [Key in keyof Of]: Translated<Of[Key]> };

/** What every language has to say; a word that is missing in one of them fails the build. */
type Catalogue = Translated<typeof en>;

/** A catalogue that knows its language, so that the words of a verb are never taken from another. */
export type Words = Catalogue & { readonly language: Language };

const catalogues: Readonly<Record<Language, Words>> = {
  en: { language: "en", ...en },
  "zh-CN": { language: "zh-CN", ...zhCN },
};

export function wordsOf(language: Language): Words {
  return catalogues[language];
}
