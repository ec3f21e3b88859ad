import * as z from "zod";
import { isJsonObject, isList, type JsonObject, type Path, pathText } from "../json.ts";
import { nodePoolRequest } from "./schema/request.ts";

/** Paths of fields that the schema does not list: they are passed on as they are, unchecked. */
export function unknownFields(request: JsonObject): readonly string[] {
  return unknownBelow(nodePoolRequest, request, []);
}

function unknownBelow(schema: unknown, value: unknown, path: Path): readonly string[] {
  if (schema instanceof z.ZodOptional) return unknownBelow(schema.unwrap(), value, path);
  if (schema instanceof z.ZodArray && isList(value)) {
    return value.flatMap((entry, place) => unknownBelow(schema.element, entry, [...path, place]));
  }
  if (!(schema instanceof z.ZodObject) || !isJsonObject(value)) return [];
  const known = new Map<string, unknown>(Object.entries(schema.shape));
  return Object.entries(value).flatMap(([field, inner]) =>
    known.has(field) ? unknownBelow(known.get(field), inner, [...path, field]) : [pathText([...path, field])],
  );
}
