import { TaskCancelledError } from "cockatiel";
import * as z from "zod";
import { CloudError, type CloudFailure } from "../domain/cloud.ts";

/** Kubernetes: v1 Status, which a refusal's body holds, as text or read. */
const status = z.object({ reason: z.string().nullish(), message: z.string().nullish() });

/** What the client throws of an answer that is no success (ApiException); what never was answered has no such code. */
const answer = z.object({ code: z.number(), body: z.unknown() });

/** Makes one kind of error of all that the Kubernetes client throws. Without an answer nobody knows what happened. */
export function toCloudError(error: unknown, action: string): CloudError {
  if (error instanceof CloudError) return error;
  const refused = answer.safeParse(error);
  if (error instanceof Error && refused.success) {
    const { code, body } = refused.data;
    const told = statusOf(body);
    return made(failureOf(code), told?.reason ?? `HTTP ${code}`, told?.message ?? "", action, error);
  }
  if (error instanceof TaskCancelledError) {
    return made("unreachable", "Timeout", "the cluster's Kubernetes API did not answer in time", action, error);
  }
  const code = error instanceof Error && "code" in error && typeof error.code === "string" ? error.code : "Unreachable";
  return made("unreachable", code, error instanceof Error ? error.message : String(error), action, error);
}

/** What Lifeguard itself finds in the way, before anything is sent. */
export function refusal(failure: CloudFailure, code: string, detail: string, action: string): CloudError {
  return made(failure, code, detail, action, null);
}

function made(failure: CloudFailure, code: string, detail: string, action: string, cause: unknown): CloudError {
  return new CloudError({ failure, code, action, detail, requestId: null, retryAfter: null, cause });
}

function failureOf(code: number): CloudFailure {
  if (code === 401 || code === 403) return "denied";
  if (code === 404) return "not-found";
  // Somebody else changed the node meanwhile, or too much was asked: nothing was done, and it may be asked again.
  if (code === 409 || code === 429) return "throttled";
  return code >= 500 ? "unreachable" : "refused";
}

function statusOf(body: unknown): z.infer<typeof status> | null {
  const read = status.safeParse(typeof body === "string" ? parsed(body) : body);
  return read.success ? read.data : null;
}

function parsed(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return null;
  }
}
