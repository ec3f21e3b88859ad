import type { Inline, Text } from "../domain/text.ts";

/** Slack: only these three are escaped; nothing else is ever decoded (Slack: formatting message text). */
function escape(value: string): string {
  return value.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}

/** Longest name or foreign sentence inside a line of ours; what is longer is cut, for it cannot be a name. */
const longestForeign = 600;

export function clip(value: string, length: number): string {
  if (value.length <= length) return value;
  // Never between the two halves of a character outside the basic plane.
  return `${value.slice(0, length - 1).replace(/[\uD800-\uDBFF]$/, "")}…`;
}

/**
 * A code span: inside, nothing formats, mentions or links. Slack has no escape for a backtick, and a span ends with its
 * line, so that both are replaced.
 */
function span(value: string): string {
  const safe = clip(value.replace(/[\s\p{Cc}]+/gu, " ").replaceAll("`", "ˋ"), longestForeign).trim();
  return safe === "" ? "–" : `\`${escape(safe)}\``;
}

/** Words of ours need no neutralising; where one stands in a strong piece, its stars are taken out all the same. */
function bold(value: string): string {
  return `*${escape(clip(value.replace(/[*_~`\n]/g, " "), longestForeign))}*`;
}

function moment(at: number, style: "time" | "date-time"): string {
  const seconds = Math.floor(at / 1000);
  const format = style === "time" ? "{time}" : "{date_short_pretty} {time}";
  return `<!date^${seconds}^${format}|${new Date(at).toISOString().replace(/\.\d+Z$/, "Z")}>`;
}

function inline(piece: Inline): string {
  switch (piece.kind) {
    case "words":
      return escape(piece.text);
    case "foreign":
    case "code":
      return span(piece.text);
    case "strong":
      return bold(piece.text);
    case "person":
      return `<@${id(piece.id)}>`;
    case "group":
      return `<!subteam^${id(piece.id)}>`;
    case "channel":
      return `<#${id(piece.id)}>`;
    case "time":
      return moment(piece.at, piece.style);
    case "link":
      return `<${piece.url.replace(/[<>|\s]/g, encodeURIComponent)}|${escape(piece.label.replaceAll("|", "/"))}>`;
  }
}

/** An id is letters and digits; anything else could end the mention it stands in. */
function id(value: string): string {
  return value.replace(/[^A-Za-z0-9]/g, "");
}

/**
 * The thinnest space that there is. Slack formats only what stands apart, and takes neither an ideograph nor a full-width
 * comma for a border, as it does a Latin one.
 */
const hairSpace = "\u200A";
const wide = /[\p{Script=Han}\u3000-\u303F\uFF00-\uFFEF—“”]/u;
const marks = /[`*]/;

/** What has to stand between two pieces so that the formatting of either is seen. */
function border(before: string, after: string): string {
  const [left, right] = [before.at(-1) ?? "", after.at(0) ?? ""];
  return (marks.test(left) && wide.test(right)) || (wide.test(left) && marks.test(right)) ? hairSpace : "";
}

/** A sentence in Slack's mrkdwn, at most so many characters; it is cut between pieces, never inside one. */
export function mrkdwn(text: Text, longest = 3000): string {
  let written = "";
  for (const piece of text) {
    const next = inline(piece);
    const added = border(written, next) + next;
    if (written.length + added.length > longest - 1) return `${written}…`;
    written += added;
  }
  return written;
}
