import type { RequestProblem } from "../problem.ts";
import type { ScalingGroup } from "../schema/request.ts";
import { aboutScalingGroup, type Rule, when } from "./rule.ts";

/** A subscription has a length (ACK: `period` and `period_unit` are required for PrePaid). */
export const subscriptionNeedsPeriod: Rule = aboutScalingGroup((group) =>
  (["period", "period_unit"] as const).flatMap((field): readonly RequestProblem[] =>
    when(group.instance_charge_type === "PrePaid" && group[field] === undefined, {
      code: "needed-by",
      path: `scaling_group.${field}`,
      other: "scaling_group.instance_charge_type",
      value: "PrePaid",
    }),
  ),
);

type Unit = NonNullable<ScalingGroup["period_unit"]>;

/** What can be bought, and what it can be renewed by, in each unit (ACK: `period`, `auto_renew_period`). */
const periods: Readonly<Record<Unit, readonly number[]>> = {
  Week: [1, 2, 3, 4],
  Month: [1, 2, 3, 4, 5, 6, 7, 8, 9, 12, 24, 36, 48, 60],
};
const renewals: Readonly<Record<Unit, readonly number[]>> = {
  Week: [1, 2, 3],
  Month: [1, 2, 3, 6, 12, 24, 36, 48, 60],
};

/** Only some lengths of subscriptions are sold. */
export const periodsForSale: Rule = aboutScalingGroup(({ period_unit: unit, period, auto_renew_period: renewal }) => {
  if (unit === undefined) return [];
  const sold = (
    path: string,
    wanted: number | undefined,
    lengths: Readonly<Record<Unit, readonly number[]>>,
  ): readonly RequestProblem[] =>
    when(wanted !== undefined && !lengths[unit].includes(wanted), {
      code: "not-allowed",
      path,
      allowed: lengths[unit].map(String),
    });
  return [
    ...sold("scaling_group.period", period, periods),
    ...sold("scaling_group.auto_renew_period", renewal, renewals),
  ];
});

const spotStrategies = ["SpotWithPriceLimit", "SpotAsPriceGo"] as const;

export function buysSpot({ spot_strategy: strategy }: ScalingGroup): boolean {
  return spotStrategies.some((spot) => spot === strategy);
}

const spotOptions = [
  "spot_price_limit",
  "spot_instance_pools",
  "spot_instance_remedy",
  "compensate_with_on_demand",
  "on_demand_base_capacity",
  "on_demand_percentage_above_base_capacity",
] as const;

/** Options for spot instances that ask for something; false, 0 and an empty list do not. */
export function spotOptionsOf(group: ScalingGroup): readonly string[] {
  return spotOptions.filter((option) => {
    const value = group[option];
    return Array.isArray(value) ? value.length > 0 : value !== undefined && value !== false && value !== 0;
  });
}

/** Options for spot instances need them (ACK: create a node pool, "requires spot instance billing"). */
export const spotOptionsNeedSpot: Rule = aboutScalingGroup((group) =>
  buysSpot(group)
    ? []
    : spotOptionsOf(group).map((option) => ({
        code: "only-with",
        path: `scaling_group.${option}`,
        other: "scaling_group.spot_strategy",
        allowed: spotStrategies,
      })),
);

/** An instance is a spot instance or a subscription, not both (ACK: create a node pool, billing method). */
export const spotIsPaidAsUsed: Rule = aboutScalingGroup((group) =>
  when(buysSpot(group) && group.instance_charge_type === "PrePaid", {
    code: "never-with",
    path: "scaling_group.spot_strategy",
    other: "scaling_group.instance_charge_type",
    value: "PrePaid",
  }),
);
