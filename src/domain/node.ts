import type { Instant } from "./ids.ts";

/** A node as ACK lists it (ACK: DescribeClusterNodes); one that has not registered yet is not listed. */
export interface Node {
  readonly name: string;
  readonly instanceId: string;
  /** `Ready`, `NotReady`, `Unknown` or `Offline`. */
  readonly status: string;
  readonly instanceType: string | null;
  /** `PostPaid` (pay-as-you-go) or `PrePaid` (subscription). */
  readonly chargeType: string | null;
  /** How it came to be: `ess` for nodes that the pool's scaling group made. */
  readonly source: string | null;
  readonly created: Instant | null;
  /** Why it did not come up, in ACK's words. */
  readonly error: string | null;
  readonly addresses: readonly string[];
}

/** Whether it takes workloads. */
export function isReady(node: Node): boolean {
  return node.status === "Ready";
}

/** Nodes that somebody added by hand never go by shrinking a pool; they are removed by name. */
export function addedByHand(node: Node): boolean {
  return node.source !== null && node.source !== "ess";
}
