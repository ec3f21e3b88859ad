import type { RequestProblem } from "../problem.ts";
import { type Rule, when } from "./rule.ts";

const needed = ["vswitch_ids", "instance_charge_type"] as const;

/**
 * A pool of ECS instances needs to know where, what and how they are paid (ACK: CreateClusterNodePool `scaling_group`).
 * Instance types may be given by pattern instead. Pools of other kinds have no ECS instances.
 */
export const requiredFields: Rule = ({ nodepool_info: { type }, scaling_group: group }) => {
  if (type !== undefined && type !== "ess") return [];
  const withoutTypes = group?.instance_types === undefined && (group?.instance_patterns ?? []).length === 0;
  return [
    ...needed.flatMap((field): readonly RequestProblem[] =>
      when(group?.[field] === undefined, { code: "missing", path: `scaling_group.${field}` }),
    ),
    ...when(withoutTypes, { code: "missing", path: "scaling_group.instance_types" }),
  ];
};

/** Names are unique in a cluster (ACK: `InvalidParameter.Name`). */
export const freeName: Rule = ({ nodepool_info: { name } }, { poolNames }) =>
  when((poolNames ?? []).includes(name), { code: "name-taken", path: "nodepool_info.name", name });
