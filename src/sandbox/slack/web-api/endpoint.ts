/** `/api/<method>`: reads the request, checks token, scope and rate, lets faults strike, and answers as Slack does. */
import { setTimeout as pause } from "node:timers/promises";
import type { HttpBindings } from "@hono/node-server";
import type { Context as Request, Hono } from "hono";
import * as z from "zod";
import { refused, type Answer } from "../answer.ts";
import type { Context } from "../context.ts";
import type { Json } from "../model.ts";
import type { Method } from "./method.ts";
import { methods } from "./table.ts";

type ApiRequest = Request<{ Bindings: HttpBindings }>;

const jsonObject = z.record(z.string(), z.unknown());

interface Endpoint {
  /** Lets go of calls that hang, so that the server can close. */
  close(): void;
}

export function addEndpoint(server: Hono<{ Bindings: HttpBindings }>, context: Context): Endpoint {
  const hanging = new Set<() => void>();

  async function hang(request: ApiRequest): Promise<Response> {
    await new Promise<void>((resolve) => {
      hanging.add(resolve);
      request.req.raw.signal.addEventListener("abort", () => resolve());
    });
    return cut(request);
  }

  async function respond(request: ApiRequest): Promise<Response> {
    const name = request.req.param("method") ?? "";
    const { token, args } = await readArguments(request);
    const end = context.calls.begin(name, args, context.now());
    context.changes.announce();

    const finish = (answer: Answer, status = 200, headers: Readonly<Record<string, string>> = {}): Response => {
      end({ ok: answer.ok, error: answer.ok ? null : answer.error, status });
      context.changes.announce();
      const method = methods.get(name);
      return Response.json(answer, { status, headers: { ...scopeHeaders(context, method), ...headers } });
    };

    const fault = context.faults.takeForCall(name, args["channel"]);
    const slow = fault?.kind === "slow" ? fault : null;
    if (slow?.when === "before") await pause(slow.milliseconds);
    if (fault?.kind === "rate-limited") {
      return finish(refused("ratelimited"), 429, { "retry-after": String(fault.retryAfterSeconds) });
    }
    if (fault?.kind === "platform-error") return finish(refused(fault.error));
    const strikesAfter = fault !== null && "when" in fault && fault.when === "after";
    const answer = fault === null || slow !== null || strikesAfter ? perform(context, name, token, args) : null;
    if (slow?.when === "after") await pause(slow.milliseconds);
    if (fault?.kind === "hang") return await hang(request);
    if (fault?.kind === "drop") return cut(request);
    if (fault?.kind === "server-error") {
      end({ ok: false, error: null, status: fault.status });
      context.changes.announce();
      return new Response("upstream error", { status: fault.status });
    }
    if (answer === null) throw new Error(`fault ${fault?.kind ?? "none"} was not handled`);
    const wait = answer.ok ? undefined : answer["retry_after"];
    if (typeof wait === "number") return finish(refused("ratelimited"), 429, { "retry-after": String(wait) });
    return finish(answer);
  }

  server.on(["GET", "POST"], "/api/:method", respond);
  return {
    close() {
      for (const release of hanging) release();
    },
  };
}

/** Checks in Slack's order: is there such a method, whose token is it, may it, is it not too fast. */
function perform(context: Context, name: string, token: string | null, args: Json): Answer {
  const method = methods.get(name);
  if (method === undefined) return refused("unknown_method", { req_method: name });
  const denied = checkToken(context, method, token) ?? checkScopes(context, method);
  if (denied !== null) return denied;
  const wait = context.limits.take(method.name, method.tier);
  return wait === null ? method.call(context, args) : refused("ratelimited", { retry_after: wait });
}

function checkToken(context: Context, method: Method, token: string | null): Answer | null {
  const { app } = context;
  if (method.token === "none") return null;
  if (token === null) return refused("not_authed");
  if (app.revoked.has(token)) return refused("token_revoked");
  if (token !== app.botToken && token !== app.appToken) return refused("invalid_auth");
  const right = method.token === "app" ? app.appToken : app.botToken;
  return token === right ? null : refused("not_allowed_token_type");
}

function checkScopes(context: Context, method: Method): Answer | null {
  const { scopes } = context.app;
  if (method.scopes.length === 0 || method.scopes.some((scope) => scopes.includes(scope))) return null;
  return refused("missing_scope", { needed: method.scopes.join(","), provided: scopes.join(",") });
}

function scopeHeaders(context: Context, method: Method | undefined): Readonly<Record<string, string>> {
  if (method === undefined || method.token === "none") return {};
  return {
    "x-oauth-scopes": context.app.scopes.join(","),
    ...(method.scopes.length > 0 ? { "x-accepted-oauth-scopes": method.scopes.join(",") } : {}),
  };
}

/** Arguments from the query, a form, a multipart form or JSON; the token from the header or among them. */
async function readArguments(request: ApiRequest): Promise<{ readonly token: string | null; readonly args: Json }> {
  const { token: field, ...args } = { ...request.req.query(), ...(await readBody(request)) };
  const bearer = /^Bearer\s+(\S+)$/i.exec(request.req.header("authorization") ?? "")?.[1];
  return { token: bearer ?? (typeof field === "string" && field !== "" ? field : null), args };
}

async function readBody(request: ApiRequest): Promise<Json> {
  if (request.req.method === "GET") return {};
  const type = request.req.header("content-type") ?? "";
  if (type.startsWith("application/json")) {
    const parsed = jsonObject.safeParse(await request.req.json().catch(() => null));
    return parsed.success ? parsed.data : {};
  }
  return await request.req.parseBody();
}

/** Ends the connection without an answer. */
function cut(request: ApiRequest): Response {
  request.env.incoming.socket.destroy();
  return new Response(null);
}
