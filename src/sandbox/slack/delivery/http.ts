/** Delivery by signed HTTP requests, for an app without Socket Mode. */
import * as z from "zod";
import type { SlackAssumptions } from "../assumptions.ts";
import type { Json } from "../model.ts";
import { signatureHeaders } from "./signature.ts";
import type { DeliveryRequest, Outcome, Transport } from "./transport.ts";

export interface HttpDelivery extends Transport {
  /** Slack's challenge when a request URL is entered. Whether the app answered it rightly. */
  verify(): Promise<boolean>;
}

interface HttpDeliveryOptions {
  readonly requestUrl: string;
  readonly signingSecret: string;
  readonly verificationToken: string;
  readonly assumptions: SlackAssumptions;
  readonly now: () => Date;
}

const formType = "application/x-www-form-urlencoded";
const jsonObject = z.record(z.string(), z.unknown());

export function createHttpDelivery(options: HttpDeliveryOptions): HttpDelivery {
  const { assumptions } = options;
  let reachable = true;
  let current: AbortController | null = null;

  async function post(contentType: string, body: string, headers: Readonly<Record<string, string>>): Promise<Response> {
    const controller = new AbortController();
    current = controller;
    const late = setTimeout(() => controller.abort(new Error("timeout")), assumptions.ackTimeoutMs);
    try {
      const response = await fetch(options.requestUrl, {
        method: "POST",
        redirect: "error",
        signal: controller.signal,
        headers: {
          // Exactly so: with a charset behind it, some receivers take the body for JSON.
          "content-type": contentType,
          "user-agent": "Slackbot 1.0 (+https://api.slack.com/robots)",
          ...signatureHeaders(options.signingSecret, body, options.now()),
          ...headers,
        },
        body,
      });
      // The body counts towards the time as well.
      return new Response(await response.text(), { status: response.status, headers: response.headers });
    } finally {
      clearTimeout(late);
    }
  }

  async function send(request: DeliveryRequest): Promise<Outcome> {
    const started = Date.now();
    const { retry } = request;
    try {
      const response = await post(
        request.kind === "events_api" ? "application/json" : formType,
        bodyOf(request),
        retry === null ? {} : { "x-slack-retry-num": String(retry.attempt), "x-slack-retry-reason": retry.reason },
      );
      reachable = true;
      if (response.ok) return { kind: "acked", body: await acknowledgement(response) };
      return {
        kind: "failed",
        error: assumptions.undeliverableError,
        reason: "http_error",
        final: response.headers.get("x-slack-no-retry") === "1",
      };
    } catch {
      const timedOut = Date.now() - started >= assumptions.ackTimeoutMs;
      if (!timedOut) reachable = false;
      return timedOut
        ? { kind: "failed", error: assumptions.timeoutError, reason: "http_timeout", final: false }
        : { kind: "failed", error: assumptions.undeliverableError, reason: "connection_failed", final: false };
    }
  }

  return {
    send,
    connected: () => reachable,
    cut: () => current?.abort(new Error("cut")),
    async close() {
      current?.abort(new Error("closed"));
    },
    async verify() {
      const challenge = `challenge-${options.now().getTime()}`;
      const body = JSON.stringify({ type: "url_verification", token: options.verificationToken, challenge });
      try {
        const response = await post("application/json", body, {});
        const text = await response.text();
        return response.ok && text.includes(challenge);
      } catch {
        return false;
      }
    },
  };
}

function bodyOf(request: DeliveryRequest): string {
  if (request.kind === "events_api") return JSON.stringify(request.payload);
  if (request.kind === "interactive") {
    return new URLSearchParams({ payload: JSON.stringify(request.payload) }).toString();
  }
  const fields = Object.entries(request.payload).map(([name, value]): [string, string] => [name, String(value)]);
  return new URLSearchParams(fields).toString();
}

/** An empty body says nothing, a JSON object is a message or instruction, anything else is plain text. */
async function acknowledgement(response: Response): Promise<Json | null> {
  const text = await response.text();
  if (text === "") return null;
  try {
    const parsed = jsonObject.safeParse(JSON.parse(text));
    if (parsed.success) return parsed.data;
  } catch {
    // Plain text is allowed.
  }
  return { text };
}
