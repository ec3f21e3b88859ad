import { createHash } from "node:crypto";
import { configure } from "safe-stable-stringify";
import { z } from "zod";
import { change, type Change } from "./change.ts";
import { fingerprint, type Fingerprint } from "./ids.ts";
import { basis, type Basis, effect, type Preview, warning } from "./preview.ts";

/** The preview of a change, sealed: votes count for its fingerprint and for nothing else. */
export const plan = z.object({
  change,
  basis,
  effect,
  warnings: z.array(warning).readonly(),
  fingerprint,
});
export type Plan = z.infer<typeof plan>;

const canonical = configure({ deterministic: true, strict: true });

/** The one digest of a change and the state it was made from. Warnings and estimates are not part of it. */
export function fingerprintOf(wanted: Change, rests: Basis): Fingerprint {
  const text = canonical({ change: wanted, basis: rests });
  return fingerprint.parse(createHash("sha256").update(String(text)).digest("hex"));
}

export function seal(made: Preview<Change>): Plan {
  return { ...made, fingerprint: fingerprintOf(made.change, made.basis) };
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
