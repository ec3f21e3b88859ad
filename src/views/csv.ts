import { stringify } from "csv-stringify/sync";
import type { Instant } from "../domain/ids.ts";
import type { Text } from "../domain/text.ts";
import { plainText } from "./plain-text.ts";

/** A value of a table. null: there is none. */
export type Cell = string | number | null | Text | { readonly moment: Instant };

/** Columns of a table of such rows, with their headings, in order. */
export type Columns<Row> = readonly (readonly [heading: string, cell: (row: Row) => Cell])[];

/**
 * A table as CSV (RFC 4180), for people who open it in a spreadsheet: with the mark by which Excel knows UTF-8, and with a quote
 * before every cell that a spreadsheet would take for a formula, since names come from the cloud and from people.
 */
export function toCsv<Row>(columns: Columns<Row>, rows: readonly Row[]): string {
  const lines = rows.map((row) => columns.map(([, cell]) => written(cell(row))));
  return stringify([columns.map(([heading]) => heading), ...lines], {
    bom: true,
    escape_formulas: true,
    record_delimiter: "windows",
    // Half of a line's end ends the line for many readers.
    quoted_match: /[\r\n]/,
  });
}

function written(cell: Cell): string | number {
  if (cell === null) return "";
  if (typeof cell === "string" || typeof cell === "number") return cell;
  return "moment" in cell ? new Date(cell.moment).toISOString() : plainText(cell);
}

/** A name of letters, digits and hyphens that every file system takes: `nodes-prod-prod-pool.csv`. */
export function csvName(...parts: readonly string[]): string {
  return `${parts.join("-").replace(/[^\p{L}\p{N}_-]+/gu, "-")}.csv`;
}
