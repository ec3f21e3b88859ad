import type { Command, Typed } from "./command.ts";

/** A word as it would be typed: in quotes where it has to be. */
function quoted(word: string): string {
  if (word !== "" && !/[\s"'“”‘’<>&]/u.test(word) && !word.startsWith("--")) return word;
  // A word cannot hold the quote around it: inner double quotes become single ones.
  return `"${word.replaceAll('"', "'")}"`;
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
  const options = Object.entries(typed).flatMap(([name, value]) => {
    if (names.includes(name) || value === null || value === false || value === "") return [];
    return value === true ? [`--${name}`] : [`--${name}`, quoted(value)];
  });
  return [command.verb, ...positional, ...options].join(" ");
}
