import type { Voter } from "./eligibility.ts";
import type { ChannelId, UserId } from "./ids.ts";
import type { Plan } from "./plan.ts";
import type { Requirement } from "./policy.ts";

/** What somebody asks to be carried out: a plan, who wants it and why, and the sign-off that it needs. */
export interface ChangeRequest {
  readonly plan: Plan;
  readonly requirement: Requirement;
  /** null: ACK began it, or Lifeguard itself by a rule of the configuration. */
  readonly requester: UserId | null;
  readonly reason: string | null;
  /** Who wants it without sign-off, with what Slack says of them at this moment; null: it waits for its sign-off. */
  readonly breakGlass: Voter | null;
  /** What was typed, without the slash command; null: nothing was. */
  readonly line: string | null;
  /** Where it was typed; without a line, where its card is to live. */
  readonly channel: ChannelId;
  /** Where its card is to live. */
  readonly cardChannel: ChannelId;
}
