import { type Document, list, paragraph } from "../domain/document.ts";
import { code, strong, type Text, text, words as plain } from "../domain/text.ts";
import type { Words } from "../words/catalogue.ts";
import { type Command, topics } from "./command.ts";
import { isCommonOption, optionsOf } from "./options.ts";
import type { Parameter } from "./parameters.ts";

/** More options than these are told in their list alone. */
const mostInUsage = 12;

/** `scale POOL SIZE [--reason …] [--dry-run]` */
export function usageOf(command: Command, slash: string): string {
  const options = Object.entries(optionsOf(command)).map(([name, parameter]) => `[${optionUsage(name, parameter)}]`);
  return [shortUsageOf(command, slash), ...(options.length > mostInUsage ? ["[--… …]"] : options)].join(" ");
}

/** `scale POOL SIZE`, `remove POOL NODE …`: without the options. */
export function shortUsageOf(command: Command, slash: string): string {
  const positional = Object.entries(command.arguments).map(([name, { required, repeats }]) => {
    const shown = `${name.toUpperCase()}${repeats ? " …" : ""}`;
    return required ? shown : `[${shown}]`;
  });
  return [slash, command.verb, ...positional].join(" ");
}

function optionUsage(name: string, { picker }: Parameter<unknown>): string {
  switch (picker.kind) {
    case "switch":
      return `--${name}`;
    case "choice":
      return `--${name} ${picker.choices.join("|")}`;
    default:
      return `--${name} …`;
  }
}

/** Every command in a line. */
export function helpOverview(commands: readonly Command[], words: Words, slash: string): Document {
  const { help } = words.labels;
  return {
    title: help.title,
    sections: [
      paragraph(help.introduction(slash)),
      ...topics.map((topic) =>
        list(
          commands
            .filter((command) => command.topic === topic)
            .map(
              (command) => text`${code(shortUsageOf(command, slash))} ${plain(command.words(words.language).summary)}`,
            ),
          help.topics[topic],
        ),
      ),
    ],
    summary: help.introduction(slash),
  };
}

/** One command in full. */
export function helpFor(command: Command, words: Words, slash: string): Document {
  const { help, commonOptions } = words.labels;
  const own = command.words(words.language);
  const described = (name: string, shown: string): Text => {
    const summary = isCommonOption(name) ? commonOptions[name] : (own.parameters[name] ?? "");
    return text`${code(shown)} ${plain(summary)}`;
  };
  return {
    title: `${slash} ${command.verb}`,
    sections: [
      paragraph([strong(own.summary)]),
      ...(own.details.length === 0 ? [] : [list(own.details)]),
      ...(command.effect !== "answer" ? [paragraph(help.needsSignOff)] : []),
      list([[code(usageOf(command, slash))]], help.usage),
      ...section(
        help.parameters,
        Object.keys(command.arguments).map((name) => described(name, name.toUpperCase())),
      ),
      ...section(
        help.options,
        Object.entries(optionsOf(command)).map(([name, parameter]) => described(name, optionUsage(name, parameter))),
      ),
      ...section(
        help.examples,
        command.examples.map((example) => [code(`${slash} ${example}`)]),
      ),
    ],
    summary: plain(own.summary),
  };
}

function section(label: string, items: readonly Text[]): readonly ReturnType<typeof list>[] {
  return items.length === 0 ? [] : [list(items, label)];
}
