import type { FetchFunction } from "@slack/web-api";
import { request } from "undici";

/** Milliseconds for a request whose sender sets no limit: Bolt sets none for answers by response_url. */
const patience = 10_000;

/**
 * `fetch` for Slack's clients, by undici's `request`: Node's own holds the event loop for half as long again, and whoever clicks meanwhile
 * waits for that. An answer is read to its end, so that none holds a connection because nobody looks at it. Redirects are not followed.
 */
export const slackFetch: FetchFunction = async (url, init = {}) => {
  const { method = "GET", headers = {}, body, signal = AbortSignal.timeout(patience) } = init;
  // Forms with files are rare, and fetch knows how to write them.
  if (typeof body === "object") return fetch(url, { ...init, signal, redirect: "manual" });
  const answer = await request(url, { method, headers, body: body ?? null, signal });
  const content = await answer.body.arrayBuffer();
  const text = async (): Promise<string> => new TextDecoder().decode(content);
  const entries = Object.entries(answer.headers).map(([name, value]): [string, string] => [name, String(value)]);
  return {
    ok: answer.statusCode >= 200 && answer.statusCode < 300,
    status: answer.statusCode,
    statusText: answer.statusText,
    url: String(url),
    headers: new Headers(entries),
    arrayBuffer: async () => content,
    json: async (): Promise<unknown> => JSON.parse(await text()),
    text,
  };
};
