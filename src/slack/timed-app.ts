import { setImmediate as nextTurn } from "node:timers/promises";
import { App, type AppOptions, type ReceiverEvent } from "@slack/bolt";
import type { Acknowledgements } from "./acknowledgements.ts";

/** Requests by the `type` of their body; a slash command has none. */
const kinds = new Set(["block_actions", "block_suggestion", "view_submission", "view_closed", "event_callback"]);

function kindOf(body: ReceiverEvent["body"]): string {
  if ("command" in body) return "command";
  const type: unknown = body["type"];
  return typeof type === "string" && kinds.has(type) ? type : "other";
}

/**
 * An app whose acknowledgements are followed, and whose listeners go on after theirs when nobody waits for one: a class, because Bolt hands its
 * receivers the app itself.
 */
export class TimedApp extends App {
  readonly #acknowledgements: Acknowledgements;

  constructor(options: AppOptions, acknowledgements: Acknowledgements) {
    super(options);
    this.#acknowledgements = acknowledgements;
  }

  override async processEvent(event: ReceiverEvent): Promise<void> {
    const arrival = this.#acknowledgements.arrived(kindOf(event.body));
    try {
      await super.processEvent({
        ...event,
        ack: async (response) => {
          await event.ack(response);
          await arrival.acknowledged();
        },
      });
    } finally {
      arrival.over();
    }
  }

  /** Resolves when the listeners of what was acknowledged last went on, too. */
  override async stop(): Promise<void> {
    await super.stop();
    await this.#acknowledgements.given();
    await nextTurn();
  }
}
