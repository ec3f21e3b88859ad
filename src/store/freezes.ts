import { join } from "node:path";
import { freezeName, type TypedFreeze, typedFreeze } from "../domain/freeze.ts";
import { openList } from "./durable-list.ts";

/** Freezes that people typed, over restarts. */
export interface FreezeBook {
  /** Those that are written down, over or not. */
  list(): readonly TypedFreeze[];
  /** Puts one down; another of the same name gives way. Resolves when it is on disk. */
  add(freeze: TypedFreeze): Promise<void>;
  /** Resolves with what was taken out; null: there was none of this name. */
  remove(name: string): Promise<TypedFreeze | null>;
}

/**
 * Opens the freezes of a data folder. @param now milliseconds since 1970: what is long over goes with the next change
 * @throws UnreadableState where the file is damaged: a bot that does not know what is frozen does not start
 */
export async function openFreezes(dataFolder: string, now: () => number): Promise<FreezeBook> {
  const file = await openList(join(dataFolder, "freezes.json"), typedFreeze, ({ to }) => to > now());
  return {
    list: file.all,
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
