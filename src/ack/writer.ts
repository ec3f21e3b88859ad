import { z } from "zod";
import type { Change } from "../domain/change.ts";
import type { ScaleChange } from "../domain/changes/scale.ts";
import type { PausePolicy, UpgradeChange } from "../domain/changes/upgrade.ts";
import { taskId, type TaskId } from "../domain/ids.ts";
import type { SignedOff } from "../domain/signed-off.ts";
import type { Call, Client } from "./client.ts";

/** Writes to ACK what has been signed off, and nothing else. Satisfies what the engine asks of a writer. */
export interface Writer {
  /** Calls once: ACK knows no token that would tell a repeated call from a second one. Throws CloudError. */
  submit(signedOff: SignedOff): Promise<{ readonly taskId: TaskId | null; readonly requestId: string | null }>;
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
  return { submit: ({ change }) => client.write(callFor(change), submitted) };
}

function callFor(change: Change): Call {
  switch (change.kind) {
    case "scale-out":
    case "scale-in":
      return scaleCall(change);
    case "upgrade":
      return upgradeCall(change);
  }
}

function poolPath({ target }: Change): string {
  return `/clusters/${encodeURIComponent(target.cluster.id)}/nodepools/${encodeURIComponent(target.id)}`;
}

/** The desired size, which is absolute; `count` of ScaleClusterNodePool would add, and could be added twice. */
function scaleCall(change: ScaleChange): Call {
  return {
    region: change.target.cluster.region,
    action: "ModifyClusterNodePool",
    method: "PUT",
    path: poolPath(change),
    body: { scaling_group: { desired_size: change.to } },
  };
}

const pausePolicies: Readonly<Record<PausePolicy, string>> = {
  never: "NotPause",
  first: "FirstBatch",
  every: "EveryBatch",
};

function upgradeCall(change: UpgradeChange): Call {
  const { kubernetes, image, runtime, nodes, replaceSystemDisk, rolling } = change;
  return {
    region: change.target.cluster.region,
    action: "UpgradeClusterNodepool",
    method: "POST",
    path: `${poolPath(change)}/upgrade`,
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
