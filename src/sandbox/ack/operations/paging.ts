import { invalidParameter } from "../errors.ts";
import type { JsonObject } from "../json.ts";

export interface Page<Item> {
  readonly items: readonly Item[];
  readonly page_info: JsonObject;
  /** Absent on the last page. */
  readonly next: { readonly next_token?: string };
}

/**
 * A page of a list, asked for by number (`page_number`, `page_size`) or by token (`max_results`, `next_token`).
 * Throws AckError where the numbers are out of range.
 */
export function pageOf<Item>(
  all: readonly Item[],
  query: Readonly<Record<string, string>>,
  defaultSize: number,
  mostPerPage = 100,
): Page<Item> {
  const size = numberIn(
    query,
    query["max_results"] === undefined ? "page_size" : "max_results",
    defaultSize,
    mostPerPage,
  );
  const token = query["next_token"];
  const asked = numberIn(query, "page_number", 1, Number.MAX_SAFE_INTEGER);
  const start = token === undefined || token === "" ? (asked - 1) * size : startOf(token);
  const end = start + size;
  return {
    items: all.slice(start, end),
    page_info: { page_number: Math.floor(start / size) + 1, page_size: size, total_count: all.length },
    next: end < all.length ? { next_token: Buffer.from(`from:${end}`).toString("base64url") } : {},
  };
}

/** A number of the query from 1 to `most`. */
export function numberIn(
  query: Readonly<Record<string, string>>,
  name: string,
  otherwise: number,
  most: number,
): number {
  const text = query[name];
  if (text === undefined || text === "") return otherwise;
  const number = Number(text);
  if (Number.isInteger(number) && number >= 1 && number <= most) return number;
  throw invalidParameter(`${name} ${text} is invalid, it must be from 1 to ${most}`);
}

function startOf(token: string): number {
  const start = /^from:(\d+)$/.exec(Buffer.from(token, "base64url").toString())?.[1];
  if (start === undefined) throw invalidParameter("next_token is invalid");
  return Number(start);
}
