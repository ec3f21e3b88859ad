import { z } from "zod";
import { scaleBasis, scaleChange } from "./changes/scale.ts";
import { upgradeBasis, upgradeChange } from "./changes/upgrade.ts";
import type { Cluster } from "./cluster.ts";
import type { NodePool } from "./node-pool.ts";
import type { Basis } from "./preview.ts";

/** Names of change kinds, as a policy matches them. Not every one can be asked for yet: see {@link change}. */
const changeKinds = [
  "scale-out",
  "scale-in",
  "autoscale",
  "create",
  "clone",
  "edit",
  "manage",
  "upgrade",
  "repair",
  "cve-fix",
  "remove-nodes",
  "delete",
  "maintenance-window",
  "cancel-plan",
  "approve-repair",
] as const;
export const changeKind = z.enum(changeKinds);
export type ChangeKind = z.infer<typeof changeKind>;

/** A typed, immutable description of one intended mutation of one pool. */
export const change = z.discriminatedUnion("kind", [scaleChange, upgradeChange]);
export type Change = z.infer<typeof change>;

/** What a change rests on in the present state of its pool. */
export function basisOf(wanted: Change, pool: NodePool, cluster: Cluster): Basis {
  switch (wanted.kind) {
    case "scale-out":
    case "scale-in":
      return scaleBasis(pool);
    case "upgrade":
      return upgradeBasis(pool, cluster);
  }
}
