import type { Json } from "./json.ts";

/** A refusal as it goes over the wire: HTTP status, code and sentence. */
export interface Refusal {
  readonly status: number;
  readonly code: string;
  readonly message: string;
}

/** Thrown by whatever refuses a call. */
export class AckError extends Error {
  override readonly name = "AckError";
  readonly status: number;
  readonly code: string;
  /** Milliseconds after which to come back, where the refusal is about too many calls. */
  readonly retryAfter: number | null;

  constructor({ status, code, message }: Refusal, retryAfter: number | null = null) {
    super(message);
    this.status = status;
    this.code = code;
    this.retryAfter = retryAfter;
  }
}

export const refuse = (status: number, code: string, message: string): AckError =>
  new AckError({ status, code, message });

/** A field that is missing, of the wrong type, or out of range. */
export const invalidParameter = (message: string): AckError => refuse(400, "InvalidParameter", message);

export const unknownAction = (): AckError =>
  refuse(404, "InvalidAction.NotFound", "Specified api is not found, please check your url and method.");

/** The body of an error. The SDK reads `requestId` here, never the `request_id` of most answers. */
export function errorBody({ code, message, status }: AckError, requestId: string): Json {
  return { code, message, requestId, status };
}
