/** One call from request to answer: faults, signature, throttling, operation. Knows nothing of sockets. */
import { randomUUID } from "node:crypto";
import { AckError, errorBody, invalidParameter, refuse, unknownAction } from "./errors.ts";
import { faultsOf } from "./faults.ts";
import { type Json, jsonObject, type JsonObject } from "./json.ts";
import type { Operation } from "./operations/operation.ts";
import { masked } from "./operations/wire-node-pool.ts";
import type { LivingRegion } from "./region.ts";
import type { ReceivedRequest, SignatureCheck } from "./signature.ts";
import type { Throttle } from "./throttling.ts";

export interface Exchange {
  readonly request: ReceivedRequest;
  /** null: no operation has this method and path. */
  readonly operation: Operation | null;
  readonly params: Readonly<Record<string, string>>;
  /** Ends when the client has gone, which it also has when the server closes. */
  readonly gone: AbortSignal;
}

export interface Reply {
  readonly status: number;
  /** null: empty. */
  readonly body: Json | null;
  readonly headers: Readonly<Record<string, string>>;
  /** Whether the connection is to be cut in the middle of it. */
  readonly half: boolean;
}

export interface ExchangeParts {
  readonly region: LivingRegion;
  readonly signatures: SignatureCheck;
  readonly throttle: Throttle;
}

/** Answers a call; `cut`: the connection is to be cut without an answer. */
export async function answerCall(parts: ExchangeParts, exchange: Exchange): Promise<Reply | "cut"> {
  const { region } = parts;
  const { request, operation } = exchange;
  const requestId = randomUUID().toUpperCase();
  const action = operation?.action ?? request.headers["x-acs-action"] ?? "unknown";
  const [path = "", search = ""] = request.target.split("?", 2);
  const query = Object.fromEntries(new URLSearchParams(search));
  const body = readBody(request.body);
  const end = region.calls.begin({
    at: new Date(region.live().now),
    action,
    method: request.method,
    path,
    query,
    body: body === null ? null : masked(body),
    requestId,
  });
  region.changed();

  const faults = faultsOf(region.live(), action);
  if (faults.drop !== undefined) return "cut";
  if (faults.slow !== undefined) await wait(faults.slow.seconds * 1_000, exchange.gone);
  if (faults.hang !== undefined) await wait(null, exchange.gone);
  if (exchange.gone.aborted) return "cut";

  const reply = perform(parts, exchange, { action, requestId, query, body });
  if (faults["lose-answer"] !== undefined) return "cut";
  end({ status: reply.status, code: reply.code });
  region.changed();
  const half = faults["half-answer"] !== undefined;
  return { ...reply, half, headers: { "x-acs-request-id": requestId, ...reply.headers } };
}

interface CallFacts {
  readonly action: string;
  readonly requestId: string;
  readonly query: Readonly<Record<string, string>>;
  /** null: not a JSON object. */
  readonly body: JsonObject | null;
}

function perform(
  parts: ExchangeParts,
  exchange: Exchange,
  facts: CallFacts,
): Omit<Reply, "half"> & { readonly code: string | null } {
  try {
    return { status: 200, code: null, headers: {}, body: operate(parts, exchange, facts) };
  } catch (error) {
    const refusal = error instanceof AckError ? error : refuse(500, "InternalError", String(error));
    const headers = refusal.retryAfter === null ? {} : { "x-acs-retry-after": String(refusal.retryAfter) };
    return { status: refusal.status, code: refusal.code, headers, body: errorBody(refusal, facts.requestId) };
  }
}

function operate(parts: ExchangeParts, { request, operation, params }: Exchange, facts: CallFacts): Json | null {
  const state = parts.region.live();
  const { assumptions } = state;
  if (operation === null || operation.served?.(assumptions) === false) throw unknownAction();
  const key = parts.signatures.check(request);
  if (assumptions.actionHeaderMustMatch && request.headers["x-acs-action"] !== operation.action) throw unknownAction();

  const { throttle: throttled, error } = faultsOf(state, facts.action);
  const told = throttled === undefined ? null : assumptions.throttling.retryAfter;
  const refusedFor = told ?? (assumptions.throttles ? parts.throttle.take(operation.action, key) : null);
  if (refusedFor !== null) {
    const { status, code } = assumptions.throttling;
    const message = "Request was denied due to user flow control.";
    throw new AckError({ status, code, message }, refusedFor);
  }
  if (error !== undefined) throw refuse(error.status, error.code, `the sandbox was told to refuse ${facts.action}`);
  if (facts.body === null) throw invalidParameter("the body is not a JSON object");
  return operation.answer({
    region: state,
    requestId: facts.requestId,
    host: request.headers["host"] ?? "",
    params,
    query: facts.query,
    body: facts.body,
  });
}

function readBody(bytes: Uint8Array): JsonObject | null {
  const text = new TextDecoder().decode(bytes);
  if (text === "") return {};
  try {
    const parsed = jsonObject.safeParse(JSON.parse(text));
    return parsed.success ? parsed.data : null;
  } catch {
    return null;
  }
}

/** Waits for so many milliseconds here, or for ever (null); in any case no longer than the client does. */
async function wait(milliseconds: number | null, gone: AbortSignal): Promise<void> {
  if (gone.aborted) return;
  await new Promise<void>((resolve) => {
    const timer = milliseconds === null ? null : setTimeout(resolve, milliseconds);
    gone.addEventListener(
      "abort",
      () => {
        if (timer !== null) clearTimeout(timer);
        resolve();
      },
      { once: true },
    );
  });
}
