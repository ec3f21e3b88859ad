/** Ranges, choices and exclusive fields of a node pool (ACK: CreateClusterNodePool). Fields that are not sent are fine. */
import { at, isObject, type Json, type JsonObject, listAt, textAt } from "../../json.ts";

type Path = readonly string[];

const ranges: readonly { readonly path: Path; readonly from: number; readonly to: number }[] = [
  { path: ["scaling_group", "system_disk_size"], from: 20, to: 2_048 },
  { path: ["scaling_group", "on_demand_base_capacity"], from: 0, to: 1_000 },
  { path: ["scaling_group", "on_demand_percentage_above_base_capacity"], from: 0, to: 100 },
  // Read back from a pool without them, these two are 0.
  { path: ["scaling_group", "spot_instance_pools"], from: 0, to: 10 },
  { path: ["scaling_group", "internet_max_bandwidth_out"], from: 0, to: 100 },
  { path: ["management", "upgrade_config", "max_unavailable"], from: 1, to: 1_000 },
];

const lengths: readonly { readonly path: Path; readonly from: number; readonly to: number }[] = [
  { path: ["scaling_group", "instance_types"], from: 1, to: 10 },
  { path: ["scaling_group", "vswitch_ids"], from: 1, to: 8 },
  { path: ["scaling_group", "data_disks"], from: 0, to: 64 },
  { path: ["scaling_group", "tags"], from: 0, to: 17 },
];

const choices: readonly { readonly path: Path; readonly values: readonly string[] }[] = [
  { path: ["nodepool_info", "type"], values: ["ess", "edge", "lingjun", "hybrid"] },
  { path: ["scaling_group", "instance_charge_type"], values: ["PostPaid", "PrePaid"] },
  { path: ["scaling_group", "multi_az_policy"], values: ["PRIORITY", "COST_OPTIMIZED", "BALANCE"] },
  { path: ["scaling_group", "scaling_policy"], values: ["release", "recycle"] },
  { path: ["scaling_group", "spot_strategy"], values: ["NoSpot", "SpotWithPriceLimit", "SpotAsPriceGo"] },
  { path: ["auto_scaling", "type"], values: ["cpu", "gpu", "gpushare", "spot"] },
  { path: ["kubernetes_config", "runtime"], values: ["containerd", "docker", "Sandboxed-Container.runv"] },
  { path: ["kubernetes_config", "cpu_policy"], values: ["none", "static"] },
];

/** Of these only one of two may be set. */
const exclusives: readonly (readonly [Path, Path])[] = [
  [
    ["scaling_group", "key_pair"],
    ["scaling_group", "login_password"],
  ],
  [
    ["scaling_group", "resource_pool_options"],
    ["scaling_group", "private_pool_options"],
  ],
  [
    ["management", "upgrade_config", "surge"],
    ["management", "upgrade_config", "surge_percentage"],
  ],
];

const passwordLength = { from: 8, to: 30 };
const passwordClasses = [/[a-z]/, /[A-Z]/, /\d/, /[^A-Za-z\d]/];
/** How many GiB a disk needs at least for its performance level. */
const smallestDisk: Readonly<Record<string, number>> = { PL2: 461, PL3: 1_261 };

/** The first thing that is wrong; null: nothing. */
export function wrongValue(sent: JsonObject): string | null {
  return (
    firstOf(ranges, ({ path, from, to }) => wrongNumber(at(sent, ...path), path, from, to)) ??
    firstOf(lengths, ({ path, from, to }) => wrongLength(at(sent, ...path), path, from, to)) ??
    firstOf(choices, ({ path, values }) => wrongChoice(at(sent, ...path), path, values)) ??
    firstOf(exclusives, ([one, other]) =>
      isSet(at(sent, ...one)) && isSet(at(sent, ...other))
        ? `${last(one)} and ${last(other)} exclude each other`
        : null,
    ) ??
    wrongPassword(textAt(sent, "scaling_group", "login_password")) ??
    firstOf(listAt(sent, "scaling_group", "data_disks").filter(isObject), wrongDisk) ??
    wrongLevels(textAt(sent, "management", "auto_vul_fix_policy", "vul_level"))
  );
}

export function firstOf<Item>(items: readonly Item[], check: (item: Item) => string | null): string | null {
  for (const item of items) {
    const problem = check(item);
    if (problem !== null) return problem;
  }
  return null;
}

const last = (path: Path): string => path.at(-1) ?? "";

/** Empty texts, zeros, empty lists and empty objects count as not sent, as for a Go server. */
function isSet(value: Json | undefined): boolean {
  if (Array.isArray(value)) return value.length > 0;
  if (isObject(value)) return Object.values(value).some(isSet);
  return value !== undefined && value !== null && value !== "" && value !== 0 && value !== false;
}

function wrongNumber(value: Json | undefined, path: Path, from: number, to: number): string | null {
  if (value === undefined || value === null) return null;
  if (typeof value !== "number")
    return `json: cannot unmarshal ${typeof value} into field ${path.join(".")} of type int64`;
  return value >= from && value <= to ? null : `${last(path)} ${value} is not from ${from} to ${to}`;
}

function wrongLength(value: Json | undefined, path: Path, from: number, to: number): string | null {
  if (value === undefined || value === null) return null;
  if (!Array.isArray(value)) return `json: cannot unmarshal ${typeof value} into field ${path.join(".")} of type []`;
  const right = value.length >= from && value.length <= to;
  return right ? null : `${last(path)} has ${value.length} items, it may have ${from} to ${to}`;
}

function wrongChoice(value: Json | undefined, path: Path, values: readonly string[]): string | null {
  if (!isSet(value) || (typeof value === "string" && values.includes(value))) return null;
  return `${last(path)} ${JSON.stringify(value)} is not one of ${values.join(", ")}`;
}

function wrongPassword(password: string | null): string | null {
  if (password === null || password === "") return null;
  const long = password.length >= passwordLength.from && password.length <= passwordLength.to;
  const mixed = passwordClasses.filter((kind) => kind.test(password)).length >= 3;
  return long && mixed ? null : "login_password must have 8 to 30 characters of at least three kinds";
}

function wrongDisk(disk: JsonObject): string | null {
  const [encrypted, category, level, size] = ["encrypted", "category", "performance_level", "size"].map(
    (key) => disk[key],
  );
  if (typeof encrypted === "boolean") {
    return "json: cannot unmarshal bool into Go struct field DataDisk.encrypted of type string";
  }
  if (encrypted === "true" && typeof category === "string" && !category.startsWith("cloud_essd")) {
    return `data disks of category ${category} cannot be encrypted`;
  }
  const smallest = typeof level === "string" ? (smallestDisk[level] ?? 0) : 0;
  return typeof size === "number" && size < smallest
    ? `a disk of ${JSON.stringify(level)} needs ${smallest} GiB`
    : null;
}

function wrongLevels(levels: string | null): string | null {
  const unknown = (levels ?? "").split(",").find((level) => !["", "asap", "later", "nntf"].includes(level.trim()));
  return unknown === undefined ? null : `vul_level ${unknown} is not one of asap, later, nntf`;
}
