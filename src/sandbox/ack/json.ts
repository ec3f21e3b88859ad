/** JSON as it crosses the wire: what is stored of a cluster or pool is what was sent, known or not. */
import * as z from "zod";

export type Json = string | number | boolean | null | readonly Json[] | JsonObject;
export interface JsonObject {
  readonly [key: string]: Json | undefined;
}

const anyJson: z.ZodType<Json> = z.json();
export const jsonObject: z.ZodType<JsonObject> = z.record(z.string(), anyJson);

export function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The value at a path of keys; undefined where there is none. */
export function at(document: JsonObject, ...path: readonly string[]): Json | undefined {
  let value: Json | undefined = document;
  for (const key of path) value = isObject(value) ? value[key] : undefined;
  return value;
}

export function textAt(document: JsonObject, ...path: readonly string[]): string | null {
  const value = at(document, ...path);
  return typeof value === "string" ? value : null;
}

export function numberAt(document: JsonObject, ...path: readonly string[]): number | null {
  const value = at(document, ...path);
  return typeof value === "number" ? value : null;
}

export function isOn(document: JsonObject, ...path: readonly string[]): boolean {
  return at(document, ...path) === true;
}

export function listAt(document: JsonObject, ...path: readonly string[]): readonly Json[] {
  const value = at(document, ...path);
  return Array.isArray(value) ? value : [];
}

/** Partial merge: objects by key, everything else replaced. A null counts as not sent, as for a Go server. */
export function merge(base: JsonObject, patch: JsonObject): JsonObject {
  const merged: Record<string, Json | undefined> = { ...base };
  for (const [key, value] of Object.entries(patch)) {
    if (value === null || value === undefined) continue;
    const before = merged[key];
    merged[key] = isObject(before) && isObject(value) ? merge(before, value) : value;
  }
  return merged;
}

/** The document without the value at a path. */
export function without(document: JsonObject, key: string, ...rest: readonly string[]): JsonObject {
  const [next, ...further] = rest;
  const child = document[key];
  if (next !== undefined) {
    return isObject(child) ? { ...document, [key]: without(child, next, ...further) } : document;
  }
  return Object.fromEntries(Object.entries(document).filter(([name]) => name !== key));
}
