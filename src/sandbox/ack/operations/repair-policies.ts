import { refuse } from "../errors.ts";
import { type JsonObject, textAt } from "../json.ts";
import type { Cluster } from "../state.ts";
import { clusterOf } from "./guards.ts";
import type { Call } from "./operation.ts";

/** The policy that a path names. Throws AckError where there is none. */
export function policyOf(call: Call): { readonly cluster: Cluster; readonly id: string; readonly policy: JsonObject } {
  const cluster = clusterOf(call);
  const id = call.params["policy"] ?? "";
  const policy = cluster.repairPolicies.get(id);
  if (policy !== undefined) return { cluster, id, policy };
  const { status, code } = call.region.assumptions.repairPolicyNotFound;
  throw refuse(status, code, `auto repair policy ${id} not found`);
}

/** A policy with the pools that use it. */
export function wirePolicy({ pools }: Cluster, id: string, policy: JsonObject): JsonObject {
  const users = [...pools.values()].filter(
    ({ document }) => textAt(document, "management", "auto_repair_policy", "auto_repair_policy_id") === id,
  );
  return { ...policy, id, resource_ids: users.map((pool) => pool.id) };
}
