import { carries } from "../domain/kubernetes-node.ts";
import type { SignedOff } from "../domain/signed-off.ts";
import type { KubernetesAccess } from "./access.ts";
import { refusal } from "./errors.ts";
import type { Nodes } from "./nodes.ts";

/** Changes nodes as it has been signed off, and not otherwise. Satisfies what the engine asks of a writer of nodes. */
export interface Approvals {
  approveRepair(signedOff: SignedOff): Promise<void>;
}

export function createApprovals(access: KubernetesAccess, nodes: Nodes): Approvals {
  return {
    async approveRepair({ change }) {
      if (change.kind !== "approve-repair") throw new Error(`${change.kind} is nothing that a node is labelled for`);
      const { target, node: name, uid, labels } = change;
      const { inquiring, approved } = labels;
      const node = await nodes.node(target.cluster, name);
      if (node === null || node.uid !== uid || !carries(node, inquiring) || carries(node, approved)) {
        // Nothing was done; the next look finds what has become of it.
        throw refusal("throttled", "NotAsking", "ACK does not ask for permission any more", "patchNode");
      }
      // Named with its version: where ACK asks something new meanwhile, Kubernetes refuses this.
      const body = {
        metadata: { resourceVersion: node.version, labels: { [approved.key]: approved.value } },
      };
      await access.call(target.cluster, "patchNode", (api) => api.patchNode(name, body));
    },
  };
}
