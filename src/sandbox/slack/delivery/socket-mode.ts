/** Socket Mode: gives the app addresses for sockets, sends envelopes, matches acknowledgements. */
import { randomUUID } from "node:crypto";
import type { IncomingMessage } from "node:http";
import type { Duplex } from "node:stream";
import { WebSocketServer, type WebSocket } from "ws";
import * as z from "zod";
import type { SlackAssumptions } from "../assumptions.ts";
import type { Changes } from "../changes.ts";
import type { Faults } from "../faults.ts";
import type { Json } from "../model.ts";
import type { DeliveryRequest, Outcome, Transport } from "./transport.ts";

/** Why Slack asks a socket to go. */
export type DisconnectReason = "link_disabled" | "warning" | "refresh_requested" | "too_many_websockets";

export interface SocketMode extends Transport {
  /** The path of a socket that may be opened once. */
  issueTicket(): string;
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void;
  /** Asks every socket to go, as Slack does at a refresh. */
  disconnect(reason: DisconnectReason): void;
}

const maxSockets = 10;
/** How long a socket may stay after it was asked to go, in milliseconds. */
const graceMs = 1_000;

/** How long the closing handshake may take when the workspace stops, in milliseconds. */
const farewellMs = 250;

const frame = z.object({ envelope_id: z.string(), payload: z.unknown().optional() });
const jsonObject = z.record(z.string(), z.unknown());

interface Pending {
  readonly socket: WebSocket;
  readonly acknowledge: (body: Json | null) => void;
  readonly acceptsBody: boolean;
}

export function createSocketMode(
  appId: string,
  assumptions: SlackAssumptions,
  changes: Changes,
  faults: Pick<Faults, "halfOpen" | "onChange">,
): SocketMode {
  const server = new WebSocketServer({ noServer: true });
  const tickets = new Map<string, number>();
  const sockets: WebSocket[] = [];
  const pending = new Map<string, Pending>();
  const answering = new WeakSet<WebSocket>();
  let lastUsed: WebSocket | null = null;

  const pinging = setInterval(() => {
    if (faults.halfOpen()) return;
    for (const socket of sockets.slice()) {
      if (!answering.delete(socket)) socket.terminate();
      else socket.ping();
    }
  }, assumptions.pingIntervalMs);
  pinging.unref();

  /** What is not read is not answered either: no ping, no farewell. */
  function stopUp(socket: WebSocket): void {
    if (faults.halfOpen()) socket.pause();
    else socket.resume();
  }
  faults.onChange(() => {
    for (const socket of server.clients) {
      // Whoever was not heard for a while is not at fault.
      answering.add(socket);
      stopUp(socket);
    }
  });

  function accept(socket: WebSocket): void {
    socket.on("error", () => socket.terminate());
    if (sockets.length >= maxSockets) {
      ask(socket, "too_many_websockets");
      return;
    }
    sockets.push(socket);
    answering.add(socket);
    const life = setTimeout(() => ask(socket, "refresh_requested"), assumptions.socketLifeMs);
    life.unref();
    socket.on("pong", () => answering.add(socket));
    // A client's own ping shows as well that it is alive.
    socket.on("ping", () => answering.add(socket));
    socket.on("message", (data: Buffer) => receive(socket, data.toString("utf8")));
    socket.on("close", () => {
      clearTimeout(life);
      forget(socket);
    });
    socket.send(
      JSON.stringify({
        type: "hello",
        num_connections: sockets.length,
        debug_info: {
          host: "sandbox",
          build_number: 1,
          approximate_connection_time: Math.floor(assumptions.socketLifeMs / 1_000),
        },
        connection_info: { app_id: appId },
      }),
    );
    stopUp(socket);
    changes.announce();
  }

  function forget(socket: WebSocket): void {
    const index = sockets.indexOf(socket);
    if (index >= 0) sockets.splice(index, 1);
    changes.announce();
  }

  function ask(socket: WebSocket, reason: DisconnectReason): void {
    socket.send(JSON.stringify({ type: "disconnect", reason, debug_info: { host: "sandbox" } }));
    if (reason === "warning") return;
    // No more deliveries on it, even while the app is still closing it.
    forget(socket);
    const grace = setTimeout(() => socket.close(1000), graceMs);
    grace.unref();
    socket.once("close", () => clearTimeout(grace));
  }

  function receive(socket: WebSocket, data: string): void {
    let value: unknown;
    try {
      value = JSON.parse(data);
    } catch {
      return;
    }
    const parsed = frame.safeParse(value);
    if (!parsed.success) return;
    const waiting = pending.get(parsed.data.envelope_id);
    // An acknowledgement counts only on the socket that carried the envelope.
    if (waiting === undefined || waiting.socket !== socket) return;
    const body = jsonObject.safeParse(parsed.data.payload);
    const filled = waiting.acceptsBody && body.success && Object.keys(body.data).length > 0;
    waiting.acknowledge(filled ? body.data : null);
  }

  /** Slack promises no rule on which socket is used; taking turns makes apps with two sockets meet both. */
  function pick(): WebSocket | undefined {
    // One that the app is just closing takes nothing any more.
    const at = sockets.findIndex((socket) => socket.readyState === socket.OPEN);
    const [chosen] = at < 0 ? [] : sockets.splice(at, 1);
    if (chosen !== undefined) sockets.push(chosen);
    return chosen;
  }

  async function socketForDelivery(): Promise<WebSocket | undefined> {
    const socket = pick();
    if (socket !== undefined || assumptions.whileDisconnected === "refuse") return socket;
    return await changes
      .waitFor(() => sockets.length > 0, "a socket of the app", assumptions.ackTimeoutMs)
      .then(pick, () => undefined);
  }

  async function send(request: DeliveryRequest): Promise<Outcome> {
    const socket = await socketForDelivery();
    if (socket === undefined) {
      return {
        kind: "failed",
        error: assumptions.undeliverableError,
        reason: "connection_failed",
        final: false,
      };
    }
    lastUsed = socket;
    const id = randomUUID();
    const acceptsBody = request.kind !== "events_api";
    const { retry } = request;
    return await new Promise<Outcome>((resolve) => {
      const late = setTimeout(() => {
        pending.delete(id);
        resolve({ kind: "failed", error: assumptions.timeoutError, reason: "timeout", final: false });
      }, assumptions.ackTimeoutMs);
      pending.set(id, {
        socket,
        acceptsBody,
        acknowledge(body) {
          clearTimeout(late);
          pending.delete(id);
          resolve({ kind: "acked", body });
        },
      });
      if (faults.halfOpen()) return;
      socket.send(
        JSON.stringify({
          envelope_id: id,
          payload: request.payload,
          type: request.kind,
          accepts_response_payload: acceptsBody,
          ...(retry === null ? {} : { retry_attempt: retry.attempt, retry_reason: retry.reason }),
        }),
      );
    });
  }

  return {
    send,
    connected: () => sockets.length > 0,
    issueTicket() {
      const ticket = randomUUID();
      tickets.set(ticket, Date.now());
      return `/link/?ticket=${ticket}&app_id=${appId}`;
    },
    upgrade(request, socket, head) {
      const ticket = new URL(request.url ?? "/", "http://localhost").searchParams.get("ticket") ?? "";
      const issuedAt = tickets.get(ticket);
      tickets.delete(ticket);
      if (issuedAt === undefined || Date.now() - issuedAt > assumptions.ticketLifeMs) {
        socket.end("HTTP/1.1 401 Unauthorized\r\nConnection: close\r\nContent-Length: 0\r\n\r\n");
        return;
      }
      server.handleUpgrade(request, socket, head, accept);
    },
    disconnect(reason) {
      for (const socket of sockets.slice()) ask(socket, reason);
    },
    cut() {
      lastUsed?.terminate();
    },
    async close() {
      clearInterval(pinging);
      const leaving = [...server.clients].map(async (client) => await dismiss(client));
      await Promise.all(leaving);
      server.close();
    },
  };
}

/** Closes a socket in peace, and cuts it where the app does not answer. */
async function dismiss(socket: WebSocket): Promise<void> {
  await new Promise<void>((resolve) => {
    const cut = setTimeout(() => socket.terminate(), farewellMs);
    socket.once("close", () => {
      clearTimeout(cut);
      resolve();
    });
    socket.close(1001);
  });
}
