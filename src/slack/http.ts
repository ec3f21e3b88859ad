import type { FetchFunction } from "@slack/web-api";
import { request } from "undici";

/**
 * Makes a `fetch` for Slack's clients that gives up after so many milliseconds. It asks by undici's `request`: Node's own fetch holds the event loop
 * for half as long again, and whoever clicks meanwhile waits for that. An answer is read to its end, so that none holds a connection because nobody
 * looks at it. Redirects are not followed, and a time limit that the client has itself is not looked at.
 */
export function slackFetch(patience: number): FetchFunction {
  return async (url, init = {}) => {
    const { method = "GET", headers = {}, body } = init;
    // Forms with files are rare, and fetch knows how to write them.
    if (typeof body === "object") {
      return fetch(url, { ...init, signal: AbortSignal.timeout(patience), redirect: "manual" });
    }
    // Ended with the answer: a signal with a time limit stays in memory until its time is over, and thousands of them make the collector stop the bot.
    const late = new AbortController();
    const timer = setTimeout(() => late.abort(new Error(`timeout: no answer within ${patience} ms`)), patience);
    try {
      const answer = await request(url, { method, headers, body: body ?? null, signal: late.signal });
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
    } finally {
      clearTimeout(timer);
    }
  };
}
