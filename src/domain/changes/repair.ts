import * as z from "zod";
import type { Cluster } from "../cluster.ts";
import type { Node } from "../node.ts";
import type { NodePool } from "../node-pool.ts";
import type { Preview } from "../preview.ts";
import type { Refusal } from "../refusal.ts";
import { failure, type Result, success } from "../result.ts";
import { type Conduct, usualConduct } from "./conduct.ts";
import { chooseNodes } from "./choose-nodes.ts";
import { poolTarget, targetOf } from "./target.ts";
import type { Narrowing, PoolView } from "./narrowing.ts";
import { workablePool } from "./preconditions.ts";

/** What a repair can do on a node (ACK: RepairClusterNodePool `operations[].operation_id`). */
const repairOperations = [
  "restart.kubelet",
  "restart.containerd",
  "restart.docker",
  "restart.ntp",
  "remove.containerdContainerInSandbox",
  "remove.containerdContainer",
  "remove.dockerContainerInSandbox",
  "remove.dockerContainer",
] as const;
const repairOperation = z.enum(repairOperations);
export type RepairOperation = z.infer<typeof repairOperation>;

/** A repair of nodes of a pool (ACK: RepairClusterNodePool). */
export const repairChange = z.object({
  kind: z.literal("repair"),
  target: poolTarget,
  /** Names of the nodes that are repaired. */
  nodes: z.array(z.string()).min(1).readonly(),
  /** null: whatever ACK finds wrong. */
  operations: z.array(repairOperation).readonly().nullable(),
});
export type RepairChange = z.infer<typeof repairChange>;

export interface RepairWish {
  /** Names or instance ids; null: the nodes that are not ready. */
  readonly nodes: readonly string[] | null;
  readonly operations: readonly RepairOperation[] | null;
}

export function planRepair(
  pool: NodePool,
  cluster: Cluster,
  wish: RepairWish,
  nodes: readonly Node[],
): Result<Preview<RepairChange>, Refusal> {
  const workable = workablePool(pool, cluster);
  if (!workable.ok) return workable;
  const chosen =
    wish.nodes === null
      ? success(nodes.filter(({ status }) => status !== "Ready"))
      : chooseNodes(pool, nodes, wish.nodes);
  if (!chosen.ok) return chosen;
  if (chosen.value.length === 0) return failure({ code: "nothing-to-repair", pool: pool.name });
  const count = chosen.value.length;
  return success({
    change: {
      kind: "repair",
      target: targetOf(pool),
      nodes: chosen.value.map(({ name }) => name),
      operations: wish.operations,
    },
    basis: { "control-plane-version": cluster.version },
    effect: {
      nodes: count,
      batches: [count],
      disruptions: ["components-restart", "pods-restart", "connections-break"],
      minutes: { least: 2, most: 10 + count * 30 },
    },
    warnings: [
      ...(pool.isDefault ? [{ code: "default-pool" } as const] : []),
      ...(pool.management.approvalRequired ? [{ code: "pool-wants-approval" } as const] : []),
    ],
  });
}

/** Plans the same for fewer nodes. */
export function narrowRepair(
  { nodes: named, operations }: RepairChange,
  { nodes: count }: Narrowing,
  { pool, cluster, nodes }: PoolView,
): Result<Preview<RepairChange>, Refusal> {
  return planRepair(pool, cluster, { nodes: named.slice(0, count ?? named.length), operations }, nodes);
}

export const repairConduct: Conduct<RepairChange> = {
  ...usualConduct,
  basis: (_, { cluster }) => ({ "control-plane-version": cluster.version }),
  reached: () => null,
  nodesDone: () => null,
  repeatable: false,
  workingState: "repairing",
};
