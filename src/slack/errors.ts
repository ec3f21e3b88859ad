import { WebAPIHTTPError, WebAPIPlatformError, WebAPIRateLimitedError } from "@slack/web-api";

/** What came of a Web API call that failed. */
export type SlackFailure =
  /** Slack said no; nothing was done, and asking again gives the same. */
  | { readonly kind: "refused"; readonly code: string }
  /** Nothing was done; milliseconds until it may be tried again. */
  | { readonly kind: "rate-limited"; readonly retryAfter: number }
  /** No answer, or one that does not tell: it may have been done. */
  | { readonly kind: "unclear"; readonly detail: string };

/** Codes that Slack itself says may come after the work was partly done. */
const unclearCodes = new Set(["internal_error", "fatal_error", "service_unavailable", "request_timeout"]);

export function slackFailure(error: unknown): SlackFailure {
  if (error instanceof WebAPIRateLimitedError) return { kind: "rate-limited", retryAfter: error.retryAfter * 1000 };
  if (error instanceof WebAPIPlatformError) {
    const { error: code } = error.data;
    // Not every 429 comes as one: Slack also says it in an answer of 200.
    if (code === "ratelimited" || code === "rate_limited") return { kind: "rate-limited", retryAfter: 5_000 };
    return unclearCodes.has(code) ? { kind: "unclear", detail: code } : { kind: "refused", code };
  }
  if (error instanceof WebAPIHTTPError) return { kind: "unclear", detail: `HTTP ${error.statusCode}` };
  return { kind: "unclear", detail: error instanceof Error ? error.message : String(error) };
}
