import { ClientError, ServerError, ThrottlingError } from "@alicloud/openapi-core";
import { TaskCancelledError } from "cockatiel";
import { CloudError, type CloudFailure } from "../domain/cloud.ts";

/** Codes with which ACK says that too much was asked, beside those that its SDK knows (`Throttling…`). */
const throttlingCode = /Throttling|^ServiceUnavailable$|QPS Limit/;
const missingCode = /NotFound/;
const deniedCode =
  /^(Forbidden(\.|$)|NoPermission|InvalidAccessKeyId|SignatureDoesNotMatch|InvalidSecurityToken|IncompleteSignature|InvalidCredentials)/;

/** Code of an answer that cannot be read. */
export const unreadableAnswer = "UnreadableAnswer";

/** A call that was not made, for its region has been silent: what reads has no answer, what changes may be asked for later. */
export function regionUnavailable(region: string, action: string, kind: "read" | "write"): CloudError {
  return new CloudError({
    failure: kind === "read" ? "unreachable" : "throttled",
    code: "RegionUnavailable",
    action,
    detail: `${region} has not answered for a while; this call was not made`,
    requestId: null,
    retryAfter: null,
    cause: null,
  });
}

/**
 * Makes one kind of error of all that the SDK throws. An answer says what happened; without one that can be read (time ran
 * out, the connection broke, a gateway answered in HTML, which the SDK throws as SyntaxError), nobody knows.
 */
export function toCloudError(error: unknown, action: string): CloudError {
  if (error instanceof CloudError) return error;
  if (error instanceof ThrottlingError) {
    return answered(error, action, "throttled", error.retryAfter ?? null);
  }
  if (error instanceof ClientError) return answered(error, action, failureOf(error), null);
  if (error instanceof ServerError) {
    const throttled = throttlingCode.test(error.code) || error.statusCode === 429;
    return answered(error, action, throttled ? "throttled" : "unreachable", null);
  }
  return new CloudError({
    failure: "unreachable",
    code: unansweredCode(error),
    action,
    detail: error instanceof Error ? withoutNoise(error.message) : String(error),
    requestId: null,
    retryAfter: null,
    cause: error,
  });
}

function failureOf({ code, statusCode }: ClientError): CloudFailure {
  if (statusCode === 429 || throttlingCode.test(code)) return "throttled";
  if (deniedCode.test(code) || statusCode === 401) return "denied";
  if (missingCode.test(code)) return "not-found";
  return statusCode === 404 ? "not-found" : "refused";
}

function answered(
  error: ClientError | ServerError | ThrottlingError,
  action: string,
  failure: CloudFailure,
  retryAfter: number | null,
): CloudError {
  return new CloudError({
    failure,
    code: error.code === "undefined" ? `HTTP ${error.statusCode ?? "?"}` : error.code,
    action,
    detail: withoutNoise(error.message),
    requestId: error.requestId === undefined || error.requestId === "undefined" ? null : error.requestId,
    retryAfter,
    cause: error,
  });
}

function unansweredCode(error: unknown): string {
  if (error instanceof SyntaxError) return unreadableAnswer;
  if (error instanceof TaskCancelledError) return "TimeoutError";
  if (error instanceof Error) return "code" in error && typeof error.code === "string" ? error.code : error.name;
  return "Unknown";
}

/** The SDK wraps ACK's sentence in the status before it and the request id behind it. */
function withoutNoise(message: string): string {
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
