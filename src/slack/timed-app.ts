import { App, type AppOptions, type ReceiverEvent } from "@slack/bolt";

/** Told how long a request waited for its acknowledgement, in milliseconds. */
export type OnAcknowledged = (kind: string, milliseconds: number) => void;

/** Requests by the `type` of their body; a slash command has none. */
const kinds = new Set(["block_actions", "block_suggestion", "view_submission", "view_closed", "event_callback"]);

function kindOf(body: ReceiverEvent["body"]): string {
  if ("command" in body) return "command";
  const type: unknown = body["type"];
  return typeof type === "string" && kinds.has(type) ? type : "other";
}

/** An app that tells how long its acknowledgements take: a class, because Bolt hands its receivers the app itself. */
export class TimedApp extends App {
  readonly #onAcknowledged: OnAcknowledged;

  constructor(options: AppOptions, onAcknowledged: OnAcknowledged) {
    super(options);
    this.#onAcknowledged = onAcknowledged;
  }

  override async processEvent(event: ReceiverEvent): Promise<void> {
    const received = performance.now();
    await super.processEvent({
      ...event,
      ack: async (response) => {
        await event.ack(response);
        this.#onAcknowledged(kindOf(event.body), performance.now() - received);
      },
    });
  }
}
