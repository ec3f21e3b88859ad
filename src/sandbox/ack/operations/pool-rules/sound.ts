/** Whether a configuration can be a node pool's. */
import { invalidParameter, refuse } from "../../errors.ts";
import { isOn, type JsonObject } from "../../json.ts";
import { poolName } from "../../pool.ts";
import type { Cluster, NodePool, RegionState } from "../../state.ts";
import { isPoolName, wrongMark } from "./names.ts";
import { wrongValue } from "./values.ts";

/**
 * Throws AckError where the cluster cannot have such a pool.
 * @param sent what the caller wants to have, in ACK's groups
 * @param name what the pool is going to be called
 * @param own the pool that changes; null: it is a new one
 */
export function mustBeSound(
  { assumptions }: RegionState,
  cluster: Cluster,
  sent: JsonObject,
  name: string,
  own: NodePool | null,
): void {
  const taken = [...cluster.pools.values()].some((other) => other !== own && poolName(other) === name);
  if (taken) {
    throw refuse(400, "InvalidParameter.Name", `nodepool name ${name} is already exist in cluster ${cluster.id}`);
  }
  if (!isPoolName(name)) throw invalidParameter(`nodepool name ${name} is invalid`);
  if (isOn(sent, "management", "enable") && !cluster.addons.includes("ack-node-problem-detector")) {
    throw refuse(
      assumptions.managementRefused,
      "InvalidParameter.Management",
      "addon ack-node-problem-detector is not installed in the cluster",
    );
  }
  const problem = wrongValue(sent) ?? wrongMark(sent);
  if (problem !== null) throw refuse(assumptions.outOfRange.status, assumptions.outOfRange.code, problem);
}
