import type { V1Node } from "@kubernetes/client-node";
import { CloudError } from "../domain/cloud.ts";
import type { ClusterReference } from "../domain/cluster.ts";
import type { KubernetesNode, Label } from "../domain/kubernetes-node.ts";
import type { KubernetesAccess } from "./access.ts";

/** Looks at nodes. Satisfies what the engine asks of a reader of nodes. */
export interface Nodes {
  labelled(cluster: ClusterReference, label: Label): Promise<readonly KubernetesNode[]>;
  /** null: there is no such node. */
  node(cluster: ClusterReference, name: string): Promise<KubernetesNode | null>;
}

/** Nodes of a page, and pages that are followed at most. */
const page = { size: 100, most: 20 };

export function createNodes(access: KubernetesAccess): Nodes {
  return {
    async labelled(cluster, { key, value }) {
      const found: KubernetesNode[] = [];
      let next: string | undefined;
      for (let number = 0; number < page.most; number += 1) {
        const query = {
          labelSelector: `${key}=${value}`,
          limit: page.size,
          ...(next === undefined ? {} : { _continue: next }),
        };
        const { items, metadata } = await access.call(cluster, "listNode", (api) => api.listNode(query));
        found.push(...items.flatMap((item) => toNode(item) ?? []));
        ({ _continue: next } = metadata ?? {});
        if (next === undefined || next === "") break;
      }
      return found;
    },
    async node(cluster, name) {
      try {
        return toNode(await access.call(cluster, "readNode", (api) => api.readNode(name)));
      } catch (error) {
        if (error instanceof CloudError && error.failure === "not-found") return null;
        throw error;
      }
    },
  };
}

/** Label by which ACK says which pool a node belongs to. */
const poolLabel = "alibabacloud.com/nodepool-id";

/** null: an answer without what every node has. */
function toNode({ metadata, spec, status }: V1Node): KubernetesNode | null {
  const { name, uid, resourceVersion: version, labels = {} } = metadata ?? {};
  if (name === undefined || uid === undefined || version === undefined) return null;
  return {
    name,
    uid,
    version,
    labels,
    taints: (spec?.taints ?? []).map(({ key, value }) => ({ key, value: value ?? "" })),
    conditions: (status?.conditions ?? []).map((condition) => ({
      type: condition.type,
      status: condition.status,
      reason: condition.reason ?? null,
      message: condition.message ?? null,
      since: momentOf(condition.lastTransitionTime),
    })),
    // `cn-hangzhou.i-bp1…`
    instanceId: /\b(i-[a-z0-9]+)$/.exec(spec?.providerID ?? "")?.[1] ?? null,
    poolId: labels[poolLabel] ?? null,
  };
}

function momentOf(value: Date | undefined): number | null {
  const at = value?.getTime() ?? Number.NaN;
  return Number.isFinite(at) ? at : null;
}
