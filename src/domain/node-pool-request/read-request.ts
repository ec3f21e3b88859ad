import { failure, type Result } from "../result.ts";
import type { RequestContext } from "./context.ts";
import { deprecatedProblems } from "./deprecated-fields.ts";
import { isJsonObject, withoutNulls } from "../json.ts";
import type { RequestProblem } from "./problem.ts";
import { rules } from "./rules/table.ts";
import type { NodePoolRequest } from "./schema/request.ts";
import { readShape } from "./shape.ts";

/**
 * Checks a body for CreateClusterNodePool before ACK is asked: each field, deprecated ones, and the fields together. The last need
 * fields that are right by themselves, so they are told after those. A null is a field left out, as ACK writes it.
 */
export function readNodePoolRequest(
  value: unknown,
  context: RequestContext,
): Result<NodePoolRequest, readonly [RequestProblem, ...RequestProblem[]]> {
  const request = withoutNulls(value);
  if (!isJsonObject(request)) return failure([{ code: "not-a-request", path: "" }]);
  const shape = readShape(request);
  const [first, ...further] = [
    ...(shape.ok
      ? Object.values(rules).flatMap((rule) => rule(shape.value, context))
      : shape.problem.map(({ problem }) => problem)),
    ...deprecatedProblems(request),
  ];
  if (shape.ok && first === undefined) return shape;
  return failure([first ?? { code: "not-a-request", path: "" }, ...further]);
}
