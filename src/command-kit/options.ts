import type { Command, Parameters } from "./command.ts";
import { flag, optional, word } from "./parameters.ts";

/** What every change takes. */
const changeOptions = { reason: optional(word()), "dry-run": flag(), "break-glass": flag() } as const;
/** What every command takes. */
const answerOptions = { public: flag() } as const;

/** The options of a command: its own, and those that all of its kind have. */
export function optionsOf(command: Pick<Command, "options" | "effect">): Parameters {
  return { ...command.options, ...(command.effect === "answer" ? {} : changeOptions), ...answerOptions };
}

/** A name is the owner's in words, too: these have theirs in the shared catalogue. */
export type CommonOption = keyof typeof changeOptions | keyof typeof answerOptions;

export function isCommonOption(name: string): name is CommonOption {
  return name in changeOptions || name in answerOptions;
}
