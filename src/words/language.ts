/** Languages that every catalogue has. */
export const languages = ["en"] as const;
export type Language = (typeof languages)[number];

/** The catalogue language that serves a Slack locale, `en-GB` for example. */
export function languageOf(locale: string | null, preferred: Language): Language {
  const primary = locale?.split("-")[0]?.toLowerCase();
  return languages.find((language) => language.split("-")[0] === primary) ?? preferred;
}
