import type { ChannelId } from "../domain/ids.ts";
import type { Plan } from "../domain/plan.ts";
import type { Requirement } from "../domain/policy.ts";
import type { ChangeRequest } from "../domain/request.ts";

/** A request that no person made: ACK began it, or a rule of the configuration demands it. */
export function byItself(plan: Plan, requirement: Requirement, channel: ChannelId): ChangeRequest {
  return {
    plan,
    requirement,
    requester: null,
    reason: null,
    breakGlass: null,
    line: null,
    channel,
    cardChannel: channel,
  };
}
