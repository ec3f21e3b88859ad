/** Keeps the page's state current: the event stream says that something changed, then the state is read again. */
import { useEffect, useState } from "react";
import type { PageMessage, PageState } from "../page-protocol.ts";
import { readState } from "./server.ts";

/** Changes that come within this time are read together; in milliseconds. */
const gatherFor = 40;
/** Waiting time before a lost connection is tried again; in milliseconds. */
const retryAfter = 1_000;

export interface Live {
  /** Null until the first answer. */
  readonly state: PageState | null;
  /** The sandbox knows nobody of the id asked for. */
  readonly unknownPerson: boolean;
  /** Whether the event stream is open. */
  readonly reachable: boolean;
}

/** The state as one person sees it. While another person's is being read, the last one stays. */
export function useLiveState(as: string): Live {
  const [live, setLive] = useState<Live>({ state: null, unknownPerson: false, reachable: true });
  useEffect(() => follow(as, setLive), [as]);
  return live;
}

function follow(as: string, change: (next: (live: Live) => Live) => void): () => void {
  let stopped = false;
  let reading = false;
  let changedMeanwhile = false;
  let waiting: ReturnType<typeof setTimeout> | undefined;
  let events: EventSource | undefined;
  let reopening: ReturnType<typeof setTimeout> | undefined;

  const read = async (): Promise<void> => {
    waiting = undefined;
    if (reading) {
      changedMeanwhile = true;
      return;
    }
    reading = true;
    const answer = await readState(as);
    reading = false;
    if (stopped) return;
    change((live) => {
      if (answer === null) return live;
      if (answer === "unknown") return { ...live, unknownPerson: true };
      return { ...live, state: keepingUnchanged(live.state, answer), unknownPerson: false };
    });
    if (answer === null) readIn(retryAfter);
    else if (changedMeanwhile) readIn(gatherFor);
    changedMeanwhile = false;
  };
  const readIn = (milliseconds: number): void => {
    waiting ??= setTimeout(() => void read(), milliseconds);
  };
  const open = (): void => {
    events = new EventSource("/sandbox/events");
    events.addEventListener("open", () => {
      change((live) => ({ ...live, reachable: true }));
      readIn(0);
    });
    events.addEventListener("message", () => readIn(gatherFor));
    events.addEventListener("error", () => {
      change((live) => ({ ...live, reachable: false }));
      // The browser tries again by itself unless the server refused.
      if (events?.readyState === EventSource.CLOSED) reopening = setTimeout(open, retryAfter);
    });
  };

  open();
  void read();
  return () => {
    stopped = true;
    clearTimeout(waiting);
    clearTimeout(reopening);
    events?.close();
  };
}

/** The new state with the old object for each message that is the same, so that only changed messages are drawn. */
export function keepingUnchanged(before: PageState | null, after: PageState): PageState {
  if (before === null || before.me !== after.me) return after;
  const known = new Map(before.messages.map((message) => [messageKey(message), message]));
  return {
    ...after,
    messages: after.messages.map((message) => {
      const old = known.get(messageKey(message));
      return old !== undefined && JSON.stringify(old) === JSON.stringify(message) ? old : message;
    }),
  };
}

/** What tells messages apart: a time stamp is unique only within its channel. */
export function messageKey({ channel, ts, ephemeral }: PageMessage): string {
  return `${channel}/${ts}/${ephemeral ? "private" : "public"}`;
}
