import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { Low } from "lowdb";
import { z } from "zod";
import { type Delegation, delegation } from "../domain/delegation.ts";
import type { UserId } from "../domain/ids.ts";
import { durableJson } from "./durable-json.ts";

const record = z.object({ format: z.literal(1), delegations: z.array(delegation) });

/** Rights to vote that people handed over, over restarts. */
export interface DelegationBook {
  /** Those that are written down, over or not. */
  list(): readonly Delegation[];
  /** Puts one down; another of the same two people gives way. Resolves when it is on disk. */
  add(delegation: Delegation): Promise<void>;
  /** Resolves with what was taken out; null takes all that somebody gave. */
  remove(from: UserId, to: UserId | null): Promise<readonly Delegation[]>;
}

/**
 * Opens the delegations of a data folder. @param now milliseconds since 1970: what is long over goes with the next change
 * @throws UnreadableState where the file is damaged: a bot that does not know who speaks for whom does not start
 */
export async function openDelegations(dataFolder: string, now: () => number): Promise<DelegationBook> {
  await mkdir(dataFolder, { recursive: true });
  const file = new Low(durableJson(join(dataFolder, "delegations.json"), record), {
    format: 1 as const,
    delegations: [],
  });
  await file.read();
  let turn: Promise<unknown> = Promise.resolve();
  let stored: readonly Delegation[] = file.data.delegations;

  async function write(next: readonly Delegation[]): Promise<void> {
    const held = next.filter(({ until }) => until > now());
    file.data = { format: 1, delegations: [...held] };
    await file.write();
    stored = held;
  }

  function inTurn<Value>(work: () => Promise<Value>): Promise<Value> {
    const mine = turn.then(work, work);
    turn = mine.catch(() => {});
    return mine;
  }

  return {
    list: () => stored,
    add: (given) =>
      inTurn(() => write([...stored.filter(({ from, to }) => from !== given.from || to !== given.to), given])),
    remove: (from, to) =>
      inTurn(async () => {
        const found = stored.filter(
          (each) => each.from === from && each.until > now() && (to === null || each.to === to),
        );
        if (found.length > 0) await write(stored.filter((each) => !found.includes(each)));
        return found;
      }),
  };
}
