import * as z from "zod";
import { approveRepairChange, approveRepairConduct } from "./changes/approve-repair.ts";
import { automatedPlanChange, automatedPlanConduct } from "./changes/automated-plan.ts";
import type { Carrier, Conduct, Outlook, Situation } from "./changes/conduct.ts";
import type { EvidenceWanted } from "./changes/evidence.ts";
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
import type { Instant } from "./ids.ts";
import type { Obstacle } from "./operation.ts";
import type { Basis } from "./preview.ts";

/** Names of change kinds, as a policy matches them. */
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
  "automated-plan",
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
  approveRepairChange,
  automatedPlanChange,
]);
export type Change = z.infer<typeof change>;

/** The conduct of one change: see {@link Conduct}. */
export interface ConductOfChange extends Pick<
  Conduct<never>,
  "repeatable" | "workingState" | "taskTypes" | "startsIn" | "endsAtOnce" | "needsDescription" | "waitsForFreeze"
> {
  basis(situation: Situation): Basis;
  reached(situation: Situation): boolean | null;
  /** Whether the cloud shows that ACK has taken it. */
  taken(situation: Situation): boolean;
  nodesDone(situation: Situation): number | null;
  readonly evidence: EvidenceWanted;
  readonly carrier: Carrier;
  waitsFor(situation: Situation): Obstacle | null;
  outlook(situation: Situation, times: { readonly since: Instant; readonly at: Instant }): Outlook | null;
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
    case "approve-repair":
      return bind(wanted, approveRepairConduct);
    case "automated-plan":
      return bind(wanted, automatedPlanConduct);
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
    evidence: conduct.evidence(wanted),
    carrier: conduct.carrier(wanted),
    waitsFor: (situation) => conduct.waitsFor(wanted, situation),
    outlook: (situation, times) => conduct.outlook(wanted, situation, times),
  };
}
