import { isJsonObject, isList, type JsonObject } from "../json.ts";
import { addedByAck } from "../node-pool-request/rules/keys.ts";
import { type Difference, differences, isBelow } from "../node-pool-request/differences.ts";
import { isScript, shownField } from "../node-pool-request/shown.ts";
import { type Reach, reachOf } from "../changes/settings.ts";
import type { News } from "./news.ts";

/**
 * Fields that move without anybody having changed the configuration, or that another story tells: counts and states, moments,
 * the size, a password that ACK may mask differently each time, versions that ACK works out by itself.
 */
const notConfiguration: ReadonlySet<string> = new Set([
  "status",
  "nodepool_info.updated",
  "nodepool_info.created",
  "scaling_group.desired_size",
  "scaling_group.scaling_group_id",
  "scaling_group.login_password",
  "scaling_group.ram_policy",
]);

/** Fields that an upgrade moves. */
const versionFields = [
  "kubernetes_config.runtime",
  "kubernetes_config.runtime_version",
  "scaling_group.image_id",
  "node_components",
];

/**
 * A pool's configuration as it can be compared between two looks: what is empty is left out, as ACK does in one call and not in
 * another. Of scripts only a digest is kept, for it is written down and people put tokens into them.
 */
export function comparable(settings: JsonObject): JsonObject {
  const kept = keep(settings, "");
  return isJsonObject(kept) ? kept : {};
}

function keep(value: unknown, path: string): unknown {
  if (value === null || value === "" || notConfiguration.has(path)) return undefined;
  if (isScript(path)) return { digest: shownField(path, value) };
  if (isList(value)) {
    const entries = value.filter((entry) => !isTagOfAck(path, entry)).map((entry) => keep(entry, `${path}[]`));
    return entries.length === 0 ? undefined : entries;
  }
  if (!isJsonObject(value)) return value;
  const fields = Object.entries(value).flatMap(([field, inner]): [string, unknown][] => {
    const kept = keep(inner, path === "" ? field : `${path}.${field}`);
    return kept === undefined ? [] : [[field, kept]];
  });
  return fields.length === 0 ? undefined : Object.fromEntries(fields);
}

function isTagOfAck(path: string, entry: unknown): boolean {
  return path === "scaling_group.tags" && isJsonObject(entry) && addedByAck(String(entry["key"]));
}

/** Where two configurations differ, but for versions where an upgrade moves them. */
export function configurationDifferences(
  before: JsonObject,
  after: JsonObject,
  versionsMove: boolean,
): readonly Difference[] {
  return differences(before, after).filter(({ path }) => !(versionsMove && isBelow(path, versionFields)));
}

/** Whom a change reaches that somebody made elsewhere; `mixed`: its fields do not agree, or are not all told. */
export function changeReach({
  differences: told,
  more,
}: Pick<Extract<News, { kind: "changed" }>, "differences" | "more">): Reach | "mixed" {
  const [first, ...others] = new Set(told.map(({ path }) => reachOf(path)));
  return first === undefined || others.length > 0 || more > 0 ? "mixed" : first;
}
