import type { AskOptions, Options } from "../../page-protocol.ts";
import type { Context } from "../context.ts";
import { envelope } from "../payloads.ts";
import { actingPerson } from "./person.ts";
import { findPlace, placePayload } from "./place.ts";

const none: Options = { ok: false, options: [] };

/**
 * Somebody types into a menu whose options the app finds (external_select): a block_suggestion, answered in its
 * acknowledgement. Groups are told as one list; each option is marked with the type "option".
 */
export async function askOptions(context: Context, ask: AskOptions): Promise<Options> {
  const person = actingPerson(context, ask.as);
  if (typeof person === "string") return none;
  const found = findPlace(context, person, ask.place);
  if (typeof found === "string") return none;
  const outcome = await context.deliver({
    kind: "interactive",
    retry: null,
    payload: {
      type: "block_suggestion",
      ...envelope(context, person),
      ...placePayload(context, found, {}),
      action_id: ask.actionId,
      block_id: ask.blockId,
      value: ask.query,
    },
  });
  context.changes.announce();
  if (outcome.kind === "failed" || outcome.body === null) return none;
  const checked = context.validator.options(outcome.body);
  return checked.ok ? { ok: true, options: checked.value.map((option) => ({ ...option, type: "option" })) } : none;
}
