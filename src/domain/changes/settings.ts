import { stringify } from "safe-stable-stringify";
import { z } from "zod";
import type { Cluster } from "../cluster.ts";
import type { NodePool } from "../node-pool.ts";
import { type JsonObject, pathFrom, sameJson, valueAt, withField } from "../json.ts";
import type { Basis, Disruption, Preview, Warning } from "../preview.ts";
import type { Refusal } from "../refusal.ts";
import { failure, type Result, success } from "../result.ts";
import { type Conduct, usualConduct } from "./conduct.ts";
import { poolTarget, targetOf } from "./target.ts";
import { workablePool } from "./preconditions.ts";

/**
 * Whom a field reaches (ACK: edit a node pool): only nodes made from now on, the existing ones too, or the pool itself and no node.
 */
const reach = z.enum(["new-nodes", "all-nodes", "pool"]);
export type Reach = z.infer<typeof reach>;

const settingsField = z.object({
  /** In ACK's own document: `scaling_group.image_type`. */
  path: z.string(),
  /** null: there is nothing there. */
  from: z.unknown(),
  to: z.unknown(),
  reach,
});
export type SettingsField = z.infer<typeof settingsField>;

/** Other settings of a node pool (ACK: ModifyClusterNodePool). */
export const settingsChange = z.object({
  kind: z.enum(["edit", "manage", "autoscale"]),
  target: poolTarget,
  fields: z.array(settingsField).min(1).readonly(),
});
export type SettingsChange = z.infer<typeof settingsChange>;

/** A field and the value it is to have. */
export interface FieldWish {
  readonly path: string;
  readonly to: unknown;
}

export interface SettingsWish {
  readonly kind: SettingsChange["kind"];
  readonly fields: readonly FieldWish[];
}

/** Fields that reach nodes that are there already (ACK: "Edit a node pool"). Their own labels and taints stay. */
const reachesExisting = ["scaling_group.tags", "kubernetes_config.labels", "kubernetes_config.taints"];
/** Groups of fields that no node notices when they change. */
const ofPoolAlone = ["auto_scaling", "management", "nodepool_info"];

/** What cannot be changed after creation (ACK: "Edit a node pool"; ModifyClusterNodePool takes none of them). */
export const fixedFields: readonly string[] = [
  "auto_scaling.type",
  "nodepool_info.type",
  "nodepool_info.region_id",
  "scaling_group.security_hardening_os",
  "scaling_group.soc_enabled",
  "scaling_group.cis_enabled",
  "scaling_group.security_group_id",
  "scaling_group.ram_role_name",
  "scaling_group.login_as_non_root",
  "node_config",
  "node_components",
  "tee_config",
];

/** Plans other settings. Fields that already have the wanted value are left out. */
export function planSettings(
  pool: NodePool,
  cluster: Cluster,
  { kind, fields: wished }: SettingsWish,
  warnings: readonly Warning[] = [],
): Result<Preview<SettingsChange>, Refusal> {
  const workable = workablePool(pool, cluster);
  if (!workable.ok) return workable;
  const fixed = wished.find(({ path }) => isBelow(path, fixedFields));
  if (fixed !== undefined) return failure({ code: "field-is-fixed", field: fixed.path });
  const fields = wished.flatMap(({ path, to }): readonly SettingsField[] => {
    const from = presentValue(pool.settings, path);
    return sameJson(from, to) ? [] : [{ path, from, to, reach: reachOf(path) }];
  });
  const [first] = fields;
  if (first === undefined) return failure({ code: "nothing-changes", pool: pool.name });
  const spot = fields.find(({ path }) => path === "scaling_group.spot_strategy");
  if (spot !== undefined && isSpot(spot.from) !== isSpot(spot.to)) {
    return failure({ code: "field-is-fixed", field: spot.path });
  }
  const change: SettingsChange = { kind, target: targetOf(pool), fields };
  const reachesNodes = fields.some((field) => field.reach === "all-nodes");
  return success({
    change,
    basis: settingsBasis(change, pool),
    effect: {
      nodes: reachesNodes ? pool.nodes.total : 0,
      batches: [],
      disruptions: disruptionsOf(fields),
      minutes: { least: 1, most: 5 },
    },
    warnings: [...warnings, ...warningsOf(pool, fields)],
  });
}

/** The body of the call: the changed fields and nothing else, for ACK merges it into what there is. */
export function settingsPatch({ fields }: SettingsChange): JsonObject {
  const patch = fields.reduce<JsonObject>((made, { path, to }) => withField(made, path.split("."), to), {});
  return fields.some((field) => field.reach === "all-nodes") ? { ...patch, update_nodes: true } : patch;
}

export const settingsConduct: Conduct<SettingsChange> = {
  ...usualConduct,
  basis: (change, { pool }) => settingsBasis(change, pool),
  reached: ({ fields }, { pool }) =>
    pool !== null && fields.every(({ path, to }) => sameJson(presentValue(pool.settings, path), to)),
  nodesDone: () => 0,
  repeatable: true,
  taskTypes: ["nodepool_update"],
  needsDescription: true,
};

function settingsBasis({ fields }: SettingsChange, pool: NodePool | null): Basis {
  const facts = fields.map(
    ({ path }) => [path, stringify(presentValue(pool?.settings ?? {}, path)) ?? "none"] as const,
  );
  return Object.fromEntries(facts);
}

/** What ACK leaves out is nothing; so is what it writes as an empty list. */
function presentValue(settings: JsonObject, path: string): unknown {
  const value = valueAt(settings, pathFrom(path));
  return value === undefined || (Array.isArray(value) && value.length === 0) ? null : value;
}

function isBelow(path: string, groups: readonly string[]): boolean {
  return groups.some((group) => path === group || path.startsWith(`${group}.`));
}

function reachOf(path: string): Reach {
  if (isBelow(path, reachesExisting)) return "all-nodes";
  return isBelow(path, ofPoolAlone) ? "pool" : "new-nodes";
}

function isSpot(strategy: unknown): boolean {
  return typeof strategy === "string" && strategy !== "NoSpot";
}

/** A taint that evicts stops pods on nodes that are there already. */
function disruptionsOf(fields: readonly SettingsField[]): readonly Disruption[] {
  const taints = fields.find(({ path }) => path === "kubernetes_config.taints");
  const evicts = taints !== undefined && (stringify(taints.to) ?? "").includes('"NoExecute"');
  return evicts ? ["pods-evicted-by-taint"] : [];
}

function warningsOf(pool: NodePool, fields: readonly SettingsField[]): readonly Warning[] {
  const warnings: Warning[] = [];
  if (pool.isDefault) warnings.push({ code: "default-pool" });
  if (fields.some((field) => field.reach === "new-nodes")) warnings.push({ code: "only-new-nodes" });
  if (fields.some((field) => field.reach === "all-nodes")) warnings.push({ code: "overwrites-nodes" });
  return warnings;
}
