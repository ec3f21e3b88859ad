import { isJsonObject, isList, type JsonObject, type Path, pathFrom } from "../json.ts";

/**
 * Puts overrides on top of a request, as a JSON merge patch (RFC 7396): objects are merged, lists and all else are replaced, a null
 * takes the field away. A field at the top may be written as a path, `{"scaling_group.data_disks[0].size": 80}`; a place behind the
 * end of a list adds to it.
 */
export function withOverrides(request: JsonObject, overrides: JsonObject): JsonObject {
  return Object.entries(overrides).reduce((made, [path, value]) => {
    const changed = withValue(made, pathFrom(path), value);
    return isJsonObject(changed) ? changed : made;
  }, request);
}

function withValue(base: unknown, [step, ...further]: Path, value: unknown): unknown {
  if (step === undefined) return merged(base, value);
  const goes = further.length === 0 && value === null;
  if (typeof step === "number") {
    const list = isList(base) ? base : [];
    const place = Math.min(step, list.length);
    return goes ? list.toSpliced(place, 1) : list.toSpliced(place, 1, withValue(list[place], further, value));
  }
  const { [step]: present, ...rest } = isJsonObject(base) ? base : {};
  return goes ? rest : { ...rest, [step]: withValue(present, further, value) };
}

function merged(base: unknown, patch: unknown): unknown {
  if (!isJsonObject(patch)) return patch;
  return Object.entries(patch).reduce<unknown>(
    (made, [field, value]) => withValue(made, [field], value),
    isJsonObject(base) ? base : {},
  );
}
