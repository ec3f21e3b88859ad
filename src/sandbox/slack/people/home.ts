import type { Delivery } from "../../page-protocol.ts";
import type { Context } from "../context.ts";
import { viewPayload } from "../payloads.ts";
import { directChannel } from "../state.ts";
import { homeOf } from "../views.ts";
import { actingPerson, done, failed } from "./person.ts";

/** Somebody opens the app's Home. The event is sent at every entry; it tells the view where one was published. */
export async function openHome(context: Context, as: string): Promise<Delivery> {
  const person = actingPerson(context, as);
  if (typeof person === "string") return failed(person);
  const channel = directChannel(context.state, person.id, context.app.botUserId, context.now());
  const home = homeOf(context, person.id);
  const outcome = await context.emit({
    type: "app_home_opened",
    user: person.id,
    channel: channel.id,
    tab: "home",
    event_ts: context.state.nextTs(),
    ...(home === null ? {} : { view: viewPayload(context, home) }),
  });
  context.changes.announce();
  return outcome?.kind === "failed" ? failed(outcome.error) : done;
}
