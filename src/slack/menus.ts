import type { Command } from "../command-kit/command.ts";
import { type Document, lineButton, paragraph, type Section } from "../domain/document.ts";
import type { Refusal } from "../domain/refusal.ts";
import type { Words } from "../words/catalogue.ts";

/** The select that opens a command's form. */
export const verbMenuId = "verb-menu";

/** What the slash command alone shows. */
export function verbMenu(commands: readonly Command[], words: Words, slash: string): Document {
  const { help, forms } = words.labels;
  return {
    title: null,
    sections: [
      paragraph(help.introduction(slash)),
      {
        kind: "menu",
        menu: {
          id: verbMenuId,
          placeholder: forms.chooseVerb,
          options: commands.map((command) => ({
            label: help.verbInMenu(command.verb, command.words(words.language).summary),
            value: command.verb,
          })),
        },
      },
    ],
    summary: help.introduction(slash),
  };
}

/** One button for each pool that the typed name can mean. */
export function candidateButtons({ candidates, typed }: Refusal<"ambiguous-pool">, line: string): Section {
  return {
    kind: "buttons",
    buttons: candidates.map((candidate, index) => lineButton(index, candidate, line.replace(typed, candidate))),
  };
}
