import * as z from "zod";

const path = z.string();
/** The path of another field. */
const other = z.string();

/** What is no error in a request and still worth knowing, as data, by code. `path` is the field as people type it. */
export const requestNotice = z.discriminatedUnion("code", [
  /** The field does nothing unless `other` is one of `needed`. */
  z.object({ code: z.literal("no-effect"), path, other, needed: z.array(z.string()).readonly() }),
  /** The field is left out, and documents name what ACK takes then. */
  z.object({ code: z.literal("default-applies"), path, value: z.string() }),
  /** The field is left out, and documents differ in what ACK takes then. */
  z.object({ code: z.literal("default-uncertain"), path }),
  // Advice
  /** In nodes. */
  z.object({ code: z.literal("below-advised-size"), path, advised: z.int() }),
  z.object({ code: z.literal("no-desired-size"), path }),
  /** In nodes. */
  z.object({ code: z.literal("above-default-quota"), path, quota: z.int() }),
  z.object({ code: z.literal("one-zone"), path }),
  z.object({ code: z.literal("one-instance-type"), path }),
  z.object({ code: z.literal("no-logon"), path }),
  z.object({ code: z.literal("no-price-limit"), path }),
  // Consequences
  z.object({ code: z.literal("spot-is-taken-back"), path }),
  z.object({ code: z.literal("no-root-logon"), path }),
  z.object({ code: z.literal("windows-taint"), path }),
  z.object({ code: z.literal("fixed-once-made"), path }),
  /** In nodes. */
  z.object({ code: z.literal("deployment-set-holds"), path, most: z.int(), zones: z.int() }),
  z.object({ code: z.literal("confidential-instances"), path, families: z.array(z.string()).readonly() }),
  // What is not checked
  z.object({ code: z.literal("deprecated-but-taken"), path, successor: z.string().nullable() }),
  z.object({ code: z.literal("unlisted-image-type"), path, value: z.string() }),
  z.object({ code: z.literal("unknown-field"), path }),
]);
type AnyNotice = Readonly<z.infer<typeof requestNotice>>;

export type NoticeCode = AnyNotice["code"];

type Notices = { readonly [Each in NoticeCode]: Omit<Extract<AnyNotice, { readonly code: Each }>, "code"> };

/** A notice of one code, or of any. */
export type RequestNotice<Code extends NoticeCode = NoticeCode> = {
  readonly [Each in Code]: { readonly code: Each } & Notices[Each];
}[Code];
