import type { Context } from "../context.ts";
import type { Json } from "../model.ts";
import { eventPayload } from "../payloads.ts";
import { freshId } from "../state.ts";
import type { Outcome } from "./transport.ts";

interface EventSender {
  emit(event: Json & { readonly type: string }): Promise<Outcome | null>;
  close(): void;
}

/**
 * Sends events to an app that subscribed to them, and again after the documented waits where it did not acknowledge
 * in time. Message events are let through here: their subscription depends on the kind of channel.
 */
export function createEventSender(context: () => Context): EventSender {
  const timers = new Set<NodeJS.Timeout>();
  let closed = false;

  async function attempt(payload: Json, number: number, reason: Extract<Outcome, { kind: "failed" }> | null) {
    const retry = reason === null ? null : { attempt: number, reason: reason.reason };
    const outcome = await context().deliver({ kind: "events_api", payload, retry });
    const wait = context().assumptions.eventRetryDelaysMs[number];
    if (outcome.kind === "failed" && !outcome.final && wait !== undefined && !closed) {
      const timer = setTimeout(() => {
        timers.delete(timer);
        void attempt(payload, number + 1, outcome);
      }, wait);
      timer.unref();
      timers.add(timer);
    }
    return outcome;
  }

  return {
    async emit(event) {
      if (event.type !== "message" && !context().app.events.includes(event.type)) return null;
      return await attempt(eventPayload(context(), event, freshId("E").replace("E0", "Ev0")), 0, null);
    },
    close() {
      closed = true;
      for (const timer of timers) clearTimeout(timer);
    },
  };
}
