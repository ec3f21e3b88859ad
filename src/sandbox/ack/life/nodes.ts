/** Nodes come into being here. */
import { listAt, textAt } from "../json.ts";
import { versionsOf } from "../pool.ts";
import type { Cluster, Node, NodePool, RegionState } from "../state.ts";

/** A node that the pool's configuration makes, not yet joined, but for the facts that are given. */
export function createNode(
  region: RegionState,
  cluster: Cluster,
  pool: NodePool,
  facts: Partial<Pick<Node, "created" | "life" | "chargeType" | "source">> = {},
): Node {
  cluster.lastAddress += 1;
  const address = `10.0.${Math.floor(cluster.lastAddress / 250)}.${(cluster.lastAddress % 250) + 1}`;
  const types = listAt(pool.document, "scaling_group", "instance_types");
  const type = types[0];
  return {
    instanceId: `i-bp1${region.draw.letters(17)}`,
    name: `${cluster.region}.${address}`,
    address,
    instanceType: typeof type === "string" ? type : "ecs.g7.xlarge",
    chargeType: textAt(pool.document, "scaling_group", "instance_charge_type") ?? "PostPaid",
    source: "ess",
    created: region.now,
    life: "initial",
    error: null,
    versions: versionsOf(pool),
    ...facts,
  };
}

export const nodeOf = (pool: NodePool, instanceId: string): Node | null =>
  pool.nodes.find((node) => node.instanceId === instanceId) ?? null;
