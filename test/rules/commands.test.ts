import { readdirSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { repair } from "../../commands/repair.ts";
import { scale } from "../../commands/scale.ts";
import { commandsIn, loadCommands, NotACommand } from "../../src/command-kit/load-commands.ts";
import { helpFor, helpOverview, usageOf } from "../../src/command-kit/help.ts";
import { isCommonOption, optionsOf } from "../../src/command-kit/options.ts";
import type { Document } from "../../src/domain/document.ts";
import { channelId } from "../../src/domain/ids.ts";
import { toMessage } from "../../src/slack/blocks.ts";
import { pagesOf, toForm } from "../../src/slack/forms.ts";
import { wordsOf } from "../../src/words/catalogue.ts";
import { languages } from "../../src/words/language.ts";

const folder = new URL("../../commands/", import.meta.url);
const commands = await loadCommands(folder);

/** All mrkdwn of a document's sections. */
function shownBy(document: Document): string {
  return toMessage(document)
    .blocks.flatMap((block) => (block.type === "section" ? (block.text?.text ?? "") : ""))
    .join("\n");
}

describe("the folder of commands", () => {
  it("is the list of verbs: one file each, and nothing else", () => {
    const files = readdirSync(folder).map((file) => file.replace(/\.ts$/, ""));
    expect(files.length).toBeGreaterThan(5);
    expect(commands.map(({ verb }) => verb).toSorted()).toEqual(files.toSorted());
  });

  it.each([
    ["exports none", "scale.ts", {}],
    ["exports something else", "scale.ts", { scale: "scale" }],
    ["has another name than its verb", "resize.ts", { scale }],
    ["exports two", "scale.ts", { scale, repair }],
  ])("takes no file that %s", (_, file, exported) => {
    expect(() => commandsIn(new Map([[file, exported]]))).toThrow(NotACommand);
  });
});

describe.each(languages)("in %s", (language) => {
  const words = wordsOf(language);

  it.each(commands.map((command) => [command.verb, command] as const))(
    "%s has words for all it takes",
    (_, command) => {
      const own = command.words(language);
      const names = [...Object.keys(command.arguments), ...Object.keys(optionsOf(command))];
      const wordless = names.filter((name) => !isCommonOption(name) && (own.parameters[name] ?? "") === "");
      expect(wordless).toEqual([]);
      expect(own.summary).not.toBe("");
    },
  );

  it("help shows every verb, and each verb its usage and examples", () => {
    const overview = shownBy(helpOverview(commands, words, "/pool"));
    for (const command of commands) {
      expect(overview).toContain(`/pool ${command.verb}`);
      const page = shownBy(helpFor(command, words, "/pool"));
      expect(page).toContain(usageOf(command, "/pool"));
      for (const example of command.examples) expect(page).toContain(`/pool ${example}`);
    }
  });

  it.each(commands.map((command) => [command.verb, command] as const))(
    "%s has a form that Slack takes",
    (_, command) => {
      const forms = pagesOf(command).map((_page, step) =>
        toForm(command, {}, channelId.parse("C0OPS"), words, "/pool", step),
      );
      for (const form of forms) {
        expect(form.title.text.length).toBeLessThanOrEqual(24);
        expect(form.blocks.length).toBeLessThanOrEqual(100);
      }
      const blockIds = forms.flatMap(({ blocks }) => blocks.flatMap((block) => block.block_id ?? []));
      const asked = [...Object.keys(command.arguments), ...Object.keys(optionsOf(command))].filter(
        (name) => name !== "public",
      );
      const own = blockIds.filter((id) => !id.startsWith("form:") && !id.startsWith("upload:"));
      expect(own.toSorted()).toEqual(asked.toSorted());
      // Where there are no steps, in the order in which it is declared.
      expect(command.steps.length === 0 ? own : asked).toEqual(asked);
    },
  );

  it.each(commands.filter(({ steps }) => steps.length > 0).map((command) => [command.verb, command] as const))(
    "%s asks for all it needs on the first page, with a title for each",
    (_, command) => {
      const titles = command.words(language).steps ?? {};
      expect(command.steps.filter(({ name }) => (titles[name] ?? "") === "")).toEqual([]);
      const [first = []] = pagesOf(command);
      expect(Object.keys(command.arguments).filter((name) => !first.includes(name))).toEqual([]);
    },
  );
});
