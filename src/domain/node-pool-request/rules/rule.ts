import type { RequestContext } from "../context.ts";
import type { ProblemCode, RequestProblem } from "../problem.ts";
import type { NodePoolRequest, ScalingGroup } from "../schema/request.ts";

/** From a request whose fields are right one by one, to what is wrong with them together. */
export type Rule = (request: NodePoolRequest, context: RequestContext) => readonly RequestProblem[];

/** A rule about the scaling group alone: it has nothing to say where there is none. */
export function aboutScalingGroup(
  rule: (group: ScalingGroup, context: RequestContext) => readonly RequestProblem[],
): Rule {
  return ({ scaling_group: group }, context) => (group === undefined ? [] : rule(group, context));
}

/** The problem where it holds, else nothing. */
export function when<Code extends ProblemCode>(
  holds: boolean,
  problem: RequestProblem<Code>,
): readonly RequestProblem<Code>[] {
  return holds ? [problem] : [];
}
