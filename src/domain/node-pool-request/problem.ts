import * as z from "zod";

/** Kinds of text that a field takes: the catalogues have words for each. */
export const formats = [
  "pool-name",
  "label-key",
  "label-prefix",
  "label-value",
  "password",
  "number-or-percent",
  "vulnerability-levels",
  "device",
  "disk-name",
  "price",
  "base64",
  "node-name-mode",
  "node-name-prefix",
  "node-name-suffix",
] as const;
export type Format = (typeof formats)[number];

/** What can be wrong with one value by itself. A schema attaches it to the field. */
export const flaw = z.discriminatedUnion("code", [
  z.object({ code: z.literal("empty") }),
  z.object({ code: z.literal("out-of-range"), min: z.number(), max: z.number() }),
  z.object({ code: z.literal("wrong-length"), least: z.int(), most: z.int() }),
  z.object({ code: z.literal("wrong-count"), least: z.int(), most: z.int() }),
  z.object({ code: z.literal("bad-format"), format: z.enum(formats) }),
]);
export type Flaw = z.infer<typeof flaw>;

export type FieldType = "text" | "number" | "boolean" | "list" | "object";

/**
 * Everything that can be wrong with a request for a node pool, as data, by code. No problem repeats a value that may be secret.
 * `other` is the path of another field.
 */
interface Problems {
  readonly "not-a-request": object;
  // A field by itself
  readonly missing: object;
  readonly empty: object;
  readonly "wrong-type": { readonly expected: FieldType };
  readonly "out-of-range": { readonly min: number; readonly max: number };
  /** In characters. */
  readonly "wrong-length": { readonly least: number; readonly most: number };
  /** Entries of a list. */
  readonly "wrong-count": { readonly least: number; readonly most: number };
  readonly "not-allowed": { readonly allowed: readonly string[] };
  readonly "bad-format": { readonly format: Format };
  readonly deprecated: { readonly successor: string | null };
  // Fields together
  readonly exclusive: { readonly other: string };
  /** The field is left out, and `other` being `value` needs it. */
  readonly "needed-by": { readonly other: string; readonly value: string };
  /** The field is taken only while `other` is one of `allowed`. */
  readonly "only-with": { readonly other: string; readonly allowed: readonly string[] };
  /** The field is not taken while `other` is `value`. */
  readonly "never-with": { readonly other: string; readonly value: string };
  readonly "below-other": { readonly other: string; readonly least: number };
  /** In GiB. */
  readonly "disk-too-small": { readonly level: string; readonly above: number };
  /** IOPS of a disk of `size` GiB. */
  readonly "iops-above-disk": { readonly most: number; readonly size: number };
  /** In nodes. */
  readonly "growth-too-large": { readonly most: number };
  /** In nodes. */
  readonly "above-deployment-set": { readonly most: number; readonly zones: number };
  // Keys and names
  readonly duplicate: { readonly key: string };
  /** The text may not begin with `prefixes`, nor hold `nowhere` at any place. */
  readonly "reserved-text": { readonly prefixes: readonly string[]; readonly nowhere: readonly string[] };
  readonly "reserved-domain": { readonly domains: readonly string[]; readonly exceptions: readonly string[] };
  /** In characters. */
  readonly "node-name-too-long": { readonly longest: number; readonly most: number };
  readonly "name-taken": { readonly name: string };
  // The cluster
  readonly "cluster-too-new": { readonly value: string; readonly newest: string; readonly cluster: string };
  readonly "cluster-too-old": { readonly oldest: string; readonly cluster: string };
}

export type ProblemCode = keyof Problems;

/** A problem of one code, or of any. `path` is the field as people type it, `scaling_group.system_disk_size`. */
export type RequestProblem<Code extends ProblemCode = ProblemCode> = {
  readonly [Each in Code]: { readonly code: Each; readonly path: string } & Problems[Each];
}[Code];
