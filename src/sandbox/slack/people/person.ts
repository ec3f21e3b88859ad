import type { Context } from "../context.ts";
import type { Channel, Person } from "../model.ts";
import { canSee } from "../visibility.ts";
import type { Delivery } from "../../page-protocol.ts";

export const done: Delivery = { ok: true, error: null };

export function failed(error: string): Delivery {
  return { ok: false, error };
}

/** Somebody who is there to act, or why they cannot. */
export function actingPerson(context: Context, id: string): Person | string {
  const person = context.state.people.get(id);
  if (person === undefined) return "user_not_found";
  if (person.kind === "deactivated") return "account_inactive";
  return person.kind === "bot" ? "user_is_bot" : person;
}

/** A channel somebody sees, or why not. */
export function visibleChannel(context: Context, person: Person, id: string): Channel | string {
  const channel = context.state.channels.get(id);
  return channel !== undefined && canSee(context.state, person, channel) ? channel : "channel_not_found";
}
