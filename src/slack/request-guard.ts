import { hash } from "node:crypto";
import type { IncomingMessage } from "node:http";
import type { AllMiddlewareArgs, AnyMiddlewareArgs, App } from "@slack/bolt";
import { minutesToMilliseconds } from "date-fns";
import { type Claim, setClaim } from "./claims.ts";

/** Slack's signatures are good for five minutes; Bolt looks back and not ahead. */
const tolerance = minutesToMilliseconds(5);

export interface RequestGuardDependencies {
  /** null: the same request was taken before. */
  readonly take: (id: string) => Claim | null;
  readonly now: () => number;
  /** Told of each request that runs nothing, and why. */
  readonly refused: (reason: "copy" | "future") => void;
  readonly log: { warn(facts: object, message: string): void };
}

/** What the HTTP receiver hands on of a request, for the guard to look at. */
export function guardedProperties({ headers }: Pick<IncomingMessage, "headers">): Record<string, string> {
  const { "x-slack-request-timestamp": timestamp, "x-slack-signature": signature } = headers;
  return {
    ...(typeof timestamp === "string" ? { requestTimestamp: timestamp } : {}),
    ...(typeof signature === "string" ? { requestSignature: signature } : {}),
  };
}

/**
 * Lets every request of Slack through once: one that is dated ahead of time is refused, and a copy of one that was taken runs nothing,
 * even after a restart. A copy is acknowledged, so that nobody is shown an error for a request that was served.
 */
export function guardRequests(app: App, { take, now, refused, log }: RequestGuardDependencies): void {
  app.use(async (request: AllMiddlewareArgs & AnyMiddlewareArgs) => {
    const { context, body, next } = request;
    const { requestTimestamp, requestSignature } = context;
    if (typeof requestTimestamp === "string" && Number(requestTimestamp) * 1_000 > now() + tolerance) {
      log.warn({ requestTimestamp }, "request from the future refused");
      refused("future");
      return;
    }
    const id = typeof requestSignature === "string" ? requestSignature : deliveryId(body);
    // Choices for a menu change nothing, and are asked for again with every letter.
    const repeats = "type" in body && body.type === "block_suggestion";
    if (repeats || id === null) return next();
    const claim = take(digest(id));
    if (claim !== null) {
      setClaim(context, claim);
      return next();
    }
    log.warn({ type: "type" in body ? body.type : "command" }, "copy of a request ignored");
    refused("copy");
    if ("ack" in request && typeof request.ack === "function") await acknowledge(request.ack);
  });
}

/** In Socket Mode nothing is signed: what makes a request is its trigger or its event. */
function deliveryId(body: object): string | null {
  if ("trigger_id" in body && typeof body.trigger_id === "string") return body.trigger_id;
  if ("event_id" in body && typeof body.event_id === "string") return body.event_id;
  return null;
}

function digest(id: string): string {
  return hash("sha256", id, "base64url");
}

/** Each kind of request has an acknowledgement of its own; without a value they are all alike. */
async function acknowledge(ack: (...values: never[]) => Promise<void>): Promise<void> {
  await ack();
}
