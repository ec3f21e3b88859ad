import { join } from "node:path";
import { type Delegation, delegation } from "../domain/delegation.ts";
import type { UserId } from "../domain/ids.ts";
import { openList } from "./durable-list.ts";

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
  const file = await openList(join(dataFolder, "delegations.json"), delegation, ({ until }) => until > now());
  return {
    list: file.all,
    add: (given) =>
      file.change((present) => {
        const others = present.filter(({ from, to }) => from !== given.from || to !== given.to);
        return { entries: [...others, given], said: undefined };
      }),
    remove: (from, to) =>
      file.change((present) => {
        const found = present.filter(
          (each) => each.from === from && each.until > now() && (to === null || each.to === to),
        );
        const entries = found.length === 0 ? present : present.filter((each) => !found.includes(each));
        return { entries, said: found };
      }),
  };
}
