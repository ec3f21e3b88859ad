import type { FormStep } from "./command.ts";
import { largestPool } from "../domain/changes/scale.ts";
import { type JsonObject, valueAt } from "../domain/json.ts";
import { withPairs, withTaints } from "../domain/node-pool-request/keyed-lists.ts";
import { withOverrides } from "../domain/node-pool-request/overrides.ts";
import { choice, optional, repeated, type ValueOf, wholeNumber, word, words } from "./parameters.ts";
import { assignments, dataDisks, onOff, pairs, pasted, prices, script, taints } from "./pool-parameters.ts";

/** Settings of a node pool that create, clone and edit take alike, in order of importance. */
export const settingOptions = {
  "instance-types": optional(words()),
  vswitches: optional(words()),
  "image-type": optional(word()),
  image: optional(word()),
  "key-pair": optional(word()),
  "system-disk-category": optional(word()),
  "system-disk-size": optional(wholeNumber(1, 99_999)),
  "system-disk-pl": optional(choice(["PL0", "PL1", "PL2", "PL3"])),
  "data-disk": optional(repeated(dataDisks())),
  label: optional(repeated(pairs())),
  taint: optional(repeated(taints())),
  tag: optional(repeated(pairs())),
  "charge-type": optional(choice(["PostPaid", "PrePaid"])),
  period: optional(wholeNumber(1, 60)),
  "period-unit": optional(choice(["Week", "Month"])),
  "auto-renew": optional(onOff()),
  "scaling-mode": optional(choice(["release", "recycle"])),
  "multi-az": optional(choice(["PRIORITY", "COST_OPTIMIZED", "BALANCE"])),
  unschedulable: optional(onOff()),
  cms: optional(onOff()),
  "user-data": optional(script()),
  set: optional(repeated(assignments())),
  file: optional(pasted()),
} as const;

/** What only a new pool takes: what it begins with, and what is fixed from then on. */
export const creationOptions = {
  size: optional(wholeNumber(0, largestPool)),
  min: optional(wholeNumber(0, largestPool)),
  max: optional(wholeNumber(0, largestPool)),
  managed: optional(onOff()),
  spot: optional(choice(["NoSpot", "SpotAsPriceGo", "SpotWithPriceLimit"])),
  "spot-price": optional(repeated(prices())),
  runtime: optional(choice(["containerd", "Sandboxed-Container.runv"])),
  "security-groups": optional(words()),
} as const;

type Given<Options> = { readonly [Name in keyof Options]: ValueOf<Options[Name]> };
type Settings = Given<typeof settingOptions>;
type Creation = Given<typeof creationOptions>;

/** Where in ACK's document an option stands whose value goes there as it is. */
const settingPaths = {
  "instance-types": "scaling_group.instance_types",
  vswitches: "scaling_group.vswitch_ids",
  "image-type": "scaling_group.image_type",
  image: "scaling_group.image_id",
  "key-pair": "scaling_group.key_pair",
  "system-disk-category": "scaling_group.system_disk_category",
  "system-disk-size": "scaling_group.system_disk_size",
  "system-disk-pl": "scaling_group.system_disk_performance_level",
  "data-disk": "scaling_group.data_disks",
  "charge-type": "scaling_group.instance_charge_type",
  period: "scaling_group.period",
  "period-unit": "scaling_group.period_unit",
  "auto-renew": "scaling_group.auto_renew",
  "scaling-mode": "scaling_group.scaling_policy",
  "multi-az": "scaling_group.multi_az_policy",
  unschedulable: "kubernetes_config.unschedulable",
  cms: "kubernetes_config.cms_enabled",
  "user-data": "kubernetes_config.user_data",
} as const satisfies Partial<Record<keyof Settings, string>>;

const creationPaths = {
  size: "scaling_group.desired_size",
  min: "auto_scaling.min_instances",
  max: "auto_scaling.max_instances",
  managed: "management.enable",
  spot: "scaling_group.spot_strategy",
  "spot-price": "scaling_group.spot_price_limit",
  runtime: "kubernetes_config.runtime",
  "security-groups": "scaling_group.security_group_ids",
} as const satisfies Partial<Record<keyof Creation, string>>;

/**
 * A request with settings on top: first what was pasted, as a JSON merge patch, then each option, then fields by their paths.
 * @param more overrides that go with the options
 */
export function withSettings(request: JsonObject, options: Settings, more: JsonObject = {}): JsonObject {
  const base = options.file === null ? request : withOverrides(request, options.file);
  const lists = {
    ...(options.label === null ? {} : list(base, "kubernetes_config.labels", options.label, withPairs)),
    ...(options.taint === null ? {} : list(base, "kubernetes_config.taints", options.taint, withTaints)),
    ...(options.tag === null ? {} : list(base, "scaling_group.tags", options.tag, withPairs)),
  };
  return withOverrides(base, { ...fieldsOf(settingPaths, options), ...lists, ...more, ...options.set });
}

/** The same with what only a new pool takes. With bounds a pool scales itself, and then it has no size. */
export function withCreation(request: JsonObject, options: Settings & Creation): JsonObject {
  const scalesItself = options.min !== null || options.max !== null;
  return withSettings(request, options, {
    ...(scalesItself ? { "auto_scaling.enable": true, "scaling_group.desired_size": null } : {}),
    ...fieldsOf(creationPaths, options),
  });
}

/** Whether anything at all was said. */
export function saysSomething(options: Readonly<Record<string, unknown>>): boolean {
  return Object.values(options).some((value) => value !== null && value !== false);
}

function fieldsOf<Name extends string>(
  paths: Readonly<Record<Name, string>>,
  options: Readonly<Record<NoInfer<Name>, unknown>>,
): JsonObject {
  const names = Object.entries<string>(paths);
  const values = new Map<string, unknown>(Object.entries(options));
  return Object.fromEntries(
    names.flatMap(([name, path]): [string, unknown][] => {
      const value = values.get(name) ?? null;
      return value === null ? [] : [[path, value]];
    }),
  );
}

function list<Wish>(
  request: JsonObject,
  path: string,
  wishes: readonly Wish[],
  merge: (present: unknown, wishes: readonly Wish[]) => readonly JsonObject[],
): JsonObject {
  return { [path]: merge(valueAt(request, path.split(".")), wishes) };
}

const [nodes, kubernetes, more] = [
  [
    "image-type",
    "image",
    "system-disk-category",
    "system-disk-size",
    "system-disk-pl",
    "data-disk",
    "charge-type",
    "period",
    "period-unit",
    "auto-renew",
  ],
  ["label", "taint", "tag", "unschedulable", "cms", "scaling-mode", "multi-az"],
  ["user-data", "set", "file"],
] as const;

/** Pages of the form for a new pool. What may be long comes last, where nothing has to be carried on any more. */
export const creationSteps = (...begin: readonly string[]): readonly FormStep[] => [
  {
    name: "basics",
    asks: [...begin, "instance-types", "vswitches", "size", "min", "max", "key-pair", "managed"],
  },
  { name: "nodes", asks: [...nodes, "spot", "spot-price"] },
  { name: "kubernetes", asks: [...kubernetes, "runtime", "security-groups"] },
  { name: "more", asks: more },
];

/** Pages of the form for the settings of a pool that there is. */
export const settingSteps = (...begin: readonly string[]): readonly FormStep[] => [
  { name: "basics", asks: [...begin, "instance-types", "vswitches", "key-pair"] },
  { name: "kubernetes", asks: kubernetes },
  { name: "nodes", asks: nodes },
  { name: "more", asks: more },
];
