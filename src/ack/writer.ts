import * as z from "zod";
import type { Change } from "../domain/change.ts";
import type { CreationChange } from "../domain/changes/creation.ts";
import type { DeletionChange } from "../domain/changes/deletion.ts";
import type { MaintenanceWindowChange } from "../domain/changes/maintenance-window.ts";
import type { PlanCancellationChange } from "../domain/changes/plan-cancellation.ts";
import type { RemovalChange } from "../domain/changes/removal.ts";
import type { RepairChange } from "../domain/changes/repair.ts";
import type { ScaleChange } from "../domain/changes/scale.ts";
import { type SettingsChange, settingsPatch } from "../domain/changes/settings.ts";
import type { PoolTarget } from "../domain/changes/target.ts";
import type { PausePolicy, UpgradeChange } from "../domain/changes/upgrade.ts";
import type { VulnerabilityFixChange } from "../domain/changes/vulnerability-fix.ts";
import type { ControlAction } from "../domain/control.ts";
import { taskId, type TaskId } from "../domain/ids.ts";
import type { SignedOff, Steered } from "../domain/signed-off.ts";
import type { Client } from "./client.ts";
import type { Call } from "./sdk.ts";
import { toWireWindow } from "./maintenance-window.ts";

/** Writes to ACK what has been signed off, and nothing else. Satisfies what the engine asks of a writer. */
export interface Writer {
  /** Calls once: ACK knows no token that would tell a repeated call from a second one. Throws CloudError. */
  submit(signedOff: SignedOff): Promise<{ readonly taskId: TaskId | null; readonly requestId: string | null }>;
  /** Pauses, resumes or cancels the task of a running operation. Throws CloudError. */
  control(steered: Steered): Promise<void>;
}

/** ACK spells the request id in three ways, and leaves both out at times. */
const submitted = z
  .object({
    task_id: taskId.nullish(),
    request_id: z.string().nullish(),
    requestId: z.string().nullish(),
    RequestId: z.string().nullish(),
  })
  .transform((answer) => ({
    taskId: answer.task_id ?? null,
    requestId: answer.request_id ?? answer.requestId ?? answer.RequestId ?? null,
  }));

export function createWriter(client: Client): Writer {
  return {
    submit: ({ change }) => client.write(callFor(change), submitted),
    async control({ region, task, action }) {
      await client.write(controlCall(region, task, action), z.unknown());
    },
  };
}

function callFor(change: Change): Call {
  switch (change.kind) {
    case "scale-out":
    case "scale-in":
      return scaleCall(change);
    case "edit":
    case "manage":
    case "autoscale":
      return settingsCall(change);
    case "create":
    case "clone":
      return creationCall(change);
    case "upgrade":
      return upgradeCall(change);
    case "repair":
      return repairCall(change);
    case "cve-fix":
      return vulnerabilityFixCall(change);
    case "remove-nodes":
      return removalCall(change);
    case "delete":
      return deletionCall(change);
    case "maintenance-window":
      return maintenanceWindowCall(change);
    case "cancel-plan":
      return planCancellationCall(change);
    case "approve-repair":
    case "automated-plan":
      // The engine asks the conduct of a change who carries it out: ACK's API is not it.
      throw new Error(`${change.kind} is no call of ACK's API`);
  }
}

const segment = encodeURIComponent;

function poolPath({ cluster, id }: PoolTarget): string {
  return `/clusters/${segment(cluster.id)}/nodepools/${segment(id)}`;
}

/** The desired size, which is absolute; `count` of ScaleClusterNodePool would add, and could be added twice. */
function scaleCall({ target, to }: ScaleChange): Call {
  return {
    region: target.cluster.region,
    action: "ModifyClusterNodePool",
    method: "PUT",
    path: poolPath(target),
    body: { scaling_group: { desired_size: to } },
  };
}

function settingsCall(change: SettingsChange): Call {
  return {
    region: change.target.cluster.region,
    action: "ModifyClusterNodePool",
    method: "PUT",
    path: poolPath(change.target),
    body: settingsPatch(change),
  };
}

function creationCall({ target: { cluster }, request }: CreationChange): Call {
  return {
    region: cluster.region,
    action: "CreateClusterNodePool",
    method: "POST",
    path: `/clusters/${segment(cluster.id)}/nodepools`,
    body: request,
  };
}

const pausePolicies: Readonly<Record<PausePolicy, string>> = {
  never: "NotPause",
  first: "FirstBatch",
  every: "EveryBatch",
};

function upgradeCall(change: UpgradeChange): Call {
  const { target, kubernetes, image, runtime, nodes, replaceSystemDisk, rolling } = change;
  return {
    region: target.cluster.region,
    action: "UpgradeClusterNodepool",
    method: "POST",
    path: `${poolPath(target)}/upgrade`,
    body: {
      ...(kubernetes === null ? {} : { kubernetes_version: kubernetes.to }),
      ...(image === null ? {} : { image_id: image.to }),
      ...(runtime === null ? {} : { runtime_type: runtime.to.name, runtime_version: runtime.to.version }),
      ...(nodes === null ? {} : { node_names: nodes }),
      use_replace: replaceSystemDisk,
      rolling_policy: {
        max_parallelism: rolling.maxParallelism,
        pause_policy: pausePolicies[rolling.pause],
        max_failed_nodes: rolling.maxFailedNodes,
      },
    },
  };
}

function repairCall({ target, nodes, operations }: RepairChange): Call {
  return {
    region: target.cluster.region,
    action: "RepairClusterNodePool",
    method: "POST",
    path: `${poolPath(target)}/repair`,
    body: {
      nodes,
      ...(operations === null ? {} : { operations: operations.map((id) => ({ operation_id: id, args: [] })) }),
    },
  };
}

/** The SDK names the list `vuls`. */
function vulnerabilityFixCall(change: VulnerabilityFixChange): Call {
  const { target, vulnerabilities, nodes, restart, maxParallelism } = change;
  return {
    region: target.cluster.region,
    action: "FixNodePoolVuls",
    method: "POST",
    path: `${poolPath(target)}/vuls/fix`,
    body: { vuls: vulnerabilities, nodes, auto_restart: restart, rollout_policy: { max_parallelism: maxParallelism } },
  };
}

/** A DELETE whose lists are JSON in the query. */
function removalCall({ target, nodes, drain, release }: RemovalChange): Call {
  return {
    region: target.cluster.region,
    action: "RemoveNodePoolNodes",
    method: "DELETE",
    path: `${poolPath(target)}/nodes`,
    query: {
      instance_ids: JSON.stringify(nodes.map(({ instanceId }) => instanceId)),
      drain_node: String(drain),
      release_node: String(release),
    },
  };
}

function deletionCall({ target, force }: DeletionChange): Call {
  return {
    region: target.cluster.region,
    action: "DeleteClusterNodepool",
    method: "DELETE",
    path: poolPath(target),
    query: { force: String(force) },
  };
}

function maintenanceWindowCall({ target: { cluster }, to }: MaintenanceWindowChange): Call {
  return {
    region: cluster.region,
    action: "ModifyCluster",
    method: "PUT",
    path: `/api/v2/clusters/${segment(cluster.id)}`,
    body: { maintenance_window: toWireWindow(to) },
  };
}

function planCancellationCall({ target: { cluster }, planId }: PlanCancellationChange): Call {
  return {
    region: cluster.region,
    action: "CancelOperationPlan",
    method: "DELETE",
    path: `/operation/plans/${segment(planId)}`,
  };
}

const controls: Readonly<Record<ControlAction, { readonly action: string; readonly verb: string }>> = {
  pause: { action: "PauseTask", verb: "pause" },
  resume: { action: "ResumeTask", verb: "resume" },
  cancel: { action: "CancelTask", verb: "cancel" },
};

function controlCall(region: string, task: TaskId, wanted: ControlAction): Call {
  const { action, verb } = controls[wanted];
  return { region, action, method: "POST", path: `/tasks/${segment(task)}/${verb}`, answers: "nothing" };
}
