import { isValid, parseISO } from "date-fns";
import * as z from "zod";
import type { Instant } from "../domain/ids.ts";

/** ACK leaves fields out, sends null, and sends numbers as strings: all of these are known to happen. */
export const count = z.coerce
  .number()
  .int()
  .nullish()
  .transform((value) => value ?? 0);
export const optionalCount = z.coerce
  .number()
  .int()
  .nullish()
  .transform((value) => value ?? null);
export const on = z
  .boolean()
  .nullish()
  .transform((value) => value ?? false);
export const name = z
  .string()
  .nullish()
  .transform((value) => (value === "" ? null : (value ?? null)));
export const names = z
  .array(z.string())
  .nullish()
  .transform((value) => value ?? []);
export const pair = z.object({
  key: z.string(),
  value: z
    .string()
    .nullish()
    .transform((value) => value ?? ""),
});
export const pairs = z
  .array(pair)
  .nullish()
  .transform((value) => value ?? []);

/** A moment as ACK writes it in ISO 8601; null where it is none. */
export const moment = z
  .string()
  .nullish()
  .transform((value): Instant | null => {
    const read = parseISO(value ?? "");
    return isValid(read) ? read.getTime() : null;
  });
