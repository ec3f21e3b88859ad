/** A JSON object as it came; what its fields hold is not yet known. */
export type JsonObject = Readonly<Record<string, unknown>>;

/** Where a value stands: names of fields and places in lists. */
export type Path = readonly (string | number)[];

export function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

export function isList(value: unknown): value is readonly unknown[] {
  return Array.isArray(value);
}

/** A path as people type it: `scaling_group.data_disks[0].size`. */
export function pathText(path: Path): string {
  return path.reduce<string>((text, step) => {
    if (typeof step === "number") return `${text}[${step}]`;
    return text === "" ? step : `${text}.${step}`;
  }, "");
}

/** The path that people typed: `scaling_group.data_disks[0].size`. */
export function pathFrom(text: string): Path {
  return text.split(".").flatMap((part): Path => {
    const [, field, places] = /^([^[\]]+)((?:\[\d+\])+)$/.exec(part) ?? [];
    if (field === undefined || places === undefined) return [part];
    return [field, ...Array.from(places.matchAll(/\d+/g), ([digits]) => Number(digits))];
  });
}

/** What stands at a path; undefined where nothing does. */
export function valueAt(value: unknown, path: Path): unknown {
  return path.reduce<unknown>((reached, step) => {
    if (typeof step === "number") return isList(reached) ? reached[step] : undefined;
    return isJsonObject(reached) && Object.hasOwn(reached, step) ? reached[step] : undefined;
  }, value);
}

/** Every path that a pattern like `scaling_group.data_disks[].size` finds; `[]` stands for each place of a list. */
export function pathsOf(value: unknown, pattern: string): readonly Path[] {
  const steps = pattern.replaceAll("[]", ".[]").split(".");
  return steps.reduce<readonly Path[]>(
    (paths, step) =>
      paths.flatMap((path): readonly Path[] => {
        const reached = valueAt(value, path);
        if (step === "[]") return isList(reached) ? reached.map((_, place) => [...path, place]) : [];
        return isJsonObject(reached) && Object.hasOwn(reached, step) ? [[...path, step]] : [];
      }),
    [[]],
  );
}

/** The same JSON without what stands at a path. An object that is emptied by it goes too. */
export function without(value: JsonObject, path: Path): JsonObject {
  const rest = withoutStep(value, path);
  return isJsonObject(rest) ? rest : {};
}

function withoutStep(value: unknown, [step, ...further]: Path): unknown {
  if (typeof step === "number") {
    if (!isList(value)) return value;
    return further.length === 0 ? value.toSpliced(step, 1) : value.with(step, withoutStep(value[step], further) ?? {});
  }
  if (step === undefined || !isJsonObject(value) || !Object.hasOwn(value, step)) return value;
  const inner = further.length === 0 ? undefined : withoutStep(value[step], further);
  const entries = Object.entries(value).flatMap(([field, kept]): [string, unknown][] => {
    if (field !== step) return [[field, kept]];
    return inner === undefined ? [] : [[field, inner]];
  });
  return entries.length === 0 ? undefined : Object.fromEntries(entries);
}

/** The same JSON with another value in a field below objects; objects on the way are made. */
export function withField(value: JsonObject, [step, ...further]: readonly string[], set: unknown): JsonObject {
  if (step === undefined) return value;
  const inner = value[step];
  return {
    ...value,
    [step]: further.length === 0 ? set : withField(isJsonObject(inner) ? inner : {}, further, set),
  };
}

/** The same JSON without fields that are null, which is how ACK writes that nothing is set. */
export function withoutNulls(value: unknown): unknown {
  if (isList(value)) return value.map(withoutNulls);
  if (!isJsonObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).flatMap(([field, inner]): [string, unknown][] =>
      inner === null || inner === undefined ? [] : [[field, withoutNulls(inner)]],
    ),
  );
}

/** Whether two values are the same JSON, in whatever order their fields stand. */
export function sameJson(one: unknown, other: unknown): boolean {
  if (isList(one)) {
    return isList(other) && one.length === other.length && one.every((entry, place) => sameJson(entry, other[place]));
  }
  if (!isJsonObject(one)) return one === other;
  return (
    isJsonObject(other) &&
    Object.keys(one).length === Object.keys(other).length &&
    Object.entries(one).every(([field, inner]) => Object.hasOwn(other, field) && sameJson(inner, other[field]))
  );
}
