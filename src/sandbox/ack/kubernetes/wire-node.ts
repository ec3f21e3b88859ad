/** A node as Kubernetes shows it (v1 Node). */
import type { JsonObject } from "../json.ts";
import { textAt } from "../json.ts";
import type { Node } from "../node.ts";
import type { Cluster, NodePool } from "../state.ts";
import { utcTime } from "../wire-times.ts";

export function wireNode(
  cluster: Cluster,
  node: Node,
  pool: NodePool | null,
  here: (moment: number) => number,
): JsonObject {
  const ready = node.life === "running";
  const since = utcTime(here(node.failedAt ?? node.created));
  return {
    apiVersion: "v1",
    kind: "Node",
    metadata: {
      name: node.name,
      uid: uid(node),
      resourceVersion: String(node.revision),
      creationTimestamp: utcTime(here(node.created)),
      labels: allLabels(cluster, node, pool),
      annotations: { ...node.annotations },
    },
    spec: {
      providerID: `${cluster.region}.${node.instanceId}`,
      ...(node.unschedulable ? { unschedulable: true } : {}),
      ...(node.taints.length === 0 ? {} : { taints: node.taints.map((taint) => ({ ...taint })) }),
    },
    status: {
      addresses: [
        { type: "InternalIP", address: node.address },
        { type: "Hostname", address: node.name },
      ],
      conditions: [
        {
          type: "Ready",
          status: ready ? "True" : "False",
          reason: ready ? "KubeletReady" : "KubeletNotReady",
          message: ready ? "kubelet is posting ready status" : (node.error ?? "kubelet is not ready"),
          lastHeartbeatTime: since,
          lastTransitionTime: since,
        },
      ],
      nodeInfo: {
        architecture: "amd64",
        operatingSystem: "linux",
        osImage: "Alibaba Cloud Linux 3.2104 LTS",
        kubeletVersion: `v${node.versions.kubelet}`,
        kubeProxyVersion: `v${node.versions.kubelet}`,
        containerRuntimeVersion: `containerd://${node.versions.runtime}`,
        kernelVersion: "5.10.134-18.al8.x86_64",
        machineID: uid(node),
        systemUUID: uid(node),
        bootID: uid(node),
      },
    },
  };
}

/** Labels of the pool and of people, with those that every node has. */
export const allLabels = (cluster: Cluster, node: Node, pool: NodePool | null): Readonly<Record<string, string>> => ({
  ...standardLabels(cluster, node, pool),
  ...node.labels,
});

export function standardLabels(cluster: Cluster, node: Node, pool: NodePool | null): Readonly<Record<string, string>> {
  return {
    "kubernetes.io/arch": "amd64",
    "kubernetes.io/os": "linux",
    "kubernetes.io/hostname": node.name,
    "node.kubernetes.io/instance-type": node.instanceType,
    "topology.kubernetes.io/region": cluster.region,
    "topology.kubernetes.io/zone": textAt(cluster.document, "zone_id") ?? "",
    "alibabacloud.com/ecs-instance-id": node.instanceId,
    ...(pool === null ? {} : { "alibabacloud.com/nodepool-id": pool.id }),
  };
}

/** Follows from the instance, so that it stays the same. */
function uid({ instanceId }: Node): string {
  const digits = Buffer.from(instanceId).toString("hex").padEnd(32, "0").slice(-32);
  return [digits.slice(0, 8), digits.slice(8, 12), digits.slice(12, 16), digits.slice(16, 20), digits.slice(20)].join(
    "-",
  );
}
