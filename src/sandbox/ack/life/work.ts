/** What a task has left to do; its kind says which file of this folder does it. */
import type { ClusterChangeWork } from "./cluster-change.ts";
import type { CreateWork } from "./create.ts";
import type { DeleteWork } from "./delete.ts";
import type { FixWork } from "./fix.ts";
import type { RepairWork } from "./repair.ts";
import type { ScaleInWork } from "./scale-in.ts";
import type { ScaleOutWork } from "./scale-out.ts";
import type { UpdateWork } from "./update.ts";
import type { UpgradeWork } from "./upgrade.ts";

export type Work =
  | ClusterChangeWork
  | CreateWork
  | DeleteWork
  | FixWork
  | RepairWork
  | ScaleOutWork
  | ScaleInWork
  | UpdateWork
  | UpgradeWork;
