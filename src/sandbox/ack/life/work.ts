/** What a task has left to do; its kind says which file of this folder does it. */
import type { ScaleInWork, ScaleOutWork } from "./scaling.ts";
import type { UpdateWork } from "./update.ts";
import type { UpgradeWork } from "./upgrade.ts";

export type Work = ScaleOutWork | ScaleInWork | UpdateWork | UpgradeWork;
