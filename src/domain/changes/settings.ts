import { isBelow } from "../node-pool-request/differences.ts";
import { stringify } from "safe-stable-stringify";
import * as z from "zod";
import type { Cluster } from "../cluster.ts";
import type { NodePool } from "../node-pool.ts";
import { isJsonObject, isList, type JsonObject, pathFrom, valueAt, withField } from "../json.ts";
import { addedByAck } from "../node-pool-request/rules/keys.ts";
import { isScript, shownField } from "../node-pool-request/shown.ts";
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
  /** Sent even where nothing changes: what ACK takes for a field that is left out beside others is not to be relied on. */
  readonly restated?: boolean;
}

export interface SettingsWish {
  readonly kind: SettingsChange["kind"];
  readonly fields: readonly FieldWish[];
  /** Nodes that ACK adds, or below 0 removes, at once because of it; left out: none. */
  readonly step?: number;
}

/** Fields that reach nodes that are there already (ACK: "Edit a node pool"). Their own labels and taints stay. */
const reachesExisting = ["scaling_group.tags", "kubernetes_config.labels", "kubernetes_config.taints"];
/** Groups of fields that no node notices when they change. */
const ofPoolAlone = ["auto_scaling", "management", "nodepool_info", "scaling_group.scaling_policy"];
/** Fields that ACK takes and does not describe (ACK: ModifyClusterNodePool against DescribeClusterNodePoolDetail). */
const neverDescribed: ReadonlySet<string> = new Set([
  "management.auto_upgrade_policy.auto_upgrade_os",
  "management.auto_upgrade_policy.auto_upgrade_runtime",
]);

/** What cannot be changed after creation (ACK: "Edit a node pool"; ModifyClusterNodePool takes none of them). */
const fixedFields: readonly string[] = [
  "auto_scaling.type",
  "nodepool_info.type",
  "nodepool_info.region_id",
  "nodepool_info.nodepool_id",
  "nodepool_info.is_default",
  "nodepool_info.created",
  "nodepool_info.updated",
  "scaling_group.scaling_group_id",
  "scaling_group.ram_policy",
  "scaling_group.security_hardening_os",
  "scaling_group.soc_enabled",
  "scaling_group.cis_enabled",
  "scaling_group.security_group_id",
  "scaling_group.ram_role_name",
  "scaling_group.login_as_non_root",
  "scaling_group.cpu_options",
  "scaling_group.instance_metadata_options",
  "eflo_node_group.cluster_id",
  "eflo_node_group.group_id",
  "eflo_node_group.worker_ram_role_name",
  "node_config",
  "node_components",
  "auto_mode",
  "host_network",
  "intranet",
  "interconnect_config",
  "interconnect_mode",
  "max_nodes",
  "status",
  // What to do with a call, and no settings.
  "concurrency",
  "update_nodes",
];

/** Plans other settings. Fields that already have the wanted value are left out, unless they are to be restated. */
export function planSettings(
  pool: NodePool,
  cluster: Cluster,
  { kind, fields: wished, step = 0 }: SettingsWish,
  warnings: readonly Warning[] = [],
): Result<Preview<SettingsChange>, Refusal> {
  const workable = workablePool(pool, cluster);
  if (!workable.ok) return workable;
  const fields = wished
    .map(({ path, to, restated = false }) => {
      const from = presentValue(pool.settings, path);
      return { path, from, to, reach: reachOf(path), sent: restated || !isSame(from, to) };
    })
    .filter(({ sent }) => sent)
    .map(({ path, from, to, reach: whom }): SettingsField => ({ path, from, to, reach: whom }));
  const change: SettingsChange = { kind, target: targetOf(pool), fields };
  const changed = changedFields(change);
  if (changed.length === 0) return failure({ code: "nothing-changes", pool: pool.name });
  const fixed = changed.find((field) => isBelow(field.path, fixedFields) || movesSpot(field));
  if (fixed !== undefined) return failure({ code: "field-is-fixed", field: fixed.path });
  const reachesNodes = changed.some((field) => field.reach === "all-nodes");
  return success({
    change,
    basis: settingsBasis(change, pool),
    effect: {
      nodes: reachesNodes ? pool.nodes.total : Math.abs(step),
      batches: [],
      disruptions: [...disruptionsOf(changed), ...(step < 0 ? nodesGo : [])],
      minutes: step < 0 ? { least: 2, most: 40 } : { least: 1, most: step > 0 ? 8 : 5 },
    },
    warnings: [...warnings, ...warningsOf(pool, changed)],
  });
}

/** Fields that get another value; the others of a change are only said again. */
export function changedFields({ fields }: Pick<SettingsChange, "fields">): readonly SettingsField[] {
  return fields.filter(({ from, to }) => !isSame(from, to));
}

/** The body of the call: the fields of the change and nothing else, for ACK merges it into what there is. */
export function settingsPatch({ fields }: SettingsChange): JsonObject {
  const patch = fields.reduce<JsonObject>((made, { path, to }) => withField(made, path.split("."), to), {});
  return fields.some((field) => field.reach === "all-nodes") ? { ...patch, update_nodes: true } : patch;
}

export const settingsConduct: Conduct<SettingsChange> = {
  ...usualConduct,
  basis: (change, { pool }) => settingsBasis(change, pool),
  reached: ({ fields }, { pool }) =>
    pool !== null &&
    fields.every(({ path, to }) => {
      const present = presentValue(pool.settings, path);
      return holds(present, emptyIsNothing(to)) || (present === null && (isOff(to) || neverDescribed.has(path)));
    }),
  nodesDone: () => 0,
  repeatable: true,
  taskTypes: ["nodepool_update"],
  needsDescription: true,
};

function settingsBasis({ fields }: SettingsChange, pool: NodePool | null): Basis {
  const facts = fields.map(({ path }) => {
    const present = presentValue(pool?.settings ?? {}, path);
    // What moved is told: a script by its digest.
    const fact = isScript(path) ? shownField(path, present) : (stringify(present) ?? null);
    return [path, present === null ? null : fact] as const;
  });
  return Object.fromEntries(facts);
}

/** What ACK leaves out is nothing; so is what it writes as an empty list. Tags of its own are not the pool's. */
function presentValue(settings: JsonObject, path: string): unknown {
  const value = valueAt(settings, pathFrom(path));
  const own = path === "scaling_group.tags" && isList(value) ? value.filter((tag) => !isTagOfAck(tag)) : value;
  return emptyIsNothing(own);
}

function isTagOfAck(tag: unknown): boolean {
  return isJsonObject(tag) && typeof tag["key"] === "string" && addedByAck(tag["key"]);
}

/** ACK may leave out of a description what is off. */
function isOff(wanted: unknown): boolean {
  return wanted === false || wanted === 0 || wanted === "";
}

function emptyIsNothing(value: unknown): unknown {
  return value === undefined || (isList(value) && value.length === 0) ? null : value;
}

function isSame(one: unknown, other: unknown): boolean {
  const [left, right] = [emptyIsNothing(one), emptyIsNothing(other)];
  return holds(left, right) && holds(right, left);
}

/** Whether a value has all of a wanted one: ACK adds fields to objects, and has labels in an order of its own. */
function holds(present: unknown, wanted: unknown): boolean {
  if (isList(wanted)) {
    if (!isList(present) || present.length !== wanted.length) return false;
    return wanted.every((entry, place) =>
      isJsonObject(entry) && "key" in entry
        ? present.some((candidate) => holds(candidate, entry))
        : holds(present[place], entry),
    );
  }
  if (!isJsonObject(wanted)) return (present ?? null) === (wanted ?? null);
  return isJsonObject(present) && Object.entries(wanted).every(([field, inner]) => holds(present[field], inner));
}

/** Whom a field reaches, or an entry of it: `kubernetes_config.labels[team]`. */
export function reachOf(path: string): Reach {
  if (isBelow(path, reachesExisting)) return "all-nodes";
  return isBelow(path, ofPoolAlone) ? "pool" : "new-nodes";
}

/** A pool of spot instances stays one, and no other becomes one. */
function movesSpot({ path, from, to }: SettingsField): boolean {
  return path === "scaling_group.spot_strategy" && isSpot(from) !== isSpot(to);
}

function isSpot(strategy: unknown): boolean {
  return typeof strategy === "string" && strategy !== "NoSpot" && strategy !== "";
}

const nodesGo: readonly Disruption[] = ["nodes-removed", "pods-restart", "connections-break"];

/** A new taint that evicts stops pods on nodes that are there already. */
function disruptionsOf(fields: readonly SettingsField[]): readonly Disruption[] {
  const taints = fields.find(({ path }) => path === "kubernetes_config.taints");
  const before = isList(taints?.from) ? taints.from : [];
  const after = isList(taints?.to) ? taints.to : [];
  const evicts = after.some(
    (taint) =>
      isJsonObject(taint) && taint["effect"] === "NoExecute" && !before.some((present) => isSame(present, taint)),
  );
  return evicts ? ["pods-evicted-by-taint"] : [];
}

function warningsOf(pool: NodePool, fields: readonly SettingsField[]): readonly Warning[] {
  const warnings: Warning[] = [];
  if (pool.isDefault) warnings.push({ code: "default-pool" });
  if (fields.some((field) => field.reach === "new-nodes")) warnings.push({ code: "only-new-nodes" });
  if (fields.some((field) => field.reach === "all-nodes")) warnings.push({ code: "overwrites-nodes" });
  return warnings;
}
