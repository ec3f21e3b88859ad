import * as z from "zod";
import { type Instant, instant } from "./ids.ts";

/** A label of Kubernetes. */
export const label = z.object({ key: z.string(), value: z.string() }).readonly();
export type Label = z.infer<typeof label>;

/** A condition of a node (Kubernetes: `status.conditions`). */
export const nodeCondition = z
  .object({
    type: z.string(),
    /** `True`, `False` or `Unknown`. */
    status: z.string(),
    reason: z.string().nullable(),
    message: z.string().nullable(),
    /** When it last changed. */
    since: instant.nullable(),
  })
  .readonly();
export type NodeCondition = z.infer<typeof nodeCondition>;

/** A node as its cluster's Kubernetes API shows it: what a decision about its repair rests on. */
export interface KubernetesNode {
  readonly name: string;
  /** Of another node of the same name it is another. */
  readonly uid: string;
  /** `resourceVersion`: a patch that names it applies to this state and to no other. */
  readonly version: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly taints: readonly Label[];
  readonly conditions: readonly NodeCondition[];
  /** ECS instance id, where the cloud provider says it. */
  readonly instanceId: string | null;
  /** Id of its node pool, by ACK's label. */
  readonly poolId: string | null;
}

/** Conditions that tell of a fault: `Ready` is good where it is true, all others are good where they are not (Kubernetes: node conditions). */
export function faultsOf(conditions: readonly NodeCondition[]): readonly NodeCondition[] {
  return conditions.filter(({ type, status }) => (type === "Ready" ? status !== "True" : status === "True"));
}

export function carries(node: Pick<KubernetesNode, "labels">, { key, value }: Label): boolean {
  return node.labels[key] === value;
}

/** Since when a node has been at fault: of several conditions, the one that has lasted longest. null: nothing says so. */
export function faultySince(conditions: readonly NodeCondition[]): Instant | null {
  const moments = faultsOf(conditions).flatMap(({ since }) => since ?? []);
  return moments.length === 0 ? null : Math.min(...moments);
}
