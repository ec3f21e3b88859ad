import { z } from "zod";
import type { Conduct, Situation } from "./changes/conduct.ts";
import { creationChange, creationConduct } from "./changes/creation.ts";
import { deletionChange, deletionConduct } from "./changes/deletion.ts";
import { maintenanceWindowChange, maintenanceWindowConduct } from "./changes/maintenance-window.ts";
import { planCancellationChange, planCancellationConduct } from "./changes/plan-cancellation.ts";
import { removalChange, removalConduct } from "./changes/removal.ts";
import { repairChange, repairConduct } from "./changes/repair.ts";
import { scaleChange, scaleConduct } from "./changes/scale.ts";
import { settingsChange, settingsConduct } from "./changes/settings.ts";
import { upgradeChange, upgradeConduct } from "./changes/upgrade.ts";
import { vulnerabilityFixChange, vulnerabilityFixConduct } from "./changes/vulnerability-fix.ts";
import type { Basis } from "./preview.ts";

/** Names of change kinds, as a policy matches them. Not every one can be asked for yet: see {@link change}. */
export const changeKinds = [
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

/** A typed, immutable description of one intended mutation of one pool or cluster. */
export const change = z.discriminatedUnion("kind", [
  scaleChange,
  settingsChange,
  creationChange,
  upgradeChange,
  repairChange,
  vulnerabilityFixChange,
  removalChange,
  deletionChange,
  maintenanceWindowChange,
  planCancellationChange,
]);
export type Change = z.infer<typeof change>;

/** The conduct of one change: see {@link Conduct}. */
export interface ConductOfChange extends Pick<
  Conduct<never>,
  "repeatable" | "workingState" | "taskTypes" | "startsIn" | "endsAtOnce" | "needsDescription"
> {
  basis(situation: Situation): Basis;
  reached(situation: Situation): boolean | null;
  /** Whether the cloud shows that ACK has taken it. */
  taken(situation: Situation): boolean;
  nodesDone(situation: Situation): number | null;
}

export function conductOf(wanted: Change): ConductOfChange {
  switch (wanted.kind) {
    case "scale-out":
    case "scale-in":
      return bind(wanted, scaleConduct);
    case "edit":
    case "manage":
    case "autoscale":
      return bind(wanted, settingsConduct);
    case "create":
    case "clone":
      return bind(wanted, creationConduct);
    case "upgrade":
      return bind(wanted, upgradeConduct);
    case "repair":
      return bind(wanted, repairConduct);
    case "cve-fix":
      return bind(wanted, vulnerabilityFixConduct);
    case "remove-nodes":
      return bind(wanted, removalConduct);
    case "delete":
      return bind(wanted, deletionConduct);
    case "maintenance-window":
      return bind(wanted, maintenanceWindowConduct);
    case "cancel-plan":
      return bind(wanted, planCancellationConduct);
  }
}

function bind<Of>(wanted: Of, conduct: Conduct<Of>): ConductOfChange {
  return {
    ...conduct,
    basis: (situation) => conduct.basis(wanted, situation),
    reached: (situation) => conduct.reached(wanted, situation),
    taken: (situation) =>
      conduct.taken === null ? conduct.reached(wanted, situation) === true : conduct.taken(wanted, situation),
    nodesDone: (situation) => conduct.nodesDone(wanted, situation),
  };
}
