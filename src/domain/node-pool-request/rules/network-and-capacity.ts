import { aboutScalingGroup, type Rule, when } from "./rule.ts";

/** Groups are named in one field or the other (ACK: `security_group_ids`). */
export const oneFieldForSecurityGroups: Rule = aboutScalingGroup((group) =>
  when(group.security_group_id !== undefined && group.security_group_ids !== undefined, {
    code: "exclusive",
    path: "scaling_group.security_group_id",
    other: "scaling_group.security_group_ids",
  }),
);

/** A node with a public address of its own gets no elastic one beside it (ACK: node pools, public IP). */
export const onePublicAddress: Rule = ({ scaling_group: group, auto_scaling: auto }) =>
  when(group?.internet_max_bandwidth_out !== undefined && auto?.is_bond_eip === true, {
    code: "exclusive",
    path: "auto_scaling.is_bond_eip",
    other: "scaling_group.internet_max_bandwidth_out",
  });

/** Private pools are chosen in one way (ACK: `resource_pool_options`). "None" chooses nothing. */
export const oneWayToPrivatePools: Rule = aboutScalingGroup(
  ({ resource_pool_options: resources, private_pool_options: pool }) => {
    const byResources = (resources?.strategy ?? "None") !== "None" || (resources?.private_pool_ids ?? []).length > 0;
    const byPool = (pool?.match_criteria ?? "None") !== "None" || pool?.id !== undefined;
    return when(byResources && byPool, {
      code: "exclusive",
      path: "scaling_group.resource_pool_options",
      other: "scaling_group.private_pool_options",
    });
  },
);

/** A pool that is aimed at has to be named (ACK: `private_pool_options`, `resource_pool_options`). */
export const privatePoolsAreNamed: Rule = aboutScalingGroup(
  ({ resource_pool_options: resources, private_pool_options: pool }) => [
    ...when(pool?.match_criteria === "Target" && pool.id === undefined, {
      code: "needed-by",
      path: "scaling_group.private_pool_options.id",
      other: "scaling_group.private_pool_options.match_criteria",
      value: "Target",
    }),
    ...when(resources?.strategy === "PrivatePoolOnly" && (resources.private_pool_ids ?? []).length === 0, {
      code: "needed-by",
      path: "scaling_group.resource_pool_options.private_pool_ids",
      other: "scaling_group.resource_pool_options.strategy",
      value: "PrivatePoolOnly",
    }),
  ],
);

/** Extra nodes are counted or a share (ACK: `upgrade_config.surge`). ACK describes pools with 0 in both. */
export const oneKindOfSurge: Rule = ({ management }) => {
  const { surge = 0, surge_percentage: percentage = 0 } = management?.upgrade_config ?? {};
  return when(surge > 0 && percentage > 0, {
    code: "exclusive",
    path: "management.upgrade_config.surge_percentage",
    other: "management.upgrade_config.surge",
  });
};
