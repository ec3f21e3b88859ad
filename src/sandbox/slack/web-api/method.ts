import * as z from "zod";
import { refusedFor, type Answer } from "../answer.ts";
import type { Context } from "../context.ts";
import type { Json } from "../model.ts";
import type { Tier } from "../rate-limits.ts";
import { problemsOf } from "../validation/problem.ts";

/** A method of the Web API: who may call it, how often, and what it does. */
export interface Method {
  readonly name: string;
  /** Which token it takes. */
  readonly token: "bot" | "app" | "none";
  /** Any one of these scopes is enough; none for an empty list. */
  readonly scopes: readonly string[];
  readonly tier: Tier;
  call(context: Context, args: Json): Answer;
}

interface MethodDefinition<A> {
  readonly token?: "bot" | "app" | "none";
  readonly scopes?: readonly string[];
  readonly tier: Tier;
  readonly args: z.ZodType<A>;
  run(context: Context, args: A): Answer;
}

/** Defines a method; arguments that do not fit are refused with `invalid_arguments` and where the mistake is. */
export function defineMethod<A>(name: string, definition: MethodDefinition<A>): Method {
  return {
    name,
    token: definition.token ?? "bot",
    scopes: definition.scopes ?? [],
    tier: definition.tier,
    call(context, args) {
      const parsed = definition.args.safeParse(args);
      if (!parsed.success) return refusedFor("invalid_arguments", problemsOf(parsed.error, args, []));
      return definition.run(context, parsed.data);
    },
  };
}

/** Arguments every method tolerates are simply not read (`team_id` for example), hence loose objects. */
export const args = z.looseObject;

/** A flag; a form carries it as text. */
export const flag = z
  .union([z.boolean(), z.enum(["true", "false", "1", "0"]), z.literal(1), z.literal(0)])
  .transform((value) => value === true || value === "true" || value === "1" || value === 1)
  .optional();

/** A whole number; a form carries it as text. */
export const integer = z.coerce.number().int();

/** A text that counts as left out when it is empty. */
export const optionalText = z
  .string()
  .optional()
  .transform((value) => (value === "" ? undefined : value));

/** A page of a list: `limit` items from where `cursor` points. */
export const paging = { cursor: optionalText, limit: integer.min(1).max(1_000).optional() };

/** Cuts a page out of a list. The cursor is the place of the next item, opaque to the caller. */
export function pageOf<T>(
  items: readonly T[],
  paged: { readonly cursor?: string | undefined; readonly limit?: number | undefined },
): { readonly items: readonly T[]; readonly response_metadata: { readonly next_cursor: string } } {
  const start = paged.cursor === undefined ? 0 : Number(Buffer.from(paged.cursor, "base64url").toString());
  const end = start + (paged.limit ?? 100);
  return {
    items: items.slice(start, end),
    response_metadata: { next_cursor: end < items.length ? Buffer.from(String(end)).toString("base64url") : "" },
  };
}
