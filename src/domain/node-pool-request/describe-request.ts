import { isJsonObject, isList, type JsonObject } from "../json.ts";
import { isKeyed, shownField } from "./shown.ts";

/** The console's tabs of a new node pool (ACK: create a node pool), and one for the managed features. */
export const tabs = [
  "basic",
  "network",
  "instances-and-image",
  "storage",
  "number-of-instances",
  "management",
  "advanced",
] as const;
export type Tab = (typeof tabs)[number];

/** One field of a request for people, under the tab where the console has it. */
export interface DescribedField {
  readonly tab: Tab;
  readonly path: string;
  readonly value: string;
}

/** Beginnings of paths, by tab. What fits none is advanced. */
const beginnings: Readonly<Record<Exclude<Tab, "advanced">, readonly string[]>> = {
  basic: ["nodepool_info", "auto_scaling", "auto_mode"],
  network: ["scaling_group.vswitch_ids"],
  "instances-and-image": [
    "scaling_group.instance_charge_type",
    "scaling_group.period",
    "scaling_group.auto_renew",
    "scaling_group.spot_strategy",
    "scaling_group.spot_price_limit",
    "scaling_group.instance_types",
    "scaling_group.instance_patterns",
    "scaling_group.image_",
    "scaling_group.soc_enabled",
    "scaling_group.security_hardening_os",
    "scaling_group.key_pair",
    "scaling_group.login_",
    "kubernetes_config.runtime",
  ],
  storage: ["scaling_group.system_disk_", "scaling_group.data_disks", "scaling_group.disk_init"],
  "number-of-instances": ["scaling_group.desired_size"],
  management: ["management"],
};

function tabOf(path: string): Tab {
  return (
    tabs.find((tab) => tab !== "advanced" && beginnings[tab].some((beginning) => path.startsWith(beginning))) ??
    "advanced"
  );
}

/** Every field of a request, one line each, in the order of the console's tabs. Secrets are not shown. */
export function describeRequest(request: JsonObject): readonly DescribedField[] {
  const fields = linesOf(request, "").map(({ path, value }) => ({ tab: tabOf(path), path, value }));
  return tabs.flatMap((tab) => fields.filter((field) => field.tab === tab));
}

interface Line {
  readonly path: string;
  readonly value: string;
}

function linesOf(value: unknown, path: string): readonly Line[] {
  if (isJsonObject(value) && Object.keys(value).length > 0) {
    return Object.entries(value).flatMap(([field, inner]) => linesOf(inner, path === "" ? field : `${path}.${field}`));
  }
  if (isList(value) && value.some((entry) => isJsonObject(entry) && !isKeyed(entry))) {
    return value.flatMap((entry, place) => linesOf(entry, `${path}[${place}]`));
  }
  return [{ path, value: shownField(path, value) }];
}
