/** Which of the fields that are sent are kept and shown again. */
import { isDeepStrictEqual } from "node:util";
import { refuse } from "../../errors.ts";
import { at, type JsonObject, textAt, without } from "../../json.ts";
import type { NodePool, RegionState } from "../../state.ts";
import { masked } from "../wire-node-pool.ts";

type Path = readonly [string, ...string[]];

/** Things to do once, not to be kept. */
const actions: readonly Path[] = [["count"], ["concurrency"], ["update_nodes"]];

/** What only ACK itself sets. */
const ownFields: readonly Path[] = [
  ...["nodepool_id", "is_default", "created", "updated", "region_id"].map((key): Path => ["nodepool_info", key]),
  ["scaling_group", "scaling_group_id"],
  ["status"],
];

/** Accepted on creation only (ACK: fields that CreateClusterNodePool knows and ModifyClusterNodePool does not). */
const fixed: readonly Path[] = [
  ["nodepool_info", "type"],
  ["auto_mode"],
  ["auto_scaling", "type"],
  ["node_config"],
  ["node_components"],
  ["host_network"],
  ["intranet"],
  ["interconnect_config"],
  ["interconnect_mode"],
  ["max_nodes"],
  ...["cluster_id", "group_id", "worker_ram_role_name"].map((key): Path => ["eflo_node_group", key]),
  ...[
    "ram_policy",
    "ram_role_name",
    "security_group_id",
    "security_hardening_os",
    "soc_enabled",
    "cis_enabled",
    "login_as_non_root",
    "cpu_options",
    "instance_metadata_options",
  ].map((key): Path => ["scaling_group", key]),
];

/** The part of a new pool's body that is kept. */
export const storable = (body: JsonObject): JsonObject => strip(masked(body), [...actions, ...ownFields]);

/** The part of a change that is kept. Throws AckError where fields that never change are refused, not ignored. */
export function changeable({ assumptions }: RegionState, pool: NodePool, body: JsonObject): JsonObject {
  const changed = fixed.filter((path) => changes(pool, body, path));
  const spot: Path = ["scaling_group", "spot_strategy"];
  if (changesSpot(pool, body)) changed.push(spot);
  const [first] = changed;
  if (first !== undefined && assumptions.fixedFields === "refused") {
    const { status, code } = assumptions.outOfRange;
    throw refuse(status, code, `${first.join(".")} cannot be changed`);
  }
  return strip(storable(body), changed);
}

function changes(pool: NodePool, body: JsonObject, path: Path): boolean {
  const sent = at(body, ...path);
  return sent !== undefined && sent !== null && !isDeepStrictEqual(sent, at(pool.document, ...path));
}

/** Pools never go from spot instances to others or back. */
function changesSpot(pool: NodePool, body: JsonObject): boolean {
  const sent = textAt(body, "scaling_group", "spot_strategy");
  if (sent === null) return false;
  const isSpot = (strategy: string): boolean => strategy !== "NoSpot" && strategy !== "";
  return isSpot(sent) !== isSpot(textAt(pool.document, "scaling_group", "spot_strategy") ?? "");
}

function strip(document: JsonObject, paths: readonly Path[]): JsonObject {
  let left = document;
  for (const [first, ...rest] of paths) left = without(left, first, ...rest);
  return left;
}
