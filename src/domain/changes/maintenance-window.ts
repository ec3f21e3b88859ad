import * as z from "zod";
import { type Cluster, maintenanceWindow, type MaintenanceWindow } from "../cluster.ts";
import type { Preview } from "../preview.ts";
import type { Refusal } from "../refusal.ts";
import { failure, type Result, success } from "../result.ts";
import { sameJson } from "../json.ts";
import { type Conduct, usualConduct } from "./conduct.ts";
import { clusterTarget, clusterTargetOf } from "./target.ts";
import { runningCluster } from "./preconditions.ts";

/** When ACK may work on a cluster of its own accord (ACK: ModifyCluster `maintenance_window`). */
export const maintenanceWindowChange = z.object({
  kind: z.literal("maintenance-window"),
  target: clusterTarget,
  /** null: there is none. */
  from: maintenanceWindow.nullable(),
  to: maintenanceWindow.nullable(),
});
export type MaintenanceWindowChange = z.infer<typeof maintenanceWindowChange>;

/** Hours (ACK: `duration`). */
export const windowHours = { least: 1, most: 24 };

export function planMaintenanceWindow(
  cluster: Cluster,
  wanted: MaintenanceWindow | null,
): Result<Preview<MaintenanceWindowChange>, Refusal> {
  const running = runningCluster(cluster);
  if (!running.ok) return running;
  const from = cluster.maintenanceWindow;
  if (sameJson(from, wanted)) return failure({ code: "window-unchanged", cluster: cluster.name });
  return success({
    change: { kind: "maintenance-window", target: clusterTargetOf(cluster), from, to: wanted },
    basis: windowBasis(cluster),
    effect: { nodes: 0, batches: [], disruptions: [], minutes: { least: 1, most: 5 } },
    warnings: wanted === null ? [{ code: "no-window" }] : [{ code: "started-work-goes-on" }],
  });
}

export const maintenanceWindowConduct: Conduct<MaintenanceWindowChange> = {
  ...usualConduct,
  basis: (_, { cluster }) => windowBasis(cluster),
  reached: ({ to }, { cluster }) => sameJson(cluster.maintenanceWindow, to),
  nodesDone: () => 0,
  repeatable: true,
  taskTypes: ["cluster_modify"],
};

function windowBasis({ maintenanceWindow: window }: Cluster): { readonly window: string | null } {
  return { window: window === null ? null : `${window.start} ${window.hours}h ${window.days.join(",")}` };
}
