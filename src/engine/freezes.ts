import { type Freeze, toFreeze } from "../domain/freeze.ts";
import type { EngineDependencies } from "./engine.ts";

/** All freezes that there are at this moment: of the configuration, and typed. */
export async function allFreezes({
  freezes,
  freezeBook,
}: Pick<EngineDependencies, "freezes" | "freezeBook">): Promise<readonly Freeze[]> {
  return [...freezes, ...(await freezeBook.list()).map(toFreeze)];
}
