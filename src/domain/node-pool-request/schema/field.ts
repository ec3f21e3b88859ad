import * as z from "zod";
import type { Flaw, Format } from "../problem.ts";

/** A flaw rides on zod's issue, so that the reader of issues can tell the field and what it takes. */
function because(flaw: Flaw): { readonly params: Flaw } {
  return { params: flaw };
}

/** Text with at least one character: ids and names, whose form is the cloud's own matter. */
export const nonEmptyText = z.string().refine((value) => value !== "", because({ code: "empty" }));

/** Both bounds are allowed values. */
export function wholeNumber(min: number, max: number): z.ZodNumber {
  return z
    .number()
    .refine(
      (value) => Number.isInteger(value) && value >= min && value <= max,
      because({ code: "out-of-range", min, max }),
    );
}

/** Counts characters as people do: one of Chinese is one. */
export function textOfLength(least: number, most: number): z.ZodString {
  return z.string().refine(
    (value) => {
      const { length } = Array.from(value);
      return length >= least && length <= most;
    },
    because({ code: "wrong-length", least, most }),
  );
}

export function formattedText(format: Format, fits: RegExp | ((value: string) => boolean)): z.ZodString {
  const test = fits instanceof RegExp ? (value: string) => fits.test(value) : fits;
  return z.string().refine(test, because({ code: "bad-format", format }));
}

/** A list with so many entries. */
export function listOf<Entry extends z.ZodType>(entry: Entry, least: number, most: number): z.ZodArray<Entry> {
  return z
    .array(entry)
    .refine(
      (entries) => entries.length >= least && entries.length <= most,
      because({ code: "wrong-count", least, most }),
    );
}

/** ACK takes scripts in base64, with or without the padding. */
export const base64 = formattedText("base64", /^[A-Za-z0-9+/]+={0,2}$/);
