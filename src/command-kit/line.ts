import { tokenize } from "../domain/grammar/tokens.ts";
import type { Command, Typed } from "./command.ts";
import { optionsOf } from "./options.ts";
import { isLong } from "./parameters.ts";

/** A word as it would be typed: in quotes where it has to be. */
function quoted(word: string): string {
  if (word !== "" && !/[\s"'“”‘’<>&]/u.test(word) && !word.startsWith("--")) return word;
  // A word cannot hold the quote around it: inner double quotes become single ones.
  return `"${word.replaceAll('"', "'")}"`;
}

/** Marks a text of several lines that stands in a line as it is, letter by letter. */
const wrapping = "base64:";

/** A text of several lines as it would be typed. A line makes plain what it holds, which a script or a document may not survive. */
function wrapped(text: string): string {
  const word = quoted(text);
  const read = tokenize(word);
  const survives = read.ok && read.value.length === 1 && read.value[0] === text && !text.startsWith(wrapping);
  return survives ? word : wrapping + Buffer.from(text, "utf8").toString("base64");
}

/** The text of several lines that a word stands for. */
export function unwrapped(word: string): string {
  return word.startsWith(wrapping) ? Buffer.from(word.slice(wrapping.length), "base64").toString("utf8") : word;
}

/** A line of such words, for a button that stands for it. */
export function lineFrom(...words: readonly string[]): string {
  return words.map(quoted).join(" ");
}

/** The line that somebody would have typed for these values: what a form fills in, and what asking again repeats. */
export function lineOf(command: Command, typed: Typed): string {
  const names = Object.keys(command.arguments);
  const positional = names.flatMap((name) => {
    const value = typed[name];
    return typeof value === "string" && value !== "" ? [quoted(value)] : [];
  });
  const known = optionsOf(command);
  const options = Object.entries(typed).flatMap(([name, value]) => {
    if (names.includes(name) || value === null || value === false || value === "") return [];
    if (value === true) return [`--${name}`];
    return [`--${name}`, isLong(known[name]) ? wrapped(value) : quoted(value)];
  });
  return [command.verb, ...positional, ...options].join(" ");
}
