import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { Low } from "lowdb";
import { z } from "zod";
import { freezeName, type TypedFreeze, typedFreeze } from "../domain/freeze.ts";
import { durableJson } from "./durable-json.ts";

const record = z.object({ format: z.literal(1), freezes: z.array(typedFreeze) });

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
  await mkdir(dataFolder, { recursive: true });
  const file = new Low(durableJson(join(dataFolder, "freezes.json"), record), { format: 1 as const, freezes: [] });
  await file.read();
  let turn: Promise<unknown> = Promise.resolve();
  let stored: readonly TypedFreeze[] = file.data.freezes;

  async function write(next: readonly TypedFreeze[]): Promise<void> {
    const lasting = next.filter(({ to }) => to > now());
    file.data = { format: 1, freezes: [...lasting] };
    await file.write();
    stored = lasting;
  }

  function inTurn<Value>(work: () => Promise<Value>): Promise<Value> {
    const mine = turn.then(work, work);
    turn = mine.catch(() => {});
    return mine;
  }

  return {
    list: () => stored,
    add: (freeze) => inTurn(() => write([...stored.filter((each) => freezeName(each) !== freezeName(freeze)), freeze])),
    remove: (name) =>
      inTurn(async () => {
        const found = stored.find((each) => freezeName(each) === name) ?? null;
        if (found !== null) await write(stored.filter((each) => each !== found));
        return found;
      }),
  };
}
