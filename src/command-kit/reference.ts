import type { Inline, Text } from "../domain/text.ts";
import type { Words } from "../words/catalogue.ts";
import { type Command, topics } from "./command.ts";
import { shortUsageOf, usageOf } from "./help.ts";
import { isCommonOption, optionsOf } from "./options.ts";

/** The README's table of verbs, in Markdown. */
export function commandTable(commands: readonly Command[], { language }: Words, slash: string): string {
  const rows = topics.flatMap((topic) =>
    commands
      .filter((command) => command.topic === topic)
      .map((command) => `| \`${shortUsageOf(command, slash)}\` | ${cell(command.words(language).summary)} |`),
  );
  return ["| command | what it does |", "| --- | --- |", ...rows].join("\n");
}

/** All verbs in full, in Markdown: the same words as `help`. */
export function commandReference(commands: readonly Command[], words: Words, slash: string): string {
  const chapters = topics.flatMap((topic) => [
    `## ${words.labels.help.topics[topic]}`,
    ...commands.filter((command) => command.topic === topic).map((command) => chapter(command, words, slash)),
  ]);
  const { title, introduction } = words.labels.reference;
  return [`# ${title}`, introduction(slash), ...chapters].join("\n\n");
}

function chapter(command: Command, words: Words, slash: string): string {
  const { reference, commonOptions } = words.labels;
  const own = command.words(words.language);
  const parameters = Object.keys(command.arguments).map((name) => [name.toUpperCase(), own.parameters[name]] as const);
  const options = Object.keys(optionsOf(command)).map(
    (name) => [`--${name}`, isCommonOption(name) ? commonOptions[name] : own.parameters[name]] as const,
  );
  return [
    `### ${slash} ${command.verb}`,
    own.summary,
    ...bulleted(own.details.map(markdown)),
    fenced([usageOf(command, slash)]),
    ...bulleted([...parameters, ...options].map(([name, summary]) => reference.item(name, summary ?? ""))),
    reference.examples,
    fenced(command.examples.map((example) => `${slash} ${example}`)),
  ].join("\n\n");
}

const fenced = (lines: readonly string[]): string => ["```text", ...lines, "```"].join("\n");

const bulleted = (items: readonly string[]): readonly string[] =>
  items.length === 0 ? [] : [items.map((item) => `- ${item}`).join("\n")];

const cell = (sentence: string): string => sentence.replaceAll("|", "\\|");

/** A catalogue's own sentence; people and channels of a workspace never stand in documentation. */
export function markdown(sentence: Text): string {
  return sentence.map(piece).join("");
}

function piece(inline: Inline): string {
  switch (inline.kind) {
    case "words":
    case "foreign":
      return inline.text;
    case "strong":
      return `**${inline.text}**`;
    case "code":
      return `\`${inline.text}\``;
    case "link":
      return `[${inline.label}](${inline.url})`;
    case "person":
    case "group":
    case "channel":
      return inline.id;
    case "time":
      return new Date(inline.at).toISOString();
  }
}
