/** Characters that a phone, an input method or a copied text puts where a keyboard types plain ones. */
const zeroWidth = /[\u200B-\u200D\u2060\uFEFF]/gu;
const doubleQuotes = /[\u201C\u201D\u201E\u201F\u00AB\u00BB\u300C\u300D\uFF02]/gu;
const singleQuotes = /[\u2018\u2019\u201A\u201B\uFF07]/gu;
/** Hyphens, dashes and minus signs that stand for one `-`. */
const shortDashes = /[\u2010-\u2013\u2212\uFE63\uFF0D]/gu;
/** Phones turn `--` into a long dash. */
const longDashes = /[\u2014\u2015\u2E3A\u2E3B]/gu;

/** Slack wraps what it takes for a link: `<https://a.b|a.b>`, `<mailto:x@y|x@y>`, `<#C1|name>`; people keep their id. */
const wrapped = /<([^<>\s|]+)(?:\|([^<>]*))?>/gu;

function unwrap(whole: string, target: string, label: string | undefined): string {
  if (target.startsWith("@") || target.startsWith("!")) return whole;
  if (target.startsWith("#")) return label === undefined || label === "" ? target.slice(1) : `#${label}`;
  return label === undefined || label === "" ? target : label;
}

/**
 * Makes plain what was typed: full-width forms, smart quotes, long dashes, invisible characters, Slack's links and its
 * escapes of `&`, `<`, `>` (Slack: formatting message text). Never fails; plain text stays as it is.
 */
export function plainTyping(typed: string): string {
  return typed
    .replace(zeroWidth, "")
    .replace(wrapped, unwrap)
    .replaceAll("&lt;", "<")
    .replaceAll("&gt;", ">")
    .replaceAll("&amp;", "&")
    .replace(doubleQuotes, '"')
    .replace(singleQuotes, "'")
    .replace(longDashes, "--")
    .replace(shortDashes, "-")
    .normalize("NFKC");
}
