import type * as z from "zod";
import { type JsonObject, type Path, pathText, valueAt } from "../json.ts";
import { type FieldType, flaw, type RequestProblem } from "./problem.ts";
import { type NodePoolRequest, nodePoolRequest } from "./schema/request.ts";
import { failure, type Result, success } from "../result.ts";

/** Where a schema found fault, and with what. */
export interface Fault {
  readonly path: Path;
  readonly problem: RequestProblem;
}

/** Reads the fields one by one, each by itself. */
export function readShape(request: JsonObject): Result<NodePoolRequest, readonly Fault[]> {
  const read = nodePoolRequest.safeParse(request);
  if (read.success) return success(read.data);
  return failure(read.error.issues.map((issue) => faultOf(issue, request)));
}

const typeNames: Readonly<Record<string, FieldType>> = {
  string: "text",
  number: "number",
  boolean: "boolean",
  array: "list",
  object: "object",
  record: "object",
};

function faultOf(issue: z.core.$ZodIssue, request: JsonObject): Fault {
  // zod's type allows symbols as names of fields; JSON has none.
  const at = issue.path.filter((step) => typeof step !== "symbol");
  return { path: at, problem: problemOf(issue, pathText(at), valueAt(request, at)) };
}

function problemOf(issue: z.core.$ZodIssue, path: string, value: unknown): RequestProblem {
  if (value === undefined) return { code: "missing", path };
  if (issue.code === "invalid_value") return { code: "not-allowed", path, allowed: issue.values.map(String) };
  if (issue.code === "invalid_type") {
    const expected = typeNames[issue.expected];
    if (expected !== undefined) return { code: "wrong-type", path, expected };
  }
  if (issue.code === "custom") return { ...flaw.parse(issue.params), path };
  throw new Error(`The schema found fault with ${path} in a way that has no words: ${issue.code}`);
}
