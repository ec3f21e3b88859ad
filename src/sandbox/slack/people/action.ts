/** People use buttons, menus and other elements. */
import type { Delivery, UseElement } from "../../page-protocol.ts";
import { elementsOf } from "../block-tree.ts";
import type { Context } from "../context.ts";
import { asSent } from "../input-values.ts";
import type { Json } from "../model.ts";
import { envelope } from "../payloads.ts";
import { actingPerson, done, failed } from "./person.ts";
import { findPlace, placePayload, type FoundPlace } from "./place.ts";

/**
 * Somebody uses an element. What they saw may be older than what stands there now: a click on an element that an
 * edit took away meanwhile is delivered all the same, as the page described it.
 */
export async function useElement(context: Context, use: UseElement): Promise<Delivery> {
  const person = actingPerson(context, use.as);
  if (typeof person === "string") return failed(person);
  const found = findPlace(context, person, use.place);
  if (typeof found === "string") return failed(found);
  const placed = placePayload(context, found, use.values);
  const payload = {
    type: "block_actions",
    ...envelope(context, person),
    ...placed,
    trigger_id: context.triggers.issue({ user: person.id, viewId: found.kind === "view" ? found.view.id : null }),
    ...(found.kind === "message" ? { response_url: responseUrl(context, found, person.id) } : {}),
    actions: [completeAction(context, found.blocks, use.action)],
  };
  const outcome = await context.deliver({ kind: "interactive", payload, retry: null });
  context.changes.announce();
  return outcome.kind === "failed" ? failed(outcome.error) : done;
}

function responseUrl(context: Context, found: Extract<FoundPlace, { kind: "message" }>, user: string): string {
  const { message } = found;
  return (
    context.url() +
    context.responseUrls.issue({
      channel: message.channel,
      user,
      source: { ts: message.ts, ephemeral: message.onlyFor !== null, threadTs: message.threadTs },
    })
  );
}

/** Fills in what the element itself says: its type, a button's text and value. The page tells what was chosen. */
function completeAction(context: Context, blocks: readonly Json[], action: Json): Json {
  const placed = elementsOf(blocks).find(
    ({ block, element }) =>
      element["action_id"] === action["action_id"] &&
      (action["block_id"] === undefined || block["block_id"] === action["block_id"]),
  );
  const element = placed?.element ?? {};
  const chosen = Object.fromEntries(Object.entries(action).map(([name, value]) => [name, asSent(value)]));
  return {
    ...(element["type"] === "button" ? pick(element, ["text", "value", "style", "url"]) : {}),
    ...(element["type"] === "icon_button" ? pick(element, ["text", "value", "icon"]) : {}),
    ...pick(element, ["confirm", "placeholder", "initial_option"]),
    ...chosen,
    type: element["type"] ?? action["type"],
    action_id: action["action_id"],
    block_id: placed?.block["block_id"] ?? action["block_id"],
    action_ts: context.state.nextTs(),
  };
}

function pick(element: Json, names: readonly string[]): Json {
  return Object.fromEntries(names.filter((name) => name in element).map((name) => [name, element[name]]));
}
