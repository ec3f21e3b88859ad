/** Languages that every catalogue has. */
export const languages = ["en", "zh-CN"] as const;
export type Language = (typeof languages)[number];

/**
 * The catalogue language that serves a Slack locale, `en-GB` for example. Only the language of it counts: readers of
 * traditional Chinese are nearer to simplified Chinese than to English.
 */
export function languageOf(locale: string | null, preferred: Language): Language {
  const primary = locale?.split(/[-_]/)[0]?.toLowerCase();
  return languages.find((language) => language.split("-")[0] === primary) ?? preferred;
}
