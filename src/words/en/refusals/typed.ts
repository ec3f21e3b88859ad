import { code, join, type Text, text, words } from "../../../domain/text.ts";
import type { Expectation } from "../../../domain/refusal.ts";
import type { Explanations } from "../../explanation.ts";

/** What was typed. */
export const typedRefusals = {
  "unclosed-quote": () => ({
    what: words("A quote is opened and never closed."),
    next: words("Close it, or leave the quotes out where a name has no spaces."),
  }),
  "unknown-verb": ({ typed, nearest }, slash) => ({
    what: text`There is no command ${code(typed)}.`,
    next:
      nearest === null
        ? text`${code(`${slash} help`)} lists what there is.`
        : text`Did you mean ${code(`${slash} ${nearest}`)}? ${code(`${slash} help`)} lists what there is.`,
  }),
  "missing-argument": ({ verb, argument }, slash) => ({
    what: text`${code(verb)} needs ${code(argument)}.`,
    next: text`${code(`${slash} help ${verb}`)} shows how it is written.`,
  }),
  "too-many-arguments": ({ verb, extra }, slash) => ({
    what: text`${code(verb)} does not know what to do with ${code(extra)}.`,
    next: text`Put names with spaces in quotes. ${code(`${slash} help ${verb}`)} shows how it is written.`,
  }),
  "unknown-option": ({ verb, typed, nearest }, slash) => ({
    what: text`${code(verb)} has no option ${code(typed)}.`,
    next:
      nearest === null
        ? text`${code(`${slash} help ${verb}`)} lists its options.`
        : text`Did you mean ${code(nearest)}? ${code(`${slash} help ${verb}`)} lists its options.`,
  }),
  "option-without-value": ({ verb, option }, slash) => ({
    what: text`${code(option)} needs a value.`,
    next: text`Write it behind the option, in quotes where it has spaces. ${code(`${slash} help ${verb}`)} has examples.`,
  }),
  "option-not-with": ({ verb, option, other }, slash) => ({
    what: text`${code(option)} means nothing together with ${code(other)}.`,
    next: text`Leave one of them out. ${code(`${slash} help ${verb}`)} has examples.`,
  }),
  "nothing-asked": ({ verb }, slash) => ({
    what: text`${code(verb)} was not told what to change.`,
    next: text`${code(`${slash} help ${verb}`)} lists what it can; ${code(`${slash} ${verb}`)} alone opens a form.`,
  }),
  "bad-value": ({ verb, parameter, typed, expected }, slash) => ({
    what: text`${code(typed)} does not serve as ${code(parameter)}: it has to be ${expectation(expected)}.`,
    next: text`${code(`${slash} help ${verb}`)} has examples.`,
  }),
  "unknown-pool": ({ typed, nearest }, slash) => ({
    what: text`There is no node pool ${code(typed)}.`,
    next:
      nearest.length === 0
        ? text`${code(`${slash} list`)} shows all of them.`
        : text`Did you mean ${join(nearest.map(code), " or ")}? ${code(`${slash} list`)} shows all of them.`,
  }),
  "ambiguous-pool": ({ typed, candidates }) => ({
    what: text`There are ${candidates.length} node pools called ${code(typed)}.`,
    next: text`Choose one, or write ${join(candidates.map(code), " or ")}.`,
  }),
  "unknown-cluster": ({ typed, known }) => ({
    what: text`There is no cluster ${code(typed)} here.`,
    next: text`Known clusters: ${join(known.map(code), ", ")}.`,
  }),
  "unknown-operation": ({ typed }, slash) => ({
    what: text`There is no operation ${code(typed)}.`,
    next: text`${code(`${slash} ops`)} lists what waits and runs.`,
  }),
} satisfies Partial<Explanations>;

function expectation(expected: Expectation): Text {
  switch (expected.kind) {
    case "size":
      return text`a number of nodes like ${code("6")}, or a step like ${code("+2")} or ${code("-2")}`;
    case "whole-number":
      return text`a whole number from ${expected.smallest} to ${expected.largest}`;
    case "choice":
      return text`one of ${join(expected.choices.map(code), ", ")}`;
    case "runtime":
      return text`a runtime and its version, like ${code("containerd@1.6.39")}`;
    case "pairs":
      return text`pairs with commas between them, like ${code(expected.example)}`;
    case "number-or-percent":
      return text`a number like ${code("2")}, or a share like ${code("10%")}`;
    case "time-span":
      return text`a span of time like ${code("7d")} or ${code("12h")}`;
    case "person":
      return words("somebody of this workspace, by mention");
    case "moment":
      return text`a span of time like ${code("2d")}, or a moment with its zone like ${code("2027-01-04T09:00+08:00")}`;
    case "days":
      return text`days of the week, like ${code("Tue,Thu")} or ${code("daily")}`;
    case "time-of-day":
      return text`a time with its zone, like ${code("03:00Z")} or ${code("11:00+08:00")}`;
    case "hours":
      return text`hours with their zone, like ${code("22:00-07:00+08:00")}`;
    case "operation-id":
      return text`an operation's ID, like ${code("op-7f3k")}`;
  }
}
