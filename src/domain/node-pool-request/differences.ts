import { isJsonObject, isList, type JsonObject, sameJson } from "../json.ts";
import { shownField } from "./shown.ts";

/** One place where two JSON objects differ; null where one of them has nothing there. */
export interface Difference {
  readonly path: string;
  readonly from: string | null;
  readonly to: string | null;
}

/**
 * Where two JSON objects differ, field by field. Labels, taints and tags are compared by key, so that their order is no difference;
 * other lists of objects by place; lists of values as a whole, as their order counts (vSwitches, instance types).
 */
export function differences(before: JsonObject, after: JsonObject): readonly Difference[] {
  return differencesBelow(before, after, "");
}

function differencesBelow(before: unknown, after: unknown, path: string): readonly Difference[] {
  if (sameJson(before, after)) return [];
  const comparison = comparisonOf(before, after);
  if (comparison === null) return [differenceAt(path, before, after)];
  const { left, right, finest } = comparison;
  return [...new Set([...left.keys(), ...right.keys()])].flatMap((part) => {
    const below = part.startsWith("[") || path === "" ? path + part : `${path}.${part}`;
    if (!finest) return differencesBelow(left.get(part), right.get(part), below);
    return sameJson(left.get(part), right.get(part)) ? [] : [differenceAt(below, left.get(part), right.get(part))];
  });
}

function differenceAt(path: string, before: unknown, after: unknown): Difference {
  const side = (value: unknown): string | null => (value === undefined ? null : shownField(path, value));
  return { path, from: side(before), to: side(after) };
}

type Parts = ReadonlyMap<string, unknown>;

/** Two values in parts that are set against each other; the finest parts are not taken apart further. */
interface Comparison {
  readonly left: Parts;
  readonly right: Parts;
  readonly finest: boolean;
}

/** null where two values are compared as a whole. */
function comparisonOf(before: unknown, after: unknown): Comparison | null {
  // Against nothing, an object is told field by field too, so that no long text of braces is shown.
  if (isJsonObject(before ?? after) && isJsonObject(after ?? before)) {
    const left = fieldsOf(before);
    const right = fieldsOf(after);
    return left.size + right.size === 0 ? null : { left, right, finest: false };
  }
  const left = before ?? [];
  const right = after ?? [];
  if (!isList(left) || !isList(right) || left.length + right.length === 0) return null;
  if (![...left, ...right].every(isJsonObject)) return null;
  const identity = [keyOf, keyAndEffectOf].find((one) => isUnique(left, one) && isUnique(right, one));
  // Who looks at a label does not want its fields one by one.
  return identity === undefined
    ? { left: byPlace(left), right: byPlace(right), finest: false }
    : { left: byIdentity(left, identity), right: byIdentity(right, identity), finest: true };
}

function fieldsOf(value: unknown): Parts {
  return new Map(isJsonObject(value) ? Object.entries(value) : []);
}

function byPlace(list: readonly unknown[]): Parts {
  return new Map(list.map((entry, place) => [`[${place}]`, entry]));
}

function keyOf(entry: unknown): string | null {
  return isJsonObject(entry) && typeof entry["key"] === "string" ? entry["key"] : null;
}

/** A taint may stand more than once with one key. */
function keyAndEffectOf(entry: unknown): string | null {
  const key = keyOf(entry);
  if (key === null || !isJsonObject(entry)) return null;
  const { effect } = entry;
  return typeof effect === "string" ? `${key}:${effect}` : key;
}

type Identity = (entry: unknown) => string | null;

function isUnique(list: readonly unknown[], identity: Identity): boolean {
  const keys = list.map(identity);
  return !keys.includes(null) && new Set(keys).size === keys.length;
}

function byIdentity(list: readonly unknown[], identity: Identity): Parts {
  return new Map(list.map((entry) => [`[${identity(entry) ?? ""}]`, entry]));
}

/** Whether the path of a difference is one of these, or below one. */
export function isBelow(path: string, groups: readonly string[]): boolean {
  return groups.some((group) => path === group || path.startsWith(`${group}.`) || path.startsWith(`${group}[`));
}
