import { subscribe, unsubscribe } from "node:diagnostics_channel";
import type { SocketModeReceiver } from "@slack/bolt";
import type { WebClient } from "@slack/web-api";
import { minutesToMilliseconds } from "date-fns";
import * as z from "zod";
import type { Connection } from "../domain/connection.ts";
import { slackFailure } from "./errors.ts";

/** Tells whether Slack's requests can arrive. */
export interface ConnectionWatch {
  state(): Promise<Connection>;
  stop(): void;
}

/** Milliseconds without a pong after which a socket counts as dead; its client waits as long before it opens another. */
export const pingTimeout = 2_500;

/** Milliseconds that an answer is good for: the client pings three times in its timeout, and one may be late. */
const goodFor = pingTimeout + 500;

/** Where undici, by which the client speaks, tells of each answer to a ping. */
const pongs = "undici:websocket:pong";
const pong = z.object({ websocket: z.object({ url: z.string() }) });
const opened = z.object({ url: z.url() });

/**
 * Watches the socket by the answers to its client's pings. That a socket is open shows nothing: where the way is cut in between, it stays
 * so until somebody gives up. Slack's hello counts as an answer once, but not after a socket that went silent: then only pings tell.
 */
export function watchSocket(client: SocketModeReceiver["client"], elapsed: () => number): ConnectionWatch {
  let address: string | null = null;
  let openSince: number | null = null;
  let answeredAt: number | null = null;
  let wasHeard = true;

  client.on("authenticated", (response: unknown) => {
    const parsed = opened.safeParse(response);
    address = parsed.success ? new URL(parsed.data.url).href : null;
  });
  client.on("connected", () => {
    openSince = elapsed();
    answeredAt = wasHeard ? openSince : null;
  });
  for (const event of ["close", "disconnecting", "disconnected", "reconnecting", "error"]) {
    client.on(event, () => {
      if (openSince !== null) wasHeard = answeredAt !== null && elapsed() - answeredAt < pingTimeout;
      openSince = null;
    });
  }
  const hear = (message: unknown): void => {
    const parsed = pong.safeParse(message);
    // The channel tells of every socket of the process.
    if (parsed.success && parsed.data.websocket.url === address) answeredAt = elapsed();
  };
  subscribe(pongs, hear);

  return {
    async state() {
      if (openSince === null) return { kind: "closed" };
      const silentFor = elapsed() - (answeredAt ?? openSince);
      return answeredAt !== null && silentFor <= goodFor ? { kind: "alive" } : { kind: "silent", for: silentFor };
    },
    stop() {
      unsubscribe(pongs, hear);
    },
  };
}

/** Milliseconds for which Slack's word on the token is believed: asking costs a call. While it is asked again, the last word counts as long. */
const believedFor = minutesToMilliseconds(1);

interface Word {
  readonly at: number;
  readonly state: Promise<Connection>;
}

/** Where Slack calls us there is nothing to watch but whether it answers us, and still takes the token. */
export function watchToken(client: WebClient, elapsed: () => number): ConnectionWatch {
  let newest: Word | null = null;
  /** The last one that was given: who asks whether we are ready does not wait for Slack. */
  let given: { readonly at: number; readonly state: Connection } | null = null;

  async function ask(): Promise<Connection> {
    try {
      await client.auth.test();
      return { kind: "alive" };
    } catch (error) {
      const failure = slackFailure(error);
      // Whoever is told to come more slowly was heard.
      if (failure.kind === "rate-limited") return { kind: "alive" };
      return failure.kind === "refused"
        ? { kind: "refused", code: failure.code }
        : { kind: "unreachable", detail: failure.detail };
    }
  }

  return {
    state() {
      if (newest === null || elapsed() - newest.at >= believedFor) {
        const at = elapsed();
        newest = { at, state: ask() };
        void newest.state.then((state) => {
          given = { at, state };
        });
      }
      return given !== null && elapsed() - given.at < 2 * believedFor ? Promise.resolve(given.state) : newest.state;
    },
    stop() {},
  };
}
