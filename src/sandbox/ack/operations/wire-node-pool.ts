import type { JsonObject } from "../json.ts";
import { isObject, without } from "../json.ts";
import { statusOf } from "../pool.ts";
import type { NodePool } from "../state.ts";
import { zonedTime } from "../wire-times.ts";

/** A node pool as DescribeClusterNodePoolDetail shows it: whatever was stored, and how it stands. */
export function poolDetail(pool: NodePool): JsonObject {
  const condition = {
    type: "ImageUpgradeReady",
    status: "True",
    reason: "UpgradeDisabled",
    message: "AutoUpgradeDisabled",
    last_transition_time: zonedTime(
      Math.min(...pool.nodes.map(({ created }) => created), Date.UTC(2026, 0, 30, 2, 39)),
    ),
  };
  return { ...pool.document, status: { ...statusOf(pool), conditions: [condition] } };
}

/** A node pool as DescribeClusterNodePools shows it: some fields are only in the detail. */
export function poolListed(pool: NodePool): JsonObject {
  const { document } = pool;
  const listed = without(
    without(without(document, "host_network"), "intranet"),
    "scaling_group",
    "instance_metadata_options",
  );
  return { ...listed, status: statusOf(pool) };
}

/** Secrets do not come back. */
export function masked(body: JsonObject): JsonObject {
  const entries = Object.entries(body).map(([key, value]) => {
    if ((key === "login_password" || key === "password") && typeof value === "string") return [key, "********"];
    return [key, isObject(value) ? masked(value) : value];
  });
  return Object.fromEntries(entries);
}
