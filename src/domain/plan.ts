import { createHash } from "node:crypto";
import { configure } from "safe-stable-stringify";
import * as z from "zod";
import { change, type Change } from "./change.ts";
import { fingerprint, type Fingerprint, instant, userId } from "./ids.ts";
import { basis, type Basis, effect, type Preview, warning } from "./preview.ts";

/** What was agreed on beside the change itself. */
const terms = z.object({
  /** It is not submitted before; null: as soon as it is signed off. */
  notBefore: instant.nullable().default(null),
  /** Which approver made it smaller than it was asked for, and who asked and agreed to that; null: it is as it was asked for. */
  narrowed: z.object({ by: userId, acceptedBy: userId }).nullable().default(null),
});
export type Terms = z.infer<typeof terms>;

/** The preview of a change, sealed: votes count for its fingerprint and for nothing else. */
export const plan = z.object({
  change,
  basis,
  effect,
  warnings: z.array(warning).readonly(),
  ...terms.shape,
  fingerprint,
});
export type Plan = z.infer<typeof plan>;

const asAskedFor: Terms = { notBefore: null, narrowed: null };

const canonical = configure({ deterministic: true, strict: true });

/** The one digest of a change, of the state it was made from and of its terms. Warnings and estimates are not part of it. */
export function fingerprintOf(wanted: Change, rests: Basis, agreed: Terms = asAskedFor): Fingerprint {
  const { notBefore, narrowed } = agreed;
  const text = canonical({
    change: wanted,
    basis: rests,
    ...(notBefore === null ? {} : { notBefore }),
    ...(narrowed === null ? {} : { narrowed }),
  });
  return fingerprint.parse(createHash("sha256").update(String(text)).digest("hex"));
}

export function seal(
  { change: wanted, basis: rests, effect: does, warnings }: Preview<Change>,
  agreed = asAskedFor,
): Plan {
  const { notBefore, narrowed } = agreed;
  const parts = { change: wanted, basis: rests, effect: does, warnings, notBefore, narrowed };
  return { ...parts, fingerprint: fingerprintOf(wanted, rests, agreed) };
}

/** One fact that moved after a plan was made. */
export const difference = z.object({ fact: z.string(), planned: z.string(), present: z.string() });
export type Difference = z.infer<typeof difference>;

/** What moved between the state a plan was made from and the present one; empty where it still holds. */
export function driftOf(planned: Basis, present: Basis): readonly Difference[] {
  const facts = [...new Set([...Object.keys(planned), ...Object.keys(present)])].toSorted();
  return facts
    .filter((fact) => planned[fact] !== present[fact])
    .map((fact) => ({
      fact,
      planned: String(planned[fact] ?? "none"),
      present: String(present[fact] ?? "none"),
    }));
}
