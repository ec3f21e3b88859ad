import { join } from "node:path";
import { freezeName, typedFreeze } from "../domain/freeze.ts";
import { openList } from "./durable-list.ts";
import type { Signing } from "./signing.ts";
import type { FreezeBook } from "./store.ts";

/**
 * Opens the freezes of a data folder. @param now milliseconds since 1970: what is long over goes with the next change
 * @throws UnreadableState where the file is damaged: a bot that does not know what is frozen does not start
 */
export async function openFreezes(dataFolder: string, now: () => number, signing: Signing): Promise<FreezeBook> {
  const file = await openList(join(dataFolder, "freezes.json"), typedFreeze, ({ to }) => to > now(), signing);
  return {
    list: async () => file.all(),
    add: (freeze) =>
      file.change((present) => {
        const others = present.filter((each) => freezeName(each) !== freezeName(freeze));
        return { entries: [...others, freeze], said: undefined };
      }),
    remove: (name) =>
      file.change((present) => {
        const found = present.find((each) => freezeName(each) === name) ?? null;
        return { entries: found === null ? present : present.filter((each) => each !== found), said: found };
      }),
  };
}
