import * as z from "zod";
import { fingerprint, instant, userId, type UserId } from "./ids.ts";
import type { Requirement } from "./policy.ts";

/** What one person decided about one exact plan. */
export const vote = z.object({
  by: userId,
  verdict: z.enum(["approve", "reject"]),
  at: instant,
  /** Of a rejection. */
  reason: z.string().nullable(),
  /** Names of the approver groups that the person was in at that moment. */
  groups: z.array(z.string()).readonly(),
  fingerprint,
  /** Whether a code of the person's authenticator came with it. */
  steppedUp: z.boolean().default(false),
  /** Whose right it was, handed over for a time; null: their own. The groups are those of that person then. */
  onBehalfOf: userId.nullable().default(null),
});
export type Vote = z.infer<typeof vote>;

export type Tally =
  /** `unheard`: groups of which nobody is in favour yet. */
  | { readonly verdict: "pending"; readonly missing: number; readonly unheard: readonly string[] }
  | { readonly verdict: "approved" }
  | { readonly verdict: "rejected"; readonly by: UserId; readonly reason: string | null };

/**
 * What the votes amount to. Enough rejections reject, whatever else is there; approvals count once for each person and for each right to vote, and of each group
 * that the policy wants to hear there has to be one. The order of votes is of no matter.
 */
export function tally({ approvals, eachOf, rejections }: Requirement, votes: readonly Vote[]): Tally {
  const against = onePerPerson(votes.filter((cast) => cast.verdict === "reject"));
  const last = against.at(-1);
  if (last !== undefined && against.length >= rejections) {
    return { verdict: "rejected", by: last.by, reason: last.reason };
  }
  const opposed = new Set(against.flatMap((cast) => [cast.by, principalOf(cast)]));
  const isOpposed = (cast: Vote): boolean => opposed.has(cast.by) || opposed.has(principalOf(cast));
  const inFavour = onePerPerson(votes.filter((cast) => cast.verdict === "approve" && !isOpposed(cast)));
  const unheard = eachOf.filter(({ name }) => !inFavour.some(({ groups }) => groups.includes(name)));
  const missing = Math.max(0, approvals - inFavour.length);
  // Where nobody's sign-off is needed, no group has to be heard either.
  if (missing > 0 || (approvals > 0 && unheard.length > 0)) {
    return { verdict: "pending", missing: Math.max(missing, unheard.length), unheard: unheard.map(({ name }) => name) };
  }
  return { verdict: "approved" };
}

/** Whose right a vote uses up. */
export function principalOf({ by, onBehalfOf }: Pick<Vote, "by" | "onBehalfOf">): UserId {
  return onBehalfOf ?? by;
}

function onePerPerson(votes: readonly Vote[]): readonly Vote[] {
  return firstOfEach(
    firstOfEach(votes, ({ by }) => by),
    principalOf,
  );
}

function firstOfEach(votes: readonly Vote[], whose: (cast: Vote) => UserId): readonly Vote[] {
  return votes.filter((cast, index) => votes.findIndex((other) => whose(other) === whose(cast)) === index);
}
