/** Whether requests of Slack can reach the bot at this moment, as far as can be known from here. */
export type Connection =
  /** A question came back: over the socket, or from the Web API where Slack calls us. */
  | { readonly kind: "alive" }
  | { readonly kind: "starting" }
  | { readonly kind: "stopping" }
  /** No socket is open; its client opens another. */
  | { readonly kind: "closed" }
  /** A socket is open, and nothing came back over it: for so many milliseconds. */
  | { readonly kind: "silent"; readonly for: number }
  /** Slack does not take the token (any more). */
  | { readonly kind: "refused"; readonly code: string }
  | { readonly kind: "unreachable"; readonly detail: string };

/** Whether what people ask for can be done at this moment: it has to arrive, and to be written down. */
export type Readiness = Connection | { readonly kind: "unwritable"; readonly reason: string };
