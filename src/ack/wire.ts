import * as z from "zod";
import type { Cluster, ClusterReference } from "../domain/cluster.ts";
import { nodePoolId, taskId } from "../domain/ids.ts";
import type { Node } from "../domain/node.ts";
import type { NodePool, Sizing } from "../domain/node-pool.ts";
import type { Task, TaskState, TaskSummary } from "../domain/task.ts";
import { toWindow, wireWindow } from "./maintenance-window.ts";
import { count, moment, name, names, on, optionalCount, pair, pairs } from "./wire-fields.ts";

/** The fields of a node pool that are used (ACK: DescribeClusterNodePools, DescribeClusterNodePoolDetail). */
const knownFields = z.object({
  nodepool_info: z.object({
    nodepool_id: nodePoolId,
    name: z.string(),
    type: name,
    is_default: on,
    created: name,
    updated: name,
  }),
  scaling_group: z
    .object({
      desired_size: optionalCount,
      instance_types: names,
      vswitch_ids: names,
      instance_charge_type: name,
      spot_strategy: name,
      image_id: name,
      image_type: name,
      system_disk_category: name,
      system_disk_size: optionalCount,
      scaling_policy: name,
      multi_az_policy: name,
      tags: pairs,
    })
    .nullish(),
  auto_scaling: z.object({ enable: on, min_instances: count, max_instances: count }).nullish(),
  kubernetes_config: z
    .object({
      runtime: name,
      runtime_version: name,
      labels: pairs,
      taints: z
        .array(
          pair.extend({
            effect: z
              .string()
              .nullish()
              .transform((value) => value ?? ""),
          }),
        )
        .nullish()
        .transform((value) => value ?? []),
    })
    .nullish(),
  node_components: z.array(z.object({ name, version: name })).nullish(),
  management: z
    .object({
      enable: on,
      auto_repair: on,
      auto_repair_policy: z.object({ approval_required: on }).nullish(),
      auto_upgrade: on,
      auto_vul_fix: on,
    })
    .nullish(),
  status: z
    .object({
      state: name,
      total_nodes: count,
      serving_nodes: count,
      healthy_nodes: count,
      failed_nodes: count,
      initial_nodes: count,
      offline_nodes: count,
      removing_nodes: count,
    })
    .nullish(),
});

/** A node pool with all that ACK sent of it, for no model knows every field. */
export const wireNodePool = z
  .record(z.string(), z.unknown())
  .transform((document) => ({ document, known: knownFields.parse(document) }));

export const wireNodePools = z.object({ nodepools: z.array(wireNodePool).nullish() });

export function toNodePool(
  { document, known: wire }: z.infer<typeof wireNodePool>,
  cluster: ClusterReference,
): NodePool {
  const { nodepool_info: info, scaling_group: group, kubernetes_config: kubernetes, management, status } = wire;
  return {
    cluster: { id: cluster.id, name: cluster.name, region: cluster.region },
    id: info.nodepool_id,
    name: info.name,
    type: info.type ?? "ess",
    isDefault: info.is_default,
    state: status?.state ?? "unknown",
    nodes: {
      total: status?.total_nodes ?? 0,
      serving: status?.serving_nodes ?? 0,
      healthy: status?.healthy_nodes ?? 0,
      failed: status?.failed_nodes ?? 0,
      initial: status?.initial_nodes ?? 0,
      offline: status?.offline_nodes ?? 0,
      removing: status?.removing_nodes ?? 0,
    },
    sizing: toSizing(wire),
    management: {
      enabled: management?.enable ?? false,
      autoRepair: management?.auto_repair ?? false,
      approvalRequired: management?.auto_repair_policy?.approval_required ?? false,
      autoUpgrade: management?.auto_upgrade ?? false,
      autoVulnerabilityFix: management?.auto_vul_fix ?? false,
    },
    instanceTypes: group?.instance_types ?? [],
    vSwitchIds: group?.vswitch_ids ?? [],
    chargeType: group?.instance_charge_type ?? null,
    spotStrategy: group?.spot_strategy ?? null,
    imageId: group?.image_id ?? null,
    imageType: group?.image_type ?? null,
    kubeletVersion: wire.node_components?.find((component) => component.name === "kubelet")?.version ?? null,
    runtime:
      kubernetes?.runtime == null ? null : { name: kubernetes.runtime, version: kubernetes.runtime_version ?? "?" },
    systemDisk:
      group == null || (group.system_disk_category === null && group.system_disk_size === null)
        ? null
        : { category: group.system_disk_category, sizeGiB: group.system_disk_size },
    scalingPolicy: group?.scaling_policy ?? null,
    multiZonePolicy: group?.multi_az_policy ?? null,
    labels: kubernetes?.labels ?? [],
    taints: kubernetes?.taints ?? [],
    tags: group?.tags ?? [],
    created: info.created,
    updated: info.updated,
    settings: document,
  };
}

function toSizing({ auto_scaling: auto, scaling_group: group }: z.infer<typeof knownFields>): Sizing {
  const desiredSize = group?.desired_size ?? null;
  return auto?.enable === true
    ? { mode: "automatic", minimum: auto.min_instances, maximum: auto.max_instances, desiredSize }
    : { mode: "manual", desiredSize };
}

/** ACK: DescribeClusterDetail. */
export const wireCluster = z.object({
  state: name,
  current_version: name,
  next_version: name,
  maintenance_window: wireWindow.nullish(),
});

export function toCluster(wire: z.infer<typeof wireCluster>, reference: ClusterReference): Cluster {
  const { id, name: called, region } = reference;
  return {
    id,
    name: called,
    region,
    state: wire.state ?? "unknown",
    version: wire.current_version ?? "unknown",
    nextVersion: wire.next_version,
    maintenanceWindow: toWindow(wire.maintenance_window),
  };
}

/** ACK: DescribeClustersForRegion, DescribeClustersV1. */
export const wireClusters = z.object({
  clusters: z.array(z.object({ cluster_id: z.string(), name: z.string(), region_id: name })).nullish(),
  page_info: z.object({ total_count: count }).nullish(),
});

/** ACK: DescribeClusterNodes. */
export const wireNodes = z.object({
  nodes: z
    .array(
      z.object({
        node_name: name,
        instance_id: name,
        node_status: name,
        instance_type: name,
        instance_charge_type: name,
        source: name,
        creation_time: moment,
        error_message: name,
        ip_address: names,
      }),
    )
    .nullish(),
  page: z.object({ total_count: count }).nullish(),
});

export function toNodes(wire: z.infer<typeof wireNodes>): readonly Node[] {
  return (wire.nodes ?? []).map((node) => ({
    name: node.node_name ?? node.instance_id ?? "?",
    instanceId: node.instance_id ?? "?",
    status: node.node_status ?? "Unknown",
    instanceType: node.instance_type,
    chargeType: node.instance_charge_type,
    source: node.source,
    created: node.creation_time,
    error: node.error_message,
    addresses: node.ip_address,
  }));
}

const wireTaskSummary = z.object({
  task_id: taskId,
  task_type: name,
  state: name,
  created: moment,
  error: z.object({ code: name, message: name }).nullish(),
});

/** ACK: DescribeClusterTasks. */
export const wireTasks = z.object({
  tasks: z.array(wireTaskSummary).nullish(),
  page_info: z.object({ total_count: count }).nullish(),
});

/** ACK: DescribeTaskInfo. */
export const wireTask = wireTaskSummary.extend({
  cluster_id: name,
  current_stage: name,
  target: z.object({ id: name }).nullish(),
  task_result: z.array(z.object({ data: z.unknown(), status: name })).nullish(),
});

/** Spellings of ends that were seen; anything else is under way. */
const states: Readonly<Record<string, TaskState>> = {
  success: "succeeded",
  succeeded: "succeeded",
  fail: "failed",
  failed: "failed",
  error: "failed",
  paused: "paused",
  canceled: "cancelled",
  cancelled: "cancelled",
};

export function toTaskSummary(wire: z.infer<typeof wireTaskSummary>): TaskSummary {
  const error = wire.error?.code == null && wire.error?.message == null ? null : wire.error;
  return {
    id: wire.task_id,
    type: wire.task_type ?? "",
    state: states[wire.state?.toLowerCase() ?? ""] ?? "running",
    created: wire.created,
    error: error === null ? null : { code: error.code ?? "unknown", message: error.message ?? "" },
  };
}

const outcomes: Readonly<Record<string, Task["results"][number]["outcome"]>> = {
  success: "succeeded",
  succeeded: "succeeded",
  failed: "failed",
  fail: "failed",
};

export function toTask(wire: z.infer<typeof wireTask>): Task {
  return {
    ...toTaskSummary(wire),
    targetId: wire.target?.id ?? null,
    stage: wire.current_stage,
    results: (wire.task_result ?? []).map(({ data, status }) => ({
      item: typeof data === "string" ? data : JSON.stringify(data ?? "?"),
      outcome: outcomes[status?.toLowerCase() ?? ""] ?? "pending",
    })),
  };
}

/** ACK: DescribeKubernetesVersionMetadata; the answer is a bare list. */
export const wireVersions = z.array(
  z.object({
    version: z.string(),
    runtimes: z.array(z.object({ name: z.string(), version: z.string() })).nullish(),
    images: z.array(z.object({ image_id: name, image_name: name })).nullish(),
  }),
);
