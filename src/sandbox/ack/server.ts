/** Starts the miniature ACK region: an HTTP server on 127.0.0.1 that the real SDK talks to. */
import { createServer, type ServerResponse } from "node:http";
import { createAdaptorServer, type HttpBindings } from "@hono/node-server";
import { RESPONSE_ALREADY_SENT } from "@hono/node-server/utils/response";
import { type Context, Hono } from "hono";
import { answerCall, type ExchangeParts, type Reply } from "./exchange.ts";
import { kubernetesRoutes } from "./kubernetes/routes.ts";
import type { Operation } from "./operations/operation.ts";
import { operations } from "./operations/table.ts";
import { createRegion, type Region, type RegionOptions } from "./region.ts";
import { createSignatureCheck } from "./signature.ts";
import { createThrottle } from "./throttling.ts";

type Request = Context<{ Bindings: HttpBindings }>;

/** Starts a region; resolves when it listens. */
export async function startRegion(options: RegionOptions): Promise<Region> {
  const region = createRegion(options);
  const { assumptions } = region.live();
  const here = (): number => Date.now();
  const parts: ExchangeParts = {
    region,
    signatures: createSignatureCheck(options.accessKeys, assumptions.signatureStatus, here),
    throttle: createThrottle(assumptions.throttling, here),
  };

  async function respond(context: Request, operation: Operation | null): Promise<Response> {
    const { incoming, outgoing } = context.env;
    const left = new AbortController();
    outgoing.once("close", () => left.abort());
    const body = new Uint8Array(await context.req.arrayBuffer());
    const reply = await answerCall(parts, {
      request: {
        method: incoming.method ?? "",
        target: incoming.url ?? "",
        headers: singleHeaders(incoming.headers),
        body,
      },
      operation,
      params: context.req.param(),
      gone: left.signal,
    });
    if (reply !== "cut" && !reply.half) return toResponse(reply);
    if (reply !== "cut") await breakOff(outgoing, reply);
    incoming.socket.destroy();
    if (reply !== "cut") return RESPONSE_ALREADY_SENT;
    return new Response(null);
  }

  const routes = new Hono<{ Bindings: HttpBindings }>();
  for (const operation of operations) {
    routes.on(operation.method, operation.path, (context) => respond(context, operation));
  }
  routes.route("/kubernetes", kubernetesRoutes(region, here));
  routes.notFound((context) => respond(context, null));

  const server = createAdaptorServer({ fetch: routes.fetch, createServer });
  const port = await listen(server, options.port ?? 0);

  return {
    endpoint: `127.0.0.1:${port}`,
    get state() {
      return region.live();
    },
    ...region.doors,
    async close() {
      region.stop();
      if ("closeAllConnections" in server) server.closeAllConnections();
      await new Promise<void>((resolve) => {
        server.close(() => resolve());
      });
    },
  };
}

/** Sends the half of an answer that was promised whole. */
function breakOff(outgoing: ServerResponse, { status, body, headers }: Reply): Promise<void> {
  const text = JSON.stringify(body);
  outgoing.writeHead(status, {
    ...headers,
    "content-type": "application/json;charset=utf-8",
    "content-length": Buffer.byteLength(text),
  });
  return new Promise((resolve) => {
    outgoing.write(text.slice(0, text.length / 2), () => resolve());
  });
}

function toResponse({ status, body, headers }: Reply): Response {
  const text = body === null ? null : JSON.stringify(body);
  return new Response(text, { status, headers: { "content-type": "application/json;charset=utf-8", ...headers } });
}

function singleHeaders(
  headers: Readonly<Record<string, string | readonly string[] | undefined>>,
): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name, typeof value === "string" ? value : (value ?? []).join(",")]),
  );
}

/** The port it listens on. Only this machine can reach it. */
async function listen(server: ReturnType<typeof createAdaptorServer>, port: number): Promise<number> {
  return await new Promise<number>((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, "127.0.0.1", () => {
      const address = server.address();
      if (address === null || typeof address === "string") reject(new Error("the region has no port"));
      else resolve(address.port);
    });
  });
}
