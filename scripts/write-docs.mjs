/** Writes what the commands' files say into README.md (the table), docs/commands.md and docs/commands.zh-CN.md. A test keeps them in step. */
import { readFile, writeFile } from "node:fs/promises";
import { loadCommands } from "../dist/src/command-kit/load-commands.js";
import { commandReference, commandTable } from "../dist/src/command-kit/reference.js";
import { wordsOf } from "../dist/src/words/catalogue.js";

const root = new URL("../", import.meta.url);
const commands = await loadCommands(new URL("dist/commands/", root));

const readme = await readFile(new URL("README.md", root), "utf8");
const marked = /(?<=<!-- commands -->)[\s\S]*?(?=<!-- \/commands -->)/;
const table = commandTable(commands, wordsOf("en"), "/pool");
await writeFile(
  new URL("README.md", root),
  readme.replace(marked, () => `\n\n${table}\n\n`),
);

const references = { en: "docs/commands.md", "zh-CN": "docs/commands.zh-CN.md" };
for (const [language, path] of Object.entries(references)) {
  await writeFile(new URL(path, root), `${commandReference(commands, wordsOf(language), "/pool")}\n`);
}
