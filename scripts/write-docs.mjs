/** Writes what the commands' files say into README.md (the table) and docs/commands.md. A test keeps them in step. */
import { readFile, writeFile } from "node:fs/promises";
import { loadCommands } from "../dist/src/command-kit/load-commands.js";
import { commandReference, commandTable } from "../dist/src/command-kit/reference.js";
import { wordsOf } from "../dist/src/words/catalogue.js";

const root = new URL("../", import.meta.url);
const commands = await loadCommands(new URL("dist/commands/", root));

const readme = await readFile(new URL("README.md", root), "utf8");
const marked = /(?<=<!-- commands -->)[\s\S]*?(?=<!-- \/commands -->)/;
const table = commandTable(commands, "en", "/pool");
await writeFile(
  new URL("README.md", root),
  readme.replace(marked, () => `\n\n${table}\n\n`),
);

const reference = commandReference(commands, wordsOf("en"), "en", "/pool");
const introduction =
  "Written by `npm run docs` from the files in `commands/`. `/pool help VERB` shows the same in Slack.";
await writeFile(new URL("docs/commands.md", root), `# Commands\n\n${introduction}\n\n${reference}\n`);
