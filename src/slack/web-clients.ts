import { type Logger, WebClient, WebClientEvent, type WebClientOptions } from "@slack/web-api";
import { slackFetch } from "./http.ts";

/** Milliseconds. */
const patience = { posting: 10_000, reading: 5_000 };

/**
 * Web API clients, apart from each other: a client that is told to wait holds up everything in its queue, and what a person
 * waits for must not stand behind progress messages.
 */
export interface WebClients {
  /** For what the bot says by itself. Never retries: the caller knows what may be repeated. */
  readonly posting: WebClient;
  /** For answers to somebody who is waiting: forms, private answers. Never retries. */
  readonly answering: WebClient;
  /** For looking people and groups up: repeating does no harm. */
  readonly reading: WebClient;
}

/**
 * @param logger theirs would write past our log
 * @param throttled told of each call that Slack turned away
 */
export function createWebClients(
  token: string,
  apiUrl: string | null,
  logger: Logger,
  throttled: () => void,
): WebClients {
  const once = { fetch: slackFetch(patience.posting), rejectRateLimitedCalls: true, retryConfig: { retries: 0 } };
  const create = (own: WebClientOptions): WebClient => {
    const client = new WebClient(token, {
      ...own,
      logger,
      ...(apiUrl === null ? {} : { slackApiUrl: apiUrl }),
    });
    client.on(WebClientEvent.RATE_LIMITED, throttled);
    return client;
  };
  return {
    posting: create(once),
    answering: create(once),
    reading: create({
      fetch: slackFetch(patience.reading),
      rejectRateLimitedCalls: true,
      retryConfig: { retries: 2, minTimeout: 200, maxTimeout: 1_000, randomize: true },
    }),
  };
}
