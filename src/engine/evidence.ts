import { type Change, conductOf } from "../domain/change.ts";
import type { Evidence } from "../domain/changes/evidence.ts";
import { clusterTargetOf, poolIdOf } from "../domain/changes/target.ts";
import type { CloudReader, OperationPlan } from "../domain/cloud.ts";
import type { ClusterId } from "../domain/ids.ts";
import type { NodeReader } from "./ports.ts";

/** Where evidence is found. */
export interface EvidenceSources {
  readonly cloud: CloudReader;
  readonly nodes: NodeReader;
}

/**
 * Looks at what kinds of change rest on beside their clusters and pools, at one moment: plans are read once for each cluster, however many
 * changes rest on them. The looks throw CloudError.
 */
export function lookForEvidence({ cloud, nodes }: EvidenceSources): (change: Change) => Promise<Evidence> {
  const plans = new Map<ClusterId, Promise<readonly OperationPlan[]>>();

  return async (change) => {
    const { evidence } = conductOf(change);
    const { cluster } = change.target;
    switch (evidence.kind) {
      case "nothing":
        return evidence;
      case "node":
        return { kind: "node", node: await nodes.node(cluster, evidence.name) };
      case "listed-node": {
        const id = poolIdOf(change.target);
        const listed = id === null ? [] : await cloud.nodes({ ...clusterTargetOf(cluster), id });
        return { kind: "listed-node", node: listed.find(({ name }) => name === evidence.name) ?? null };
      }
      case "operation-plan": {
        const read = plans.get(cluster.id) ?? cloud.plans(cluster);
        plans.set(cluster.id, read);
        return { kind: "operation-plan", plan: (await read).find(({ id }) => id === evidence.id) ?? null };
      }
    }
  };
}
