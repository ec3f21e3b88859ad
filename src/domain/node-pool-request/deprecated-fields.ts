import { isJsonObject, type JsonObject, pathsOf, pathText, valueAt } from "../json.ts";
import type { RequestProblem } from "./problem.ts";

interface DeprecatedField {
  readonly path: string;
  /** The path of what is used instead; null where nothing is. */
  readonly successor: string | null;
  /** What the successor has to hold to mean the same, from the group that holds the field; undefined where nothing does. */
  readonly carry: (value: unknown, group: JsonObject) => unknown;
}

const nothing = (): undefined => undefined;
const same = (value: unknown): unknown => value;
/** The fields of an EIP mean something only where one is bound. */
const withEip = (value: unknown, group: JsonObject): unknown =>
  group["is_bond_eip"] === true && value !== 0 && value !== "" ? value : undefined;

/** Fields that ACK marks as deprecated (ACK: CreateClusterNodePool), with what took their place. */
export const deprecatedFields: readonly DeprecatedField[] = [
  { path: "auto_scaling.is_bond_eip", successor: "scaling_group.internet_max_bandwidth_out", carry: nothing },
  { path: "auto_scaling.eip_internet_charge_type", successor: "scaling_group.internet_charge_type", carry: withEip },
  { path: "auto_scaling.eip_bandwidth", successor: "scaling_group.internet_max_bandwidth_out", carry: withEip },
  { path: "management.upgrade_config.auto_upgrade", successor: "management.auto_upgrade", carry: same },
  {
    path: "scaling_group.cis_enabled",
    successor: "scaling_group.security_hardening_os",
    carry: (enabled) => (enabled === true ? true : undefined),
  },
  {
    path: "scaling_group.security_group_id",
    successor: "scaling_group.security_group_ids",
    carry: (id) => (id === "" ? undefined : [id]),
  },
  {
    path: "scaling_group.platform",
    successor: "scaling_group.image_type",
    // An image that is named decides alone; the platform beside it is only a hint.
    carry: (platform, group) => (group["image_id"] === undefined && platform !== "" ? platform : undefined),
  },
  { path: "count", successor: "scaling_group.desired_size", carry: nothing },
  { path: "max_nodes", successor: null, carry: nothing },
  { path: "interconnect_config", successor: null, carry: nothing },
];

/** Deprecated fields are refused with the name of what took their place, whatever they hold. */
export function deprecatedProblems(request: JsonObject): readonly RequestProblem[] {
  return deprecatedFields.flatMap(({ path, successor }) =>
    pathsOf(request, path).map((at): RequestProblem => ({ code: "deprecated", path: pathText(at), successor })),
  );
}

/** The value for the successor of a deprecated field, undefined where there is none to carry over. */
export function carriedValue(request: JsonObject, { path, carry }: DeprecatedField): unknown {
  const steps = path.split(".");
  const group = valueAt(request, steps.slice(0, -1));
  const value = valueAt(request, steps);
  return value === undefined || !isJsonObject(group) ? undefined : carry(value, group);
}

/** Deprecated by the SDK's model alone, and still the only way some pools are described: taken, with a notice. */
export const deprecatedButTaken: readonly { readonly path: string; readonly successor: string | null }[] = [
  { path: "scaling_group.data_disks[].auto_format", successor: "scaling_group.disk_init" },
  { path: "scaling_group.data_disks[].file_system", successor: "scaling_group.disk_init" },
  { path: "scaling_group.data_disks[].mount_target", successor: "scaling_group.disk_init" },
  {
    path: "scaling_group.instance_patterns[].architectures",
    successor: "scaling_group.instance_patterns[].cpu_architectures",
  },
  { path: "scaling_group.instance_patterns[].core", successor: "scaling_group.instance_patterns[].cores" },
  { path: "scaling_group.instance_patterns[].burst_performance_option", successor: null },
  { path: "scaling_group.instance_patterns[].max_price", successor: null },
  { path: "management.upgrade_config", successor: null },
];
