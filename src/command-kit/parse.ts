import { parseArgs } from "node:util";
import { nearest } from "../domain/grammar/nearest.ts";
import { tokenize } from "../domain/grammar/tokens.ts";
import type { Refusal } from "../domain/refusal.ts";
import { failure, type Result, success } from "../domain/result.ts";
import type { Command, Typed } from "./command.ts";
import { unwrapped } from "./line.ts";
import { optionsOf } from "./options.ts";
import { isLong } from "./parameters.ts";

/** A line as far as it can be read without looking anything up. */
export type Call =
  | { readonly kind: "menu" }
  | { readonly kind: "command"; readonly command: Command; readonly typed: Typed };

/** Steps like `-2` look like options to a parser; they are told apart by this sign and put back. */
const negative = /^-(?=\d)/;
const hiddenMinus = "\u2212";

/** Reads a typed line, without the slash command. */
export function parseLine(line: string, commands: readonly Command[]): Result<Call, Refusal> {
  const tokens = tokenize(line);
  if (!tokens.ok) return tokens;
  const [verb, ...rest] = tokens.value;
  if (verb === undefined) return success({ kind: "menu" });
  const command = commands.find((candidate) => candidate.verb === verb.toLowerCase());
  if (command === undefined) {
    const known = commands.map((candidate) => candidate.verb);
    return failure({ code: "unknown-verb", typed: verb, nearest: nearest(verb, known) });
  }
  const typed = parseArguments(command, rest);
  return typed.ok ? success({ kind: "command", command, typed: typed.value }) : typed;
}

function parseArguments(command: Command, tokens: readonly string[]): Result<Typed, Refusal> {
  const { verb } = command;
  const options = optionsOf(command);
  const parsed = parseArgs({
    args: tokens.map((token) => token.replace(negative, hiddenMinus)),
    options: Object.fromEntries(
      Object.entries(options).map(([name, { picker }]) => [
        name,
        { type: picker.kind === "switch" ? ("boolean" as const) : ("string" as const) },
      ]),
    ),
    allowPositionals: true,
    strict: false,
    tokens: true,
  });
  const typed: Record<string, string | boolean> = {};
  const names = Object.keys(command.arguments);
  let position = 0;
  for (const token of parsed.tokens) {
    if (token.kind === "option-terminator") continue;
    const value = token.value?.replace(hiddenMinus, "-");
    if (token.kind === "positional") {
      const name = names[position];
      position += 1;
      const last = names.at(-1);
      if (name === undefined && last !== undefined && command.arguments[last]?.repeats === true) {
        typed[last] = `${String(typed[last])},${value ?? ""}`;
        continue;
      }
      if (name === undefined) return failure({ code: "too-many-arguments", verb, extra: value ?? "" });
      typed[name] = value ?? "";
      continue;
    }
    // Own names only: every object has a `constructor` and a `__proto__`.
    const option = Object.hasOwn(options, token.name) ? options[token.name] : undefined;
    if (option === undefined) {
      const near = nearest(token.name, Object.keys(options));
      return failure({
        code: "unknown-option",
        verb,
        typed: token.rawName,
        nearest: near === null ? null : `--${near}`,
      });
    }
    if (option.picker.kind === "switch") {
      typed[token.name] = true;
    } else if (value === undefined) {
      return failure({ code: "option-without-value", verb, option: token.rawName });
    } else {
      const before = typed[token.name];
      const text = isLong(option) ? unwrapped(value) : value;
      typed[token.name] = option.repeats && typeof before === "string" ? `${before}\n${text}` : text;
    }
  }
  return success(typed);
}
