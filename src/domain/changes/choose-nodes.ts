import type { Node } from "../node.ts";
import type { NodePool } from "../node-pool.ts";
import type { Refusal } from "../refusal.ts";
import { failure, type Result, success } from "../result.ts";

/** The nodes of a pool that somebody named, by node name or instance id; each once. */
export function chooseNodes(
  pool: NodePool,
  nodes: readonly Node[],
  named: readonly string[],
): Result<readonly Node[], Refusal> {
  const found = named.map((name) => nodes.find((node) => node.name === name || node.instanceId === name));
  const unknown = named.filter((_, index) => found[index] === undefined);
  if (unknown.length > 0) return failure({ code: "unknown-nodes", pool: pool.name, nodes: unknown });
  return success([...new Set(found.filter((node) => node !== undefined))]);
}
