import type { JsonObject } from "../json.ts";
import { cloneRequest } from "./clone.ts";
import type { RequestContext } from "./context.ts";
import type { RequestProblem } from "./problem.ts";
import { readNodePoolRequest } from "./read-request.ts";
import { sameJson } from "../json.ts";

/** A pool's settings as a request would ask for them: what changes are put on top of, and checked with. */
export function presentRequest(pool: { readonly name: string; readonly settings: JsonObject }): JsonObject {
  return cloneRequest(pool.settings, pool.name).request;
}

/**
 * What is wrong with settings only since they were changed. What was wrong before is ACK's own matter: it holds there, and somebody
 * who changes a label is not to be told of it.
 */
export function problemsOfChange(
  before: JsonObject,
  after: JsonObject,
  context: RequestContext,
): readonly RequestProblem[] {
  const known = problemsOf(before, context);
  return problemsOf(after, context).filter((problem) => !known.some((one) => sameJson(one, problem)));
}

function problemsOf(request: JsonObject, context: RequestContext): readonly RequestProblem[] {
  const read = readNodePoolRequest(request, context);
  return read.ok ? [] : read.problem;
}
