/**
 * Slack's mrkdwn as a tree (Slack: "Formatting message text"). Only `&amp;`, `&lt;` and `&gt;` are decoded; what stands
 * between `<` and `>` is a control sequence; a line is the farthest that bold, italic, strike and code reach.
 */

export type Inline =
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "strong" | "emphasis" | "strike"; readonly content: readonly Inline[] }
  | { readonly kind: "code"; readonly text: string }
  | { readonly kind: "link"; readonly url: string; readonly label: string }
  | { readonly kind: "person" | "channel" | "group"; readonly id: string; readonly label: string | null }
  /** `@here`: shown as told. */
  | { readonly kind: "mention"; readonly text: string }
  | {
      readonly kind: "date";
      readonly seconds: number;
      readonly format: string;
      readonly url: string | null;
      readonly fallback: string;
    }
  | { readonly kind: "emoji"; readonly name: string };

export type Part =
  | { readonly kind: "lines" | "quote"; readonly lines: readonly (readonly Inline[])[] }
  | { readonly kind: "preformatted"; readonly text: string };

/** What becomes a link or mention without `<…>` around it. `channels` finds the id of a channel's name. */
export interface AutomaticLinks {
  readonly urls: boolean;
  readonly channels: ((name: string) => string | null) | null;
}

/** The three characters that Slack escapes. */
function decode(text: string): string {
  return text.replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&amp;", "&");
}

export function parseMrkdwn(text: string, automatic: AutomaticLinks): readonly Part[] {
  // Each second piece stood between code fences.
  return text.split(/```([\s\S]+?)```/).flatMap((piece, at): readonly Part[] => {
    if (at % 2 === 1) return [{ kind: "preformatted", text: decode(trimEdges(piece)) }];
    const between = at === 0 ? piece : piece.replace(/^\n/, "");
    return between === "" ? [] : paragraphs(between.replace(/\n$/, ""), automatic);
  });
}

function trimEdges(text: string): string {
  return text.replace(/^\n/, "").replace(/\n$/, "");
}

const quoteMark = /^(?:&gt;|>) ?/;
const quoteRest = /^(?:&gt;|>){3} ?/;

function paragraphs(text: string, automatic: AutomaticLinks): readonly Part[] {
  const parts: { readonly kind: "lines" | "quote"; readonly lines: (readonly Inline[])[] }[] = [];
  let quotingRest = false;
  for (const line of text.split("\n")) {
    quotingRest ||= quoteRest.test(line);
    const kind = quotingRest || quoteMark.test(line) ? "quote" : "lines";
    const content = parseLine(line.replace(quoteRest, "").replace(kind === "quote" ? quoteMark : "", ""), automatic);
    const last = parts.at(-1);
    if (last?.kind === kind) last.lines.push(content);
    else parts.push({ kind, lines: [content] });
  }
  return parts;
}

const markers = { "*": "strong", _: "emphasis", "~": "strike" } as const;
const wordCharacter = /[\p{L}\p{N}_]/u;

/** One line of mrkdwn. */
function parseLine(line: string, automatic: AutomaticLinks): readonly Inline[] {
  const found: Inline[] = [];
  let literal = "";
  let at = 0;
  while (at < line.length) {
    const next = pieceAt(line, at, automatic);
    if (next === null) {
      literal += line[at] ?? "";
      at += 1;
      continue;
    }
    if (literal !== "") found.push({ kind: "text", text: decode(literal) });
    literal = "";
    found.push(next.piece);
    at += next.length;
  }
  if (literal !== "") found.push({ kind: "text", text: decode(literal) });
  return found;
}

interface Found {
  readonly piece: Inline;
  /** How many characters of the line it took. */
  readonly length: number;
}

function pieceAt(line: string, at: number, automatic: AutomaticLinks): Found | null {
  switch (line[at]) {
    case "<":
      return controlAt(line, at);
    case "`":
      return codeAt(line, at);
    case ":":
      return emojiAt(line, at);
    case "*":
    case "_":
    case "~":
      return markedAt(line, at, automatic);
    default:
      return beginsWord(line, at) ? automaticAt(line, at, automatic) : null;
  }
}

function beginsWord(line: string, at: number): boolean {
  return at === 0 || !wordCharacter.test(line[at - 1] ?? "");
}

function endsWord(line: string, at: number): boolean {
  return at + 1 >= line.length || !wordCharacter.test(line[at + 1] ?? "");
}

function codeAt(line: string, at: number): Found | null {
  const end = line.indexOf("`", at + 1);
  if (end <= at + 1) return null;
  return { piece: { kind: "code", text: decode(line.slice(at + 1, end)) }, length: end + 1 - at };
}

function emojiAt(line: string, at: number): Found | null {
  const code = /^:([a-z0-9_+'-]+):(?::skin-tone-[2-6]:)?/.exec(line.slice(at));
  const name = code?.[1];
  // The time 12:30:00 is no emoji.
  if (code === null || name === undefined || /^\d+$/.test(name)) return null;
  return { piece: { kind: "emoji", name }, length: code[0].length };
}

function markedAt(line: string, at: number, automatic: AutomaticLinks): Found | null {
  const marker = line[at];
  if (marker !== "*" && marker !== "_" && marker !== "~") return null;
  const first = line[at + 1];
  if (!beginsWord(line, at) || first === undefined || first === marker || /\s/.test(first)) return null;
  for (let end = at + 1; end < line.length; end += 1) {
    // A marker inside a code span or a control sequence closes nothing.
    const inside = line[end] === "`" ? codeAt(line, end) : line[end] === "<" ? controlAt(line, end) : null;
    if (inside !== null) {
      end += inside.length - 1;
    } else if (line[end] === marker && !/\s/.test(line[end - 1] ?? " ") && endsWord(line, end)) {
      const content = parseLine(line.slice(at + 1, end), automatic);
      return { piece: { kind: markers[marker], content }, length: end + 1 - at };
    }
  }
  return null;
}

function controlAt(line: string, at: number): Found | null {
  const end = line.indexOf(">", at);
  if (end < 0) return null;
  const piece = control(line.slice(at + 1, end));
  return piece === null ? null : { piece, length: end + 1 - at };
}

/** Addresses that may be followed from the page; anything else stays letters. */
export function isSafeUrl(url: string): boolean {
  return /^(?:https?:\/\/|mailto:|tel:|slack:\/\/)/i.test(url);
}

/** What stands between `<` and `>`; null where it is no control sequence. */
function control(sequence: string): Inline | null {
  const bar = sequence.indexOf("|");
  const target = bar < 0 ? sequence : sequence.slice(0, bar);
  const label = bar < 0 || bar === sequence.length - 1 ? null : decode(sequence.slice(bar + 1));
  const id = target.slice(1);
  if (/^@[UW][A-Z0-9]+$/.test(target)) return { kind: "person", id, label };
  if (/^#[CG][A-Z0-9]+$/.test(target)) return { kind: "channel", id, label };
  if (target.startsWith("!date^")) return date(target, label ?? "");
  if (target.startsWith("!subteam^")) return { kind: "group", id: target.slice("!subteam^".length), label };
  if (/^!(?:here|channel|everyone)$/.test(target)) return { kind: "mention", text: `@${id}` };
  if (target.startsWith("!")) return { kind: "text", text: label ?? `<${target}>` };
  const url = decode(target);
  return isSafeUrl(url) ? { kind: "link", url, label: label ?? url.replace(/^mailto:/i, "") } : null;
}

function date(target: string, fallback: string): Inline {
  const [, seconds = "", format = "", url] = target.split("^");
  if (!/^\d{1,11}$/.test(seconds)) return { kind: "text", text: fallback };
  const link = url === undefined ? null : decode(url);
  return {
    kind: "date",
    seconds: Number(seconds),
    format,
    url: link !== null && isSafeUrl(link) ? link : null,
    fallback,
  };
}

function automaticAt(line: string, at: number, automatic: AutomaticLinks): Found | null {
  const rest = line.slice(at);
  const [url] = (automatic.urls ? /^https?:\/\/[^\s<>`|]+/i.exec(rest) : null) ?? [];
  if (url !== undefined) {
    const written = url.replace(/(?:&gt;|&lt;).*$/, "").replace(/[.,;:!?'")\]*_~]+$/, "");
    const address = decode(written);
    return { piece: { kind: "link", url: address, label: address }, length: written.length };
  }
  if (automatic.channels === null) return null;
  const [mention] = /^@(?:here|channel|everyone)(?![\p{L}\p{N}_])/u.exec(rest) ?? [];
  if (mention !== undefined) return { piece: { kind: "mention", text: mention }, length: mention.length };
  const [hashed, name] = /^#([\p{L}\p{N}_-]+)/u.exec(rest) ?? [];
  if (hashed === undefined || name === undefined) return null;
  const id = automatic.channels(name);
  return id === null ? null : { piece: { kind: "channel", id, label: name }, length: hashed.length };
}
