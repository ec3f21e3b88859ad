import { readdir } from "node:fs/promises";
import * as z from "zod";
import { type Command, topics } from "./command.ts";

const isCommand = z.custom<Command>(
  (value) => typeof value === "object" && value !== null && "verb" in value && "topic" in value && "run" in value,
);

/** Thrown where a file in the folder of commands is not one. */
export class NotACommand extends Error {
  override readonly name = "NotACommand";
}

/**
 * Loads every command of a folder: a new verb is one new file there. Each exports exactly one command, under the name of
 * its verb, which is the file's name, too.
 */
export async function loadCommands(folder: URL): Promise<readonly Command[]> {
  const files = (await readdir(folder)).filter((name) => /^[a-z-]+\.(js|ts)$/.test(name));
  const loaded = files.map(async (file): Promise<[string, unknown]> => [
    file,
    await import(new URL(file, folder).href),
  ]);
  return commandsIn(new Map(await Promise.all(loaded)));
}

/** The commands that files export, in the order of help. @param exported what each file exports, by its name */
export function commandsIn(exported: ReadonlyMap<string, unknown>): readonly Command[] {
  const commands = [...exported].map(([file, exports]) => commandOf(file, exports));
  return commands.toSorted((a, b) => topics.indexOf(a.topic) - topics.indexOf(b.topic) || (a.verb < b.verb ? -1 : 1));
}

function commandOf(file: string, exported: unknown): Command {
  const commands = z.record(z.string(), isCommand).safeParse(exported);
  const verb = file.replace(/\.(js|ts)$/, "");
  const [only, another] = commands.success ? Object.values(commands.data) : [];
  if (only === undefined || another !== undefined || only.verb !== verb) {
    throw new NotACommand(`commands/${file} has to export one command, with the verb "${verb}"`);
  }
  return only;
}
