import type { Command } from "./command-kit/command.ts";
import { loadCommands } from "./command-kit/load-commands.ts";

/**
 * Every command there is: one for each file in `commands/`. A built program has no such folder: `scripts/build-programs.mjs` puts a list of
 * imports in this module's place, made from the folder.
 */
export function allCommands(): Promise<readonly Command[]> {
  return loadCommands(new URL("../commands/", import.meta.url));
}
