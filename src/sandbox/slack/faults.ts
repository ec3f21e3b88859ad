/**
 * What can be made to go wrong in the miniature Slack. `method` names one Web API method, or "*" for all. `times`
 * is how often the fault strikes; left out, it stays until faults are cleared.
 */
export type SlackFault = { readonly times?: number } & (
  | {
      readonly kind: "rate-limited";
      readonly method: string;
      readonly retryAfterSeconds: number;
      /** Left out: whatever channel the call is about. */
      readonly channel?: string;
    }
  /** An HTTP error from Slack's edge, before the call did anything or after it took effect. */
  | {
      readonly kind: "server-error";
      readonly method: string;
      readonly status: number;
      readonly when: "before" | "after";
    }
  /** The connection is cut, before the call did anything or after it took effect. */
  | { readonly kind: "drop"; readonly method: string; readonly when: "before" | "after" }
  /** No answer, ever. */
  | { readonly kind: "hang"; readonly method: string; readonly when: "before" | "after" }
  /** A late answer: to a call that took effect late as well, or at once. */
  | {
      readonly kind: "slow";
      readonly method: string;
      readonly milliseconds: number;
      readonly when: "before" | "after";
    }
  /** HTTP 200 with `ok: false`. */
  | { readonly kind: "platform-error"; readonly method: string; readonly error: string }
  /** The next delivery to the app is sent twice. */
  | { readonly kind: "deliver-twice" }
  /** The next delivery is sent, and the connection is cut at once: the answer is lost. */
  | { readonly kind: "drop-connection" }
  /** The next delivery is sent, its acknowledgement is overheard. */
  | { readonly kind: "lose-ack" }
  /** The next delivery finds no app. */
  | { readonly kind: "undeliverable" }
  /** Every socket stands, and nothing goes through it in either direction: those that are open, and those that open after hello. */
  | { readonly kind: "half-open" }
);

type WebApiFault = Extract<SlackFault, { method: string }>;
type DeliveryFault = Exclude<SlackFault, WebApiFault | { kind: "half-open" }>;

export interface Faults {
  set(fault: SlackFault): void;
  clear(): void;
  /** The fault that strikes this call, if any; uses it up. */
  takeForCall(method: string, channel: unknown): WebApiFault | null;
  takeForDelivery(): DeliveryFault | null;
  /** Whether sockets let nothing through at present. */
  halfOpen(): boolean;
  /** Calls back when faults were set or cleared. */
  onChange(listener: () => void): void;
}

export function createFaults(): Faults {
  let active: { readonly fault: SlackFault; left: number }[] = [];
  const listeners: (() => void)[] = [];
  const tell = (): void => {
    for (const listener of listeners) listener();
  };

  function take<F extends SlackFault>(matches: (fault: SlackFault) => fault is F): F | null {
    for (const entry of active) {
      const { fault } = entry;
      if (!matches(fault)) continue;
      entry.left -= 1;
      active = active.filter(({ left }) => left > 0);
      return fault;
    }
    return null;
  }

  return {
    set(fault) {
      active.push({ fault, left: fault.times ?? Number.POSITIVE_INFINITY });
      tell();
    },
    clear() {
      active = [];
      tell();
    },
    takeForCall: (method, channel) =>
      take(
        (fault): fault is WebApiFault =>
          "method" in fault &&
          (fault.method === "*" || fault.method === method) &&
          (!("channel" in fault) || fault.channel === channel),
      ),
    takeForDelivery: () => take((fault): fault is DeliveryFault => !("method" in fault) && fault.kind !== "half-open"),
    halfOpen: () => active.some(({ fault }) => fault.kind === "half-open"),
    onChange(listener) {
      listeners.push(listener);
    },
  };
}
