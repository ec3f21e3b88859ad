import { z } from "zod";
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
});
export type Vote = z.infer<typeof vote>;

export type Tally =
  | { readonly verdict: "pending"; readonly missing: number }
  | { readonly verdict: "approved" }
  | { readonly verdict: "rejected"; readonly by: UserId; readonly reason: string | null };

/** What the votes amount to. One rejection rejects; approvals count once for each person; their order is of no matter. */
export function tally(requirement: Requirement, votes: readonly Vote[]): Tally {
  const rejection = votes.find((cast) => cast.verdict === "reject");
  if (rejection !== undefined) return { verdict: "rejected", by: rejection.by, reason: rejection.reason };
  const missing = requirement.approvals - new Set(votes.map((cast) => cast.by)).size;
  return missing > 0 ? { verdict: "pending", missing } : { verdict: "approved" };
}
