import type { GroupMembers } from "./approver-group.ts";
import type { UserId } from "./ids.ts";

/** A Slack account, as far as rights depend on it (Slack: users.info). */
export interface Person {
  readonly id: UserId;
  readonly name: string;
  /** The workspace the account belongs to. */
  readonly teamId: string;
  readonly bot: boolean;
  readonly deactivated: boolean;
  /** Single- and multi-channel guests (`is_restricted`, `is_ultra_restricted`). */
  readonly guest: boolean;
  readonly stranger: boolean;
  /** `en-US` for example. */
  readonly locale: string | null;
}

/** Why an account has no rights whatever. */
export type Exclusion = "bot" | "deactivated" | "guest" | "stranger" | "other-workspace";

/** Only active full members of the home workspace may ask or decide; anybody else gets the reason. */
export function exclusionOf(person: Person, homeTeamId: string): Exclusion | null {
  if (person.bot) return "bot";
  if (person.deactivated) return "deactivated";
  // Strangers first: an outside account's guest flags tell about its own workspace.
  if (person.stranger) return "stranger";
  if (person.teamId !== homeTeamId) return "other-workspace";
  if (person.guest) return "guest";
  return null;
}

/**
 * Who people are and which groups they are in. Every method throws {@link IdentityError} and nothing else, and who
 * asks then refuses: rights fail closed.
 */
export interface Directory {
  readonly homeTeamId: string;
  person(id: UserId): Promise<Person>;
  /** Members as read within the last minute; one read serves many questions. */
  members(group: GroupMembers): Promise<ReadonlySet<UserId>>;
}

/** Slack could not be asked about a person or group. */
export class IdentityError extends Error {
  override readonly name = "IdentityError";
}
