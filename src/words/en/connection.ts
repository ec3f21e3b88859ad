import type { Readiness } from "../../domain/connection.ts";
import { code, type Text, text, words } from "../../domain/text.ts";

/** One line on whether what people ask for can arrive and be done. */
export function connection(state: Readiness): Text {
  switch (state.kind) {
    case "alive":
      return words("ready");
    case "starting":
      return words("not ready: the bot is starting");
    case "stopping":
      return words("not ready: the bot is stopping");
    case "closed":
      return words("not ready: no socket to Slack is open; another one is being opened");
    case "silent":
      return text`not ready: the socket to Slack is open, and nothing has come back over it for ${(state.for / 1_000).toFixed(1)} s`;
    case "refused":
      return text`not ready: Slack refuses the bot token: ${code(state.code)}`;
    case "unreachable":
      return text`not ready: Slack does not answer: ${code(state.detail)}`;
    case "unwritable":
      return text`not ready: the bot cannot write its records: ${code(state.reason)}`;
  }
}
