import { isJsonObject, isList, type JsonObject } from "../json.ts";

/** A label or tag that is to be there with a value, or, with null, not at all. */
export interface PairWish {
  readonly key: string;
  readonly value: string | null;
}

/** A taint that is to be there, or not; without an effect it stands for all of its key. */
export interface TaintWish {
  readonly key: string;
  readonly value: string;
  readonly effect: string | null;
  readonly present: boolean;
}

/** Labels or tags with wishes on top: those of other keys stay as they are, in their order. */
export function withPairs(present: unknown, wishes: readonly PairWish[]): readonly JsonObject[] {
  let list = entriesOf(present);
  for (const { key, value } of wishes) {
    const isMeant = (entry: JsonObject): boolean => entry["key"] === key;
    list = value === null ? list.filter((entry) => !isMeant(entry)) : put(list, isMeant, { key, value });
  }
  return list;
}

/** ACK's own default of a taint's effect (ACK: CreateClusterNodePool `taints`). */
const defaultEffect = "NoSchedule";

/** Taints with wishes on top: a taint is known by its key and its effect. */
export function withTaints(present: unknown, wishes: readonly TaintWish[]): readonly JsonObject[] {
  let list = entriesOf(present);
  for (const { key, value, effect: named, present: wanted } of wishes) {
    const effect = named ?? defaultEffect;
    const isMeant = (entry: JsonObject): boolean =>
      entry["key"] === key && ((!wanted && named === null) || (entry["effect"] ?? defaultEffect) === effect);
    list = wanted ? put(list, isMeant, { key, value, effect }) : list.filter((entry) => !isMeant(entry));
  }
  return list;
}

/** An entry in the place of the one that is meant, or behind all others. */
function put(
  list: readonly JsonObject[],
  isMeant: (entry: JsonObject) => boolean,
  entry: JsonObject,
): readonly JsonObject[] {
  const place = list.findIndex(isMeant);
  return place === -1 ? list.concat(entry) : list.with(place, { ...list[place], ...entry });
}

function entriesOf(list: unknown): readonly JsonObject[] {
  return isList(list) ? list.filter(isJsonObject) : [];
}
