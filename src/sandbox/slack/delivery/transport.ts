import type { Json } from "../model.ts";

/** Something Slack sends to the app. */
export interface DeliveryRequest {
  readonly kind: "slash_commands" | "interactive" | "events_api";
  readonly payload: Json;
  /** Set where an event is sent again. */
  readonly retry: { readonly attempt: number; readonly reason: RetryReason } | null;
}

type RetryReason = "http_timeout" | "http_error" | "connection_failed" | "unknown_error" | "timeout";

/** What became of it. `body` is what the app sent with its acknowledgement, null for nothing. */
export type Outcome =
  | { readonly kind: "acked"; readonly body: Json | null }
  | {
      readonly kind: "failed";
      /** What the person is shown. */
      readonly error: string;
      readonly reason: RetryReason;
      /** The app asked for no further attempts. */
      readonly final: boolean;
    };

/** A way to the app: Socket Mode or signed HTTP. */
export interface Transport {
  send(request: DeliveryRequest): Promise<Outcome>;
  connected(): boolean;
  /** Cuts whatever connection the last delivery used. */
  cut(): void;
  close(): Promise<void>;
}
