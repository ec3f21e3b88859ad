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
  return wishes.reduce<readonly JsonObject[]>((list, { key, value }) => {
    const place = list.findIndex((entry) => entry["key"] === key);
    if (value === null) return list.filter((entry) => entry["key"] !== key);
    return place === -1 ? [...list, { key, value }] : list.with(place, { ...list[place], value });
  }, entriesOf(present));
}

/** ACK's own default of a taint's effect (ACK: CreateClusterNodePool `taints`). */
const defaultEffect = "NoSchedule";

/** Taints with wishes on top: a taint is known by its key and its effect. */
export function withTaints(present: unknown, wishes: readonly TaintWish[]): readonly JsonObject[] {
  return wishes.reduce<readonly JsonObject[]>((list, { key, value, effect, present: wanted }) => {
    const isMeant = (entry: JsonObject): boolean =>
      entry["key"] === key &&
      (!wanted && effect === null ? true : (entry["effect"] ?? defaultEffect) === (effect ?? defaultEffect));
    const place = list.findIndex(isMeant);
    if (!wanted) return list.filter((entry) => !isMeant(entry));
    const taint = { key, value, effect: effect ?? defaultEffect };
    return place === -1 ? [...list, taint] : list.with(place, taint);
  }, entriesOf(present));
}

function entriesOf(list: unknown): readonly JsonObject[] {
  return isList(list) ? list.filter(isJsonObject) : [];
}
