import type { OperationPlan } from "../cloud.ts";
import { taskId, type TaskId } from "../ids.ts";
import type { KubernetesNode } from "../kubernetes-node.ts";
import type { Node } from "../node.ts";

/** What a kind of change has to see beside its cluster and pool. */
export type EvidenceWanted =
  | { readonly kind: "nothing" }
  /** A node as its Kubernetes API shows it. */
  | { readonly kind: "node"; readonly name: string }
  /** A node as ACK lists it, where the Kubernetes API cannot be reached. */
  | { readonly kind: "listed-node"; readonly name: string }
  /** A plan of ACK's own. */
  | { readonly kind: "operation-plan"; readonly id: string };

/** What was seen of it; null: it is not there (any more). */
export type Evidence =
  | { readonly kind: "nothing" }
  | { readonly kind: "node"; readonly node: KubernetesNode | null }
  | { readonly kind: "listed-node"; readonly node: Node | null }
  | { readonly kind: "operation-plan"; readonly plan: OperationPlan | null };

/** The task of a plan that ACK has begun. */
export function taskOfPlan(evidence: Evidence): TaskId | null {
  if (evidence.kind !== "operation-plan") return null;
  const id = taskId.safeParse(evidence.plan?.taskId);
  return id.success ? id.data : null;
}
