import { TaskCancelledError } from "cockatiel";
import * as z from "zod";
import { CloudError } from "../domain/cloud.ts";

export type Facts = ConstructorParameters<typeof CloudError>[0];

/** Somebody answered, but not what became of the call: a fault of the server, or what cannot be read. */
export class UnusableAnswer extends CloudError {}

/** A call that was not made, for its region has been silent: what reads has no answer, what changes may be asked for later. */
export function regionUnavailable(region: string, action: string, kind: "read" | "write"): CloudError {
  return new CloudError({
    ...unanswered(null, action),
    failure: kind === "read" ? "unreachable" : "throttled",
    code: "RegionUnavailable",
    detail: `${region} has not answered for a while; this call was not made`,
  });
}

/**
 * Makes one kind of error of all that a call can end with. Where the cloud did not say what happened (time ran out, the connection
 * broke, a gateway answered in HTML, which the SDK throws as SyntaxError), nobody knows.
 */
export function toCloudError(error: unknown, action: string): CloudError {
  if (error instanceof CloudError) return error;
  const facts = unanswered(error, action);
  if (error instanceof z.ZodError) {
    return new UnusableAnswer({ ...facts, code: "UnreadableAnswer", detail: z.prettifyError(error) });
  }
  if (error instanceof SyntaxError) return new UnusableAnswer({ ...facts, code: "UnreadableAnswer" });
  return new CloudError(facts);
}

function unanswered(error: unknown, action: string): Facts {
  return {
    failure: "unreachable",
    code: codeOf(error),
    action,
    detail: error instanceof Error ? withoutNoise(error.message) : String(error),
    requestId: null,
    retryAfter: null,
    cause: error,
  };
}

function codeOf(error: unknown): string {
  if (error instanceof TaskCancelledError) return "TimeoutError";
  if (error instanceof Error) return "code" in error && typeof error.code === "string" ? error.code : error.name;
  return "Unknown";
}

/** The SDK wraps ACK's sentence in the status before it and the request id behind it. */
export function withoutNoise(message: string): string {
  return (
    message
      .replace(/^(?:[\w.]+: )?code: \d+, /, "")
      .replace(/ request id: \S*$/, "")
      // Where a signature does not match, the cloud answers with what it would have signed: the security token is in there.
      .replace(/[;,. ]*(?:server |canonical )?(?:string to sign|canonical request)\b[^]*$/i, "")
      .replace(/security-token[:=]\s*\S+/gi, "security-token hidden")
      .trim()
  );
}
