import type { Readiness } from "./domain/connection.ts";
import type { Metrics } from "./metrics.ts";
import type { Route } from "./slack/app.ts";
import { plainText } from "./views/plain-text.ts";
import { wordsOf } from "./words/catalogue.ts";

/** What the bot answers to what watches over it: in English, as its log is. */
export function healthRoutes(readiness: () => Promise<Readiness>, metrics: Metrics): readonly Route[] {
  return [
    { path: "/healthz", answer: async () => ({ status: 200, body: "alive\n" }) },
    {
      path: "/readyz",
      answer: async () => {
        const state = await readiness();
        const body = `${plainText(wordsOf("en").connection(state))}\n`;
        return { status: state.kind === "alive" ? 200 : 503, body };
      },
    },
    { path: "/metrics", answer: async () => ({ status: 200, ...(await metrics.read()) }) },
  ];
}
