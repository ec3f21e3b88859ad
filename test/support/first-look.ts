import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import type { Stage } from "./running-bot.ts";

/** Resolves when the bot has looked at every cluster once: what is to be noticed has to come after it. */
export async function firstLook({ folder, region }: Pick<Stage, "folder" | "region">): Promise<void> {
  const { length } = region.pageCloud().clusters;
  const deadline = Date.now() + 20_000;
  while (Date.now() < deadline) {
    const names = await readdir(join(folder, "data", "watching")).catch(() => []);
    if (names.filter((name) => name.endsWith(".json")).length === length) return;
    await wait(50);
  }
  throw new Error("the bot did not look at every cluster");
}
